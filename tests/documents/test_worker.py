"""The child process: answers, refusals, and what happens when it hangs, explodes or dies."""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Iterator

import pytest

from core import documents
from core.documents import worker
from core.errors import UserError
from core.models import Document
from tests.documents.making import resume_pdf


@pytest.fixture(scope="module")
def child() -> Iterator[worker.Child]:
    child = worker.Child()
    yield child
    child.close()


def run(child: worker.Child, call: object, *args: object, seconds: float = 20, memory_mb: int = worker.MEMORY_MB) -> object:
    return child.run(call, args, seconds, memory_mb)  # type: ignore[arg-type]


def test_a_document_comes_back_whole(child: worker.Child) -> None:
    document = run(child, documents.read, resume_pdf(), "cv.pdf")
    assert isinstance(document, Document)
    assert document == documents.read(resume_pdf(), "cv.pdf")


def test_a_refusal_comes_back_as_its_sentence(child: worker.Child) -> None:
    with pytest.raises(UserError, match="The file is empty"):
        run(child, documents.read, b"")


def test_a_call_that_hangs_is_cut_off_and_the_next_one_works(child: worker.Child) -> None:
    with pytest.raises(UserError, match="too long"):
        run(child, time.sleep, 60, seconds=0.5)
    assert run(child, abs, -3) == 3


def test_a_call_that_dies_is_one_sentence_and_the_next_one_works(child: worker.Child) -> None:
    with pytest.raises(UserError, match="stopped the reader"):
        run(child, os.abort)
    assert run(child, abs, -3) == 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system sets no memory limit")
def test_a_call_that_wants_too_much_memory_is_refused(child: worker.Child) -> None:
    with pytest.raises(UserError, match="memory"):
        run(child, bytearray, 3_000_000_000)
    assert run(child, abs, -3) == 3


def test_an_answer_cannot_bring_code_along(child: worker.Child) -> None:
    with pytest.raises(UserError, match="stopped the reader"):
        run(child, pickle.loads, b"cos\ngetcwd\n.")


def test_the_child_does_not_see_the_keys_of_the_parent(child: worker.Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    child.close()
    assert run(child, os.getenv, "OPENAI_API_KEY") is None


def test_a_child_is_replaced_after_its_share_of_files(child: worker.Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "FILES_PER_CHILD", 2)
    child.close()
    first = [run(child, os.getpid) for _ in range(2)]
    assert first[0] == first[1] != run(child, os.getpid)


def test_a_batch_keeps_its_order_and_goes_on_after_a_failure() -> None:
    results = list(worker.run_many(documents.read, [(b"Nora Feld",), (b"",), (resume_pdf(),)], jobs=2))
    assert [getattr(result, "kind", None) for result in results] == ["txt", None, "pdf"]
    assert isinstance(results[1], UserError)
