"""The pages and where they stand; a new page is one line here and one file."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from core.settings import ROOT


class Entry(NamedTuple):
    """One page: the section it stands in, its file, its title and its icon."""

    section: str
    name: str
    title: str
    icon: str


PAGES = (
    Entry("You", "home", "Home", ":material/home:"),
    Entry("You", "profile", "Profile", ":material/person:"),
    Entry("Jobs", "matches", "Matches", ":material/checklist:"),
    Entry("Jobs", "feeds", "Postings", ":material/rss_feed:"),
    Entry("Jobs", "paste", "Paste a job", ":material/content_paste:"),
    Entry("Prepare", "interview", "Interview", ":material/record_voice_over:"),
    Entry("Market", "trends", "Trends", ":material/trending_up:"),
    Entry("Market", "reports", "Reports", ":material/description:"),
    Entry("Market", "meeting", "Client meeting", ":material/groups:"),
    Entry("Market", "salary", "Salary", ":material/payments:"),
    Entry("Shortlist", "settings", "Settings", ":material/settings:"),
)


def path(name: str) -> str:
    """The file of a page, as `st.switch_page` and `st.page_link` want it."""
    return str(ROOT / "pages" / f"{name}.py")


def navigate() -> StreamlitPage:
    """Draw the navigation; returns the page that was asked for."""
    sections: dict[str, list[StreamlitPage]] = {}
    for entry in PAGES:
        page = st.Page(path(entry.name), title=entry.title, icon=entry.icon, default=entry.name == "home", url_path=entry.name)
        sections.setdefault(entry.section, []).append(page)
    return st.navigation(sections)
