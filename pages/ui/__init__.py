"""What pages share: the frame, the owner, words, safe text, widgets and charts."""

from pages.ui.frame import begin
from pages.ui.marks import sample_badge
from pages.ui.safe import plain

__all__ = ["begin", "plain", "sample_badge"]
