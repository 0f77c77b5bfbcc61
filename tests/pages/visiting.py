"""What tests of pages share: an invented resume, opening a tab, reading what it says."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

OWN_RESUME = """Vela Marwick
vela.marwick@example.com | +49 30 23125 990 | Berlin, Germany

Work Experience
Data Analyst, Quorin Labs
March 2021 - Present
- Built 14 dashboards in Python and SQL for 60 colleagues
- Cut the monthly report from 5 days to 1
Junior Analyst, Hallowmere Ltd
January 2018 - June 2019
- Checked invoices in Excel

Education
BSc Statistics, University of Ostrava, 2014 - 2017

Skills
Python, SQL, Excel, Tableau, Git
"""

Open = Callable[[str], AppTest]


def said(tab: AppTest) -> str:
    """Everything that a page says in sentences."""
    parts = (tab.title, tab.subheader, tab.markdown, tab.caption, tab.info, tab.warning, tab.error)
    return "\n".join(str(element.value) for kind in parts for element in kind)
