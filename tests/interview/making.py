"""An engine whose judgement the tests decide, and an answer to give."""

from __future__ import annotations

from typing import Any

import pytest

from core import interview as engine
from core.ask import Recipe
from core.interview.shapes import Asked, Evidence, Feedback, FollowUp

ANSWER = "In March 2025 the rota had two gaps. I was asked to close them. I called four colleagues and swapped my shift. Both were filled."
HOSTILE = (
    "![x](http://evil.example/p.png) <img src=x onerror=alert(1)> [a](javascript:alert(1)) $x$ :red[y] \u202e\u200b`z` {{7*7}} ${HOME}"
)


class Judge:
    """Says what it is told to say, and remembers what it was asked."""

    def __init__(self, *scores: float, asks: Asked = "none") -> None:
        self.scores, self.asks, self.asked = list(scores) or [60.0], asks, list[dict[str, Any]]()

    def __call__(self, *, question: str, answer: str, **rest: Any) -> Feedback:
        self.asked.append({"question": question, "answer": answer, **rest})
        score = self.scores.pop(0) if len(self.scores) > 1 else self.scores[0]
        quote = answer[: min(8, len(answer))]
        return Feedback(
            score=score,
            evidence=[Evidence(quote=quote, start=0, end=len(quote), part="evidence", effect="Says how many.", points=4)],
            follow_up=FollowUp(text=f"And the {self.asks}?", why="It is not told.", kind=self.asks),
            version="test",
        )


class Killed(BaseException):
    """The process ends here."""


def killed(*_: Any, **__: Any) -> Feedback:
    """An engine that never comes to an end."""
    raise Killed


def use(monkeypatch: pytest.MonkeyPatch, judge: Any) -> None:
    """Let this engine judge."""
    monkeypatch.setattr(engine, "JUDGE", Recipe("judge_answer", Feedback, judge))
