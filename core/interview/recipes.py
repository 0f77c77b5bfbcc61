"""The two recipes of interview practice; `ws.ask` answers them by the local functions."""

from core.ask import Recipe
from core.interview.judging import judge
from core.interview.outlining import outline
from core.interview.shapes import Feedback, Outline

JUDGE = Recipe("judge_answer", Feedback, judge)
OUTLINE = Recipe("outline_answer", Outline, outline)
