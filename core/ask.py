"""Recipes: a prompt, a result type and the local function that is its specification.

Providers join behind `ask`; the local function answers whenever there is none, and is deterministic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Recipe(Generic[T]):
    """`prompt` names a file in prompts/, `result` the type of the answer, `local` makes it without a model."""

    prompt: str
    result: type[T]
    local: Callable[..., T]


@dataclass(frozen=True)
class Answer(Generic[T]):
    """A value and where it comes from; `note` is shown to the person, `prompt` is `name@version`, `cost` in US dollars."""

    value: T
    source: Literal["local", "model"] = "local"
    note: str = ""
    prompt: str = ""
    cost: float | None = 0.0


def ask(recipe: Recipe[T], inputs: Mapping[str, Any]) -> Answer[T]:
    """Answer by the local function, checked against the recipe's type."""
    value = recipe.local(**inputs)
    if not isinstance(value, recipe.result):
        raise TypeError(f"{recipe.prompt}: the local function gave {type(value).__name__}, not {recipe.result.__name__}")
    return Answer(value)
