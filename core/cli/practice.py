"""The `interview` commands on stored practice interviews: starting one, listing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from core.cli.console import emit
from core.cli.handover import store

if TYPE_CHECKING:
    from core.workspace import Workspace

AsJson = Annotated[bool, typer.Option("--json", help="JSON lines (they always are).")]
Round = Literal["mixed", "screening", "behavioural", "knowledge", "case", "pay"]


def start(
    context: typer.Context,
    role: Annotated[str, typer.Option(help="The role to practise for.")] = "",
    job: Annotated[str, typer.Option(help="The id of a stored posting to practise for.")] = "",
    round: Annotated[Round, typer.Option(help="Which round of interviews.")] = "mixed",
    length: Annotated[int, typer.Option(min=1, max=12, help="How many questions.")] = 5,
    as_json: AsJson = False,
) -> None:
    """Choose the questions of an interview and store it. Example: python -m core interview start --role Electrician --length 3"""
    body: dict[str, Any] = {"role": role, "job_id": job, "round": round, "length": length}

    def here(ws: Workspace) -> dict[str, Any]:
        from core.api.interview_shapes import StartIn
        from core.api.interviews import begun

        return begun(ws, StartIn(**body)).model_dump(mode="json")

    emit([store(context.obj, here, lambda server: dict(server.send("/interviews", body)))])


def list_interviews(
    context: typer.Context, words: Annotated[str, typer.Option(help="Words that stand in them.")] = "", as_json: AsJson = False
) -> None:
    """The practice interviews, newest first. Example: python -m core interview list --words conflict"""

    def here(ws: Workspace) -> list[dict[str, Any]]:
        from core.api.interviews import listed

        return [line.model_dump(mode="json") for line in listed(ws, words)]

    emit(store(context.obj, here, lambda server: list(server.get("/interviews", words=words))))
