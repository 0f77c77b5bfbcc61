"""How well the scores fit this person: their own marks beside the scores, and ten postings to rate without seeing a score."""

from __future__ import annotations

import streamlit as st

from core.matching import quality as judging
from core.matching.quality import EACH, ENOUGH, ROUND, SAMPLE, THRESHOLD, Mean, Quality, Response, Share
from core.store import StoredProfile
from core.warehouse.market import StoredPosting
from core.workspace import Workspace
from pages.ui import posting, proving, words
from pages.ui.safe import label, plain

_ROUND = "matches_rating_round"
RATED = {"interested": "Interested", "hidden": "Not for me"}


def scores_and_marks(ws: Workspace, profile: StoredProfile) -> None:
    """The view on demand: closed, it costs nothing."""
    more = st.expander("How well do the scores fit you?", key="matches_quality", on_change="rerun", icon=":material/balance:")
    if more.open:
        with more:
            _open(ws, profile)


def _open(ws: Workspace, profile: StoredProfile) -> None:
    with st.spinner("Scoring what you marked"):
        found = judging.quality(ws, profile)
    st.markdown("\n".join(f"- {one}" for one in told(found)))
    if found.marked >= ENOUGH:
        proving.table(rows(found), "scores-and-marks.csv")
    st.caption(f"Your own marks alone: interested and applied count as liked, hidden as put away. n = {found.marked:,}; 95 % intervals.")
    _rating(ws, profile)


def told(found: Quality) -> list[str]:
    """What the marks say, in sentences of Markdown; what cannot be said yet names what it needs."""
    if found.marked < ENOUGH:
        marked, more = words.count(found.marked, "posting"), ENOUGH - found.marked
        return [f"You have marked {marked}; with {more} more this can be said. Mark what interests you, and hide the rest."]
    return [_agreement(found), _averages(found), _put_away(found), _missed(found)]


def rows(found: Quality) -> list[dict[str, object]]:
    """A row a band of scores."""
    return [
        {"Score": _band(one), "Marked": one.liked.n, "Liked": one.liked.hits, "Share liked": _percent(one.liked)}
        for one in reversed(found.responses)
    ]


def _agreement(found: Quality) -> str:
    if found.agreement is None:
        return f"To compare scores, mark at least {EACH} postings that you like and hide {EACH} that you do not."
    chance, low, high = found.agreement
    span = f"({low:.0%} to {high:.0%}; chance alone gives 50%)"
    return f"A posting that you like scores higher than one you put away **{chance:.0%}** of the time {span}."


def _averages(found: Quality) -> str:
    liked, put_away = _mean(found.liked), _mean(found.put_away)
    return f"Average score: {_mean(found.average)} of all you marked, {liked} of those you like, {put_away} of those you put away."


def _put_away(found: Quality) -> str:
    one = found.false_positives
    if one.value is None:
        return f"How many high scores do not fit you: {_too_few(one)}."
    return f"Of {one.n:,} marked postings from {THRESHOLD:.0f} on you put away {one.hits:,}: {_percent(one)}."


def _missed(found: Quality) -> str:
    one = found.false_negatives
    if one.value is None or found.missed is None:
        return f"What low scores miss: {_too_few(one)} of the random sample below {THRESHOLD:.0f}; rate some of it here."
    few, many = found.missed
    return (
        f"Of {one.n:,} rated postings of the random sample below {THRESHOLD:.0f} you like {one.hits:,}: {_percent(one)}. Among the "
        f"{found.below:,} openings below, that would be {few:,} to {many:,}."
    )


def _rating(ws: Workspace, profile: StoredProfile) -> None:
    """Ten postings of the sample, the score left out, so that it cannot sway."""
    kept: list[str] = st.session_state.get(_ROUND, [])
    drawn = judging.sample(ws, profile)
    shown = [one for one in kept if one in drawn]
    if shown:
        stored = ws.market.postings(shown)
        st.markdown("**Would you want these?** They are drawn by chance from what scores too low to be shown.")
        for job_id in shown:
            if job_id in stored:
                _one(ws, stored[job_id])
    left = judging.to_rate(ws, profile, SAMPLE)
    rest = [one.id for one in left if one.id not in shown]
    if rest:
        verb = "Rate ten more" if shown else f"Rate {min(ROUND, len(rest))} postings that score below {THRESHOLD:.0f}"
        st.button(verb, on_click=_next, args=(rest[:ROUND],), key="matches_rate", icon=":material/thumbs_up_down:")
    elif not shown:
        st.caption(
            "The whole random sample is rated." if drawn else f"No posting scores below {THRESHOLD:.0f}, so there is nothing to rate."
        )


@st.fragment
def _one(ws: Workspace, stored: StoredPosting) -> None:
    action = ws.records.actions([stored.id]).get(stored.id)
    marked = next((mark for mark in RATED if action and getattr(action, mark)), None)
    key = f"matches_rate_{stored.id}"
    with st.container(border=True):
        link = posting.link(stored)
        asked = ", ".join(plain(name, 40) for name in stored.facts.required[:8])
        lines = [f"**{plain(stored.posting.title, 120)}**", posting.facts_line(stored), f"Asks for {asked}" if asked else "", link]
        st.markdown("  \n".join(line for line in lines if line), anchors=False)
        st.pills(
            f"Your rating of {label(stored.posting.title)}", list(RATED), default=marked, format_func=RATED.__getitem__, key=key,
            label_visibility="collapsed", on_change=_rate, args=(ws, stored.id, key),
        )  # fmt: skip


def _rate(ws: Workspace, job_id: str, key: str) -> None:
    chosen = st.session_state[key]
    ws.records.act(job_id, {"interested": chosen == "interested", "hidden": chosen == "hidden"})


def _next(ids: list[str]) -> None:
    st.session_state[_ROUND] = ids


def _band(one: Response) -> str:
    return f"{one.low:.0f} to {min(one.high, 100):.0f}"


def _mean(one: Mean) -> str:
    if one.value is None:
        return f"not known yet (n = {one.n})"
    return f"**{one.value:.0f}** ({one.low:.0f} to {one.high:.0f}, n = {one.n:,})"


def _percent(one: Share) -> str:
    if one.value is None:
        return f"too few (n = {one.n})"
    return f"{one.value:.0%} ({one.low:.0%} to {one.high:.0%})"


def _too_few(one: Share) -> str:
    return f"not known yet, {one.n} of at least {ENOUGH} marks"
