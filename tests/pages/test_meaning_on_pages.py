"""What the pages say of a model that compares meaning: nothing without one, which one it was, and when it failed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core import tasks
from core.embedding import Embeddings, OpenAIEmbedder
from core.models import JobFacts, Posting
from core.process import Process
from core.store import StoredProfile
from core.workspace import Workspace
from tests.conftest import NOW
from tests.embedding_server import Server, fails
from tests.pages.visiting import Open, said


def badges(tab: object) -> str:
    return " ".join(str(one.proto) for one in tab.get("badge")) + " ".join(str(one.value) for one in tab.markdown)  # type: ignore[attr-defined]


@pytest.fixture
def reads(running: Process, here: Workspace, server: Server) -> Process:
    """A running app whose postings a model is to read."""
    running.settings = replace(running.settings, embedding=server.provider())
    running.embeddings = Embeddings(OpenAIEmbedder(server.provider(), (5.0, 5.0)))
    facts = JobFacts(required=["Python", "SQL"], country="DE", city="Berlin")
    here.market.add([("one", "one", Posting(title="Data Analyst", description="Dashboards in Python for sales"), facts)], NOW)
    return running


def test_without_a_model_nothing_is_said_and_nothing_is_sent(own: StoredProfile, visit: Open) -> None:
    assert "eaning" not in said(visit("matches"))
    told = said(visit("settings"))
    assert "Nothing is sent anywhere." in told and "By their words, on this machine." in told


def test_the_model_is_named_beside_the_scores_and_in_the_settings(reads: Process, own: StoredProfile, visit: Open, server: Server) -> None:
    assert "reads the postings in the background" in said(visit("matches")) and not server.sent
    with reads.workspace("").warehouse.write("") as cursor:
        cursor.execute("DELETE FROM posting WHERE sample")
    assert tasks.run(reads, "embed_postings").ok
    tab = visit("matches")
    assert not tab.exception and "Meaning compared by words" in badges(tab) and "It has read 1 of the postings" in said(tab)
    told = said(visit("settings"))
    assert "It has read 1 text of postings so far" in told
    assert "Texts are sent to" in told and "Nothing is sent anywhere." not in told


def test_a_failure_is_one_line_and_words_alone_are_compared(reads: Process, own: StoredProfile, visit: Open, server: Server) -> None:
    with reads.workspace("").warehouse.write("") as cursor:
        cursor.execute("DELETE FROM posting WHERE sample")
    tasks.run(reads, "embed_postings")
    server.next += [fails(401)]
    tab = visit("matches")
    assert not tab.exception and not tab.error
    assert "did not accept the key" in said(tab) and "Words alone were compared" in said(tab)
    assert "did not accept the key" in said(visit("settings"))
