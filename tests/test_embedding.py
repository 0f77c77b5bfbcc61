"""Vectors from a real server: what is sent, what comes back, everything that can go wrong; the settings that name it."""

from __future__ import annotations

import json
import logging

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import embedding
from core.embedding import BATCH, RESTS, Embeddings, OpenAIEmbedder, from_settings, vectors
from core.errors import ProviderError, UserError
from core.settings import OPENAI, Provider, Settings
from tests.embedding_server import KEY, Answer, Server, cut_off, fails, numbers, says, stalls


def test_texts_become_rows_of_length_one_in_their_order(server: Server) -> None:
    rows = OpenAIEmbedder(server.provider()).embed(["steel frames", "a ward of a hospital", "steel frames"])
    assert rows.shape == (3, 64) and rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    expected = np.array(numbers("a ward of a hospital"))
    np.testing.assert_allclose(rows[1], expected / np.linalg.norm(expected), atol=1e-6)
    assert (rows[0] == rows[2]).all() and server.keys == [f"Bearer {KEY}"]


def test_long_texts_are_cut_and_batches_bounded(server: Server) -> None:
    embedder = OpenAIEmbedder(server.provider())
    embedder.embed(["x" * 50_000])
    assert len(server.texts[0]) == embedding.LONGEST
    for texts in ([], ["x"] * (BATCH + 1)):
        with pytest.raises(ValueError):
            embedder.embed(texts)


WRONG = {
    "unauthorised": (fails(401), "did not accept the key"),
    "forbidden": (fails(403), "did not accept the key"),
    "no such model": (fails(404), "does not know the model"),
    "too many": (fails(429), "no more requests"),
    "broken": (fails(500), "the error 500"),
    "moved": (fails(307, location="http://127.0.0.1:9/v1/embeddings"), "the error 307"),
    "cut off": (cut_off, "could not be reached"),
    "not JSON": (fails(200, "<html>"), "cannot be used"),
    "an error in JSON": (says({"error": "model is loading"}), "cannot be used"),
    "another shape": (says([1, 2]), "cannot be used"),
    "two lengths": (says({"data": [{"index": 0, "embedding": [1.0, 2.0]}, {"index": 1, "embedding": [1.0]}]}), "cannot be used"),
    "too few": (says({"data": [{"index": 0, "embedding": [1.0, 2.0]}]}), "cannot be used"),
    "too many vectors": (says({"data": [{"index": n, "embedding": [1.0, 2.0]} for n in range(3)]}), "cannot be used"),
    "nothing": (says({"data": [{"index": n, "embedding": [0.0, 0.0]} for n in range(2)]}), "without a direction"),
    "words": (says({"data": [{"index": n, "embedding": ["a", "b"]} for n in range(2)]}), "cannot be used"),
}


@pytest.mark.parametrize("name", WRONG)
def test_every_failure_is_one_sentence_without_the_key(name: str, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="shortlist")
    answer, sentence = WRONG[name]
    server.next.append(answer)
    with pytest.raises(ProviderError) as error:
        OpenAIEmbedder(server.provider()).embed(["one", "two"], hurried=True)
    told = str(error.value)
    assert sentence in told and told.endswith(".") and server.address.split("/")[2] in told
    assert KEY not in told and KEY not in caplog.text and len(server.sent) == 1


def test_an_answer_that_comes_too_late(server: Server) -> None:
    server.next.append(stalls(1.0))
    with pytest.raises(ProviderError, match="did not answer in time"):
        OpenAIEmbedder(server.provider(), (0.2, 0.2)).embed(["one"], hurried=True)


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(ProviderError, match="could not be reached"):
        OpenAIEmbedder(Provider("m", "http://127.0.0.1:9/v1")).embed(["one"], hurried=True)


def test_the_background_tries_again(server: Server) -> None:
    soon: Answer = fails(429, retry_after_ms="1")
    server.next += [soon, soon]
    assert OpenAIEmbedder(server.provider()).embed(["one"]).shape == (1, 64) and len(server.sent) == 3


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=4), lambda inner: st.lists(inner) | st.dictionaries(
    st.sampled_from(["data", "index", "embedding"]), inner)))  # fmt: skip
def test_any_json_is_read_or_refused(value: object) -> None:
    try:
        rows = vectors(json.dumps(value).encode(), 1)
    except ValueError:
        return
    assert rows.shape[0] == 1


def test_a_persons_vector_is_made_once_and_forgotten(server: Server) -> None:
    kept = server.embeddings()
    first = kept.person("anna", "steel frames")
    assert kept.person("anna", "steel frames") is first and len(server.sent) == 1
    kept.person("ben", "steel frames")
    kept.forget("anna")
    kept.person("ben", "steel frames")
    assert len(server.sent) == 2
    kept.person("anna", "steel frames")
    assert len(server.sent) == 3


def test_people_in_memory_are_bounded(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "PEOPLE", 2)
    kept = server.embeddings()
    for text in ("one", "two", "one", "three", "one", "two"):
        kept.person("anna", text)
    assert server.texts == ["one", "two", "three", "two"]


def test_a_provider_that_failed_is_left_alone_for_a_while(server: Server) -> None:
    now = [0.0]
    kept = Embeddings(OpenAIEmbedder(server.provider()), lambda: now[0])
    server.next.append(fails(500))
    for _ in range(2):
        with pytest.raises(ProviderError, match="error 500"):
            kept.person("anna", "steel")
    assert len(server.sent) == 1 and "error 500" in kept.failure
    now[0] = RESTS
    assert kept.failure == "" and kept.person("anna", "steel").shape == (64,)


def test_what_is_read_of_a_layer_is_kept_while_its_state_is_the_same(server: Server) -> None:
    kept, made = server.embeddings(), []
    for state in (1, 1, 2):
        kept.kept("", state, lambda: made.append(1))
    assert len(made) == 2


# --- settings ------------------------------------------------------------------------------------------------------


def provider(**env: str) -> Provider | None:
    return Settings.from_env({"SHORTLIST_EMBEDDING_MODEL": "m", **env}).embedding


def test_it_is_off_unless_a_model_is_named() -> None:
    off = Settings.from_env({"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "ftp://x"})
    assert off.embedding is None and from_settings(off) is None


def test_the_key_and_the_address() -> None:
    assert provider(OPENAI_API_KEY="a", OPENAPI_KEY="b") == Provider("m", OPENAI, "a")
    assert provider(OPENAPI_KEY=" b ") == Provider("m", OPENAI, "b")
    assert provider(OPENAI_BASE_URL="http://localhost:11434/v1/") == Provider("m", "http://localhost:11434/v1")
    made = provider(OPENAI_API_KEY="a", OPENAI_BASE_URL="https://models.example/v1")
    assert made and made.host == "models.example" and "'a'" not in repr(made)


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/v1", "http://[::1]:1/v1", "http://192.168.1.7/v1", "http://10.0.0.1"])
def test_a_server_nearby_needs_no_key(address: str) -> None:
    assert provider(OPENAI_BASE_URL=address) == Provider("m", address)


@pytest.mark.parametrize(
    "address",
    ["http://models.example/v1", "http://8.8.8.8/v1", "ftp://localhost/v1", "https://k@models.example/v1", "https://models.example/?key=k",
     "localhost:11434", "https://", "http://[::1/v1"],
)  # fmt: skip
def test_texts_are_sent_over_https_or_to_a_server_nearby(address: str) -> None:
    with pytest.raises(UserError, match="OPENAI_BASE_URL"):
        provider(OPENAI_API_KEY="k", OPENAI_BASE_URL=address)


def test_a_model_elsewhere_needs_a_key() -> None:
    with pytest.raises(UserError, match="OPENAI_API_KEY"):
        provider()
