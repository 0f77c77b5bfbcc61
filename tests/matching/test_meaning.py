"""Meaning beside words: what it changes, what it never changes, what is stored of it, and what happens when the model fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import tasks
from core.embedding import RESTS, Embeddings, OpenAIEmbedder
from core.errors import UserError
from core.matching import Filters, candidate, compare, lessons, matches, meaning_reader, meaning_state, score
from core.matching.reading import read_postings
from core.matching.scoring import MEANING, NUMBERS, VERSION, mixed
from core.process import Process
from core.settings import Settings
from core.store import StoredProfile
from core.warehouse import vectors
from core.warehouse.market import StoredPosting
from core.workspace import Workspace
from tests.conftest import NOW
from tests.embedding_server import Server, fails
from tests.matching.making import DEVELOPER, TODAY, full, index, resume, stored, wishes

NEAR = "Bookings serviced by hoteliers, who moved the builds."
FAR = "Visitors of our spa get towels, tea and a booking."
GOLDEN = [[85.337, 83.837, 86.837, 100.0], [61.68, 43.529, 74.363, 64.363]]
ALL = Filters(minimum=0)


class Hour:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hour() -> Hour:
    return Hour()


@pytest.fixture
def reads(no_sample: None, home: Path, server: Server, hour: Hour) -> Iterator[Process]:
    """A process whose postings a model reads."""
    embeddings = Embeddings(OpenAIEmbedder(server.provider(), (5.0, 5.0)), hour)
    process = Process(Settings(home=home), now=lambda: NOW, embeddings=embeddings).open()
    yield process
    process.close()


@pytest.fixture
def ws(reads: Process) -> Workspace:
    """The local person's workspace."""
    return reads.workspace("local")


def put(ws: Workspace, *postings: StoredPosting) -> None:
    ws.market.add([(one.id, one.opening, one.posting, one.facts) for one in postings], NOW)


def post(job_id: str, description: str, **facts: object) -> StoredPosting:
    """A posting whose title says nothing."""
    return stored(job_id, **{"title": "Post", "description": description, "required": ["Python", "Kubernetes"], **facts})


def read(process: Process) -> str:
    done = tasks.run(process, "embed_postings")
    assert done.ok
    return done.sentence


def listed(ws: Workspace, profile: StoredProfile) -> dict[str, float]:
    return {one.match.job_id: one.match.score for one in matches(ws, profile, ALL)}


def without(ws: Workspace) -> Workspace:
    return replace(ws, embeddings=None)


def digests(ws: Workspace) -> set[int]:
    with ws.warehouse.read() as cursor:
        return {row[0] for row in cursor.execute("SELECT digest FROM vector").fetchall()}


# --- numbers -------------------------------------------------------------------------------------------------------


def test_scores_without_meaning_are_those_from_before() -> None:
    scores = score(index(full(), post("plain", NEAR)), DEVELOPER)
    assert [[round(float(getattr(scores, name)[row]), 3) for name in ("score", "low", "high", "experience")] for row in (0, 1)] == GOLDEN


def test_words_alone_where_the_meaning_is_not_known() -> None:
    one = index(full(), post("plain", NEAR))
    plain, some = score(one, DEVELOPER), score(one, DEVELOPER, meaning=np.array([np.nan, 0.9], np.float32))
    none = score(one, DEVELOPER, meaning=np.full(2, np.nan, np.float32))
    for name in NUMBERS:
        np.testing.assert_array_equal(getattr(none, name), getattr(plain, name))
        assert getattr(some, name)[0] == getattr(plain, name)[0] or np.isnan(getattr(plain, name)[0])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.floats(0, 1, width=32), st.floats(0, 1, width=32))
def test_words_and_meaning_share_the_weight_and_nearer_is_never_worse(one: float, other: float) -> None:
    postings, (low, high) = index(full()), sorted((one, other))
    scored = [score(postings, DEVELOPER, meaning=np.array([value], np.float32)) for value in (low, high)]
    assert scored[0].score[0] <= scored[1].score[0] <= 100
    for told in scored:
        assert told.low[0] - 1e-3 <= told.score[0] <= told.high[0] + 1e-3 and 0 <= told.experience[0] <= 100.001
    words = np.array([one], np.float32)
    assert mixed(words, np.array([other], np.float32))[0] == pytest.approx((1 - MEANING) * one + MEANING * other, abs=1e-6)


# --- from the postings to the list ---------------------------------------------------------------------------------


def test_a_model_that_read_the_postings_joins_the_scores(reads: Process, ws: Workspace, server: Server) -> None:
    profile = ws.records.add_profile("Developer", resume(), preferences=wishes())
    put(ws, post("near", NEAR), post("far", FAR), stored("silent", title="", description=""))
    before = listed(ws, profile)
    found = matches(ws, profile, ALL)
    assert found.meaning and found.meaning.compared == 0 and not server.sent
    assert read(reads) == "The model read 2 texts of postings; 0 wait for the next run."
    after, found = listed(ws, profile), matches(ws, profile, ALL)
    assert before == listed(without(ws), profile)
    assert after["near"] > before["near"] and after["far"] <= before["far"]
    assert found.meaning and (found.meaning.model, found.meaning.compared, found.meaning.failure) == ("words-1", 2, "")
    assert {one.match.version for one in found} == {f"{VERSION}+words-1"}
    assert {one.match.version for one in matches(without(ws), profile, ALL)} == {VERSION} and matches(without(ws), profile).meaning is None


def test_a_posting_has_one_score_alone_compared_and_in_the_list(reads: Process, ws: Workspace) -> None:
    profile = ws.records.add_profile("Developer", resume(), preferences=wishes())
    put(ws, *(post(f"{n}", f"{NEAR} {FAR[: n * 5]}") for n in range(9)))
    read(reads)
    together, four = listed(ws, profile), ["0", "3", "5", "8"]
    assert {one.match.job_id: one.match.score for one in compare(ws, profile, four)} == {job_id: together[job_id] for job_id in four}
    assert lessons(ws, profile, threshold=min(together.values()) + 0.1)[0].n == 9


def test_kept_scores_follow_the_model(reads: Process, ws: Workspace) -> None:
    profile = ws.records.add_profile("Developer", resume(), preferences=wishes())
    put(ws, post("near", NEAR))

    def kept() -> tuple[float, str]:
        matches(ws, profile, ALL)
        with ws.warehouse.read() as cursor:
            found = cursor.execute("SELECT score, version FROM score").fetchone()
        return found or (0.0, "")

    words = kept()
    read(reads)
    both = kept()
    assert both[0] > words[0] and both[1].startswith(f"{VERSION}+words-1 ") and words[1].startswith(f"{VERSION} ")


def test_a_failing_model_leaves_words_alone_and_says_so(reads: Process, ws: Workspace, server: Server, hour: Hour) -> None:
    profile = ws.records.add_profile("Developer", resume(), preferences=wishes())
    put(ws, post("near", NEAR), post("far", FAR))
    read(reads)
    server.next += [fails(429)]
    sent, first = len(server.sent), meaning_state(ws)
    found = matches(ws, profile, ALL)
    assert {one.match.job_id: one.match.score for one in found} == listed(without(ws), profile)
    assert found.meaning and "no more requests" in found.meaning.failure and found.meaning.compared == 0
    assert {one.match.version for one in found} == {VERSION}
    assert meaning_state(ws) != first and meaning_state(ws) == meaning_state(ws)
    assert listed(ws, profile) == listed(without(ws), profile) and len(server.sent) == sent + 1
    reader = meaning_reader(ws)
    assert reader and reader.read == 2 and "no more requests" in reader.failure
    hour.now = RESTS
    assert meaning_state(ws) == first and listed(ws, profile)["near"] > listed(without(ws), profile)["near"]


def test_a_person_without_words_is_not_sent(reads: Process, ws: Workspace, server: Server) -> None:
    put(ws, post("near", NEAR))
    read(reads)
    sent, empty = len(server.sent), ws.records.add_profile("Empty", resume().model_copy(update={"work": [], "skills": []}))
    assert candidate(empty.resume, empty.preferences, TODAY).titles
    matches(ws, empty, ALL)
    assert len(server.sent) == sent + 1 and server.sent[-1] == ["Software Developer"]


# --- reading -------------------------------------------------------------------------------------------------------


def test_reading_goes_on_where_it_ended(reads: Process, ws: Workspace, server: Server) -> None:
    put(ws, *(post(f"{n}", f"{NEAR} {n}") for n in range(130)), post("copy", f"{NEAR} 0"))
    embedder = server.embeddings().embedder
    assert read_postings(ws.warehouse, embedder, 100) == (100, 30)
    server.next += [fails(401)]
    with pytest.raises(UserError, match=r"did not accept the key.*Texts read before that: 0; the next run goes on"):
        read_postings(ws.warehouse, embedder, 100)
    assert read_postings(ws.warehouse, embedder, 1_000, lambda: False) == (0, 30)
    assert read(reads) == "The model read 30 texts of postings; 0 wait for the next run."
    assert read(reads) == "The model read 0 texts of postings; 0 wait for the next run."
    postings = [text for text in server.texts if text.startswith("Post\n")]
    assert len(set(postings)) == 130 and len(digests(ws)) == 130


def test_a_failed_run_is_told_in_the_log(reads: Process, ws: Workspace, server: Server) -> None:
    put(ws, post("near", NEAR))
    server.next += [fails(401)]
    done = tasks.run(reads, "embed_postings")
    assert not done.ok and "did not accept the key" in done.sentence and "sk-" not in done.sentence


def test_changed_and_deleted_texts(reads: Process, ws: Workspace) -> None:
    put(ws, post("a", NEAR, source="one"), post("b", FAR, source="two"))
    read(reads)
    first = digests(ws)
    put(ws, post("a", f"{NEAR} And more.", source="one"))
    assert vectors.of_layer(ws.market, "", "words-1 " + "x").ids.to_pylist() == []
    read(reads)
    assert len(digests(ws)) == 2 and len(digests(ws) & first) == 1
    ws.market.remove("two")
    read(reads)
    assert len(digests(ws)) == 1


def test_only_the_newest_are_kept_where_there_is_no_room(reads: Process, ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "MOST_BYTES", 3 * 2 * 64)
    put(ws, *(post(f"{n}", f"{NEAR} {n}", published=TODAY.replace(day=1, month=n + 1)) for n in range(5)))
    assert read(reads) == "The model read 3 texts of postings; 0 wait for the next run."
    source = reads.embeddings.embedder.source if reads.embeddings else ""
    assert sorted(vectors.of_layer(ws.market, "", source).ids.to_pylist()) == ["2", "3", "4"]
    put(ws, post("new", FAR, published=TODAY))
    read(reads)
    assert sorted(vectors.of_layer(ws.market, "", source).ids.to_pylist()) == ["3", "4", "new"]


def test_another_length_or_model_makes_all_vectors_anew(reads: Process, ws: Workspace, server: Server) -> None:
    profile = ws.records.add_profile("Developer", resume(), preferences=wishes())
    put(ws, post("near", NEAR), post("far", FAR))
    read(reads)
    server.dimensions = 32
    put(ws, post("new", f"{NEAR} New."))
    found = matches(ws, profile, ALL)
    assert found.meaning and "other vectors than before" in found.meaning.failure
    read(reads)
    assert len(digests(ws)) == 3 and (matches(ws, profile, ALL).meaning or found.meaning).compared == 3
    other = OpenAIEmbedder(server.provider("words-2"))
    assert read_postings(ws.warehouse, other, 100) == (3, 0)
    assert vectors.state(ws.warehouse, other.source)[1] == 3 and len(digests(ws)) == 3


def test_vectors_of_changing_length_or_without_difference_are_refused(reads: Process, ws: Workspace, server: Server) -> None:
    put(ws, *(post(f"{n}", f"{NEAR} {n}") for n in range(70)))
    read(reads)

    class Unsteady(OpenAIEmbedder):
        def embed(self, texts: list[str], hurried: bool = False) -> np.ndarray:  # type: ignore[override]
            server.dimensions += 1
            return super().embed(texts, hurried)

    class Same(OpenAIEmbedder):
        def embed(self, texts: list[str], hurried: bool = False) -> np.ndarray:  # type: ignore[override]
            return np.ones((len(texts), 4), np.float32) / 2

    for wrong, sentence in ((Unsteady(server.provider("a")), "two lengths"), (Same(server.provider("b")), "cannot tell one kind")):
        with pytest.raises(UserError, match=sentence):
            read_postings(ws.warehouse, wrong, 100)


def test_without_a_model_nothing_is_read(opened: Process) -> None:
    assert tasks.run(opened, "embed_postings").sentence == "No model for comparing meaning is set up; words alone are compared."
    assert meaning_state(opened.workspace("local")) == () and meaning_reader(opened.workspace("local")) is None


# --- whose it is ---------------------------------------------------------------------------------------------------


def test_nothing_of_a_person_is_stored_and_erasing_takes_the_own_postings_along(no_sample: None, home: Path, server: Server) -> None:
    hosted = Process(Settings(home=home, mode="hosted"), now=lambda: NOW, embeddings=server.embeddings()).open()
    anna, ben = hosted.workspace("anna"), hosted.workspace("ben")
    put(anna, post("mine", NEAR))
    put(ben, post("his", FAR))
    read(hosted)
    people = {one.owner: one.records.add_profile("Developer", resume(), preferences=wishes()) for one in (anna, ben)}
    assert set(listed(anna, people["anna"])) == {"mine"} and set(listed(ben, people["ben"])) == {"his"}
    source = server.embeddings().embedder.source
    assert vectors.of_postings(ben.market, ["mine", "his"], source).ids.to_pylist() == ["his"]
    with pytest.raises(ValueError):
        vectors.of_layer(ben.market, "anna", source)
    with hosted.workspace("").warehouse.read() as cursor:
        assert cursor.execute("SELECT count(*) FROM vector").fetchone() == (2,)
        texts = " ".join(str(row) for row in cursor.execute("SELECT source, digest, octet_length(numbers) FROM vector").fetchall())
    assert "anna" not in texts and not tasks.run(hosted, "embed_postings", "anna").ok
    asked = len(server.sent)
    anna.erase()
    assert len(digests(ben)) == 1 and set(listed(ben, people["ben"])) == {"his"} and len(server.sent) == asked
    again = anna.records.add_profile("Developer", resume(), preferences=wishes())
    put(anna, post("mine", NEAR))
    listed(anna, again)
    assert len(server.sent) == asked + 1
    hosted.close()
