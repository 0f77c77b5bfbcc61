"""What pages share: the frame, the owner, words, safe text, widgets and charts."""

from pages.ui.frame import begin
from pages.ui.marks import sample_badge
from pages.ui.safe import plain

RESUME_TYPES = ["pdf", "docx", "doc", "odt", "rtf", "txt", "md", "html", "htm", "json"]

__all__ = ["RESUME_TYPES", "begin", "plain", "sample_badge"]
