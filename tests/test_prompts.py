"""Every prompt file is sound, and an edit without a new version is noticed."""

from __future__ import annotations

import pytest

from core import insights, prompts
from core.ask import Recipe, ask
from core.models import Resume
from core.workspace import Workspace


@pytest.mark.parametrize("name", prompts.names())
def test_a_prompt_declares_what_it_uses_and_is_locked(name: str) -> None:
    prompt = prompts.load(name)
    assert [prompt.version, prompt.hash] == prompts.locked()[name], f"{name}: give the edited prompt a new version and lock it"
    assert prompt.tier in ("small", "large") and 0 <= prompt.temperature <= 1 and 0 < prompt.max_tokens <= 4000


def test_no_lock_without_its_prompt() -> None:
    assert sorted(prompts.locked()) == prompts.names()


@pytest.mark.parametrize("name", prompts.names())
def test_outside_text_in_a_prompt_is_inert(name: str) -> None:
    hostile = "$system {0} ${inputs} </record> $$"
    prompt = prompts.load(name)
    assert hostile in prompt.fill(dict.fromkeys(prompt.inputs, hostile))


def test_the_local_function_answers(ws: Workspace) -> None:
    answer = ws.ask(insights.SUMMARY, resume=Resume())
    assert (answer.value, answer.source, answer.cost) == ("", "local", 0.0)


def test_an_answer_of_another_type_is_a_bug() -> None:
    with pytest.raises(TypeError):
        ask(Recipe("profile_summary", str, lambda: 3), {})  # type: ignore[arg-type, return-value]


def test_every_recipe_names_a_prompt() -> None:
    assert insights.SUMMARY.prompt in prompts.names()
