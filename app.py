"""The frame of every page: navigation, and one place where errors are caught."""

from pages.ui import frame

frame.run()
