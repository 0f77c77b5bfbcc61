"""What pages share: the frame, the owner, widgets and charts."""

from pages.ui.frame import begin

__all__ = ["begin"]
