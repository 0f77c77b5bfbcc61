"""Feedback on an answer of 250 words beside finding the skills in it."""

from __future__ import annotations

from datetime import date

from benchmarks.figures import Figure, seconds
from core.interview import judge
from core.resume import read_file
from core.sample import resumes
from core.skills import extract

QUESTION = "Tell me about a time you changed how something was done on your ward."
STORY = """In November 2022 our handover on the ward took forty minutes, and twice a patient's allergy was not said at all.
My manager asked me to bring it under twenty minutes before the new year without losing anything that matters.
I sat through ten handovers with a stop watch, wrote down what was said twice, and asked three colleagues what they really
needed at seven in the morning. Then I drew a sheet with five lines for each patient, tried it with two nurses on the quiet side
of the corridor, and changed the order after they complained that the pain score stood too far down. I printed it on yellow paper,
put it on every clipboard and stood beside the night shift for a week.
"""
ROUNDS = 60
TODAY = date(2026, 11, 2)


def answer(words: int = 250) -> str:
    """The story told on until it has this many words."""
    said = STORY.split()
    return " ".join((said * (words // len(said) + 1))[:words]) + "."


def run() -> list[Figure]:
    """The ratio and the median, without a resume and held against one."""
    text = answer()
    file = next(person for person in resumes() if person.kind == "txt").path
    _, record = read_file(file.read_bytes(), file.name, TODAY)
    skills = seconds(lambda: extract(text), ROUNDS)
    bare = seconds(lambda: judge(QUESTION, text, today=TODAY), ROUNDS)
    held = seconds(lambda: judge(QUESTION, text, resume=record, today=TODAY), ROUNDS)
    return [
        Figure("feedback on 250 words", bare / skills, "x", 10, "finding the skills in the same words"),
        Figure("feedback held against a resume", held / skills, "x", 10, "finding the skills in the same words"),
        Figure("feedback on 250 words, median", bare * 1000, "ms", 50),
        Figure("feedback held against a resume, median", held * 1000, "ms", 50),
    ]
