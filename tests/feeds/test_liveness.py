"""Whether a posting is still there: what its page says, what says nothing, and that the answer is kept."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest

from core import feeds
from core.errors import UserError
from core.feeds import Fetcher
from core.feeds.liveness import AGAIN, LIMIT, judge
from core.models import JobFacts, Posting
from core.process import Process
from core.settings import Settings
from core.warehouse.market import StoredPosting
from core.workspace import Workspace
from tests.conftest import NOW
from tests.feeds.conftest import Site

TODAY = date(2026, 11, 2)


def posting(link: str, sample: bool = False, job_id: str = "a" * 16) -> StoredPosting:
    return StoredPosting(job_id, Posting(title="Night Welder (m/f)", link=link), JobFacts(), sample, "o", NOW, NOW)


def page(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def linked(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "JobPosting", **fields})}</script>'


@pytest.mark.parametrize(
    ("html", "standing"),
    [
        (page("<h1>Night&nbsp;Welder</h1> (M/F) in Leeds"), "alive"),
        (page("<h1>Night Welder (m/f)</h1><p>This job is no longer available.</p>"), "gone"),
        (page("<h1>Night Welder (m/f)</h1>Die Stelle ist leider bereits besetzt"), "gone"),
        (page("<p>Cette offre n’est plus disponible</p>".replace("’", "'")), "gone"),
        (page("Night Welder (m/f)", linked(validThrough="2026-10-31T00:00:00Z")), "gone"),
        (page("Night Welder (m/f)", linked(validThrough="2026-12-31")), "alive"),
        (page("Night Welder (m/f)", linked(validThrough="soon")), "alive"),
        (page("Just a moment... checking your browser"), "unknown"),
        (page("<div id=root></div><script>var t = 'Night Welder m/f no longer available'</script>"), "unknown"),
        (page("All jobs: Baker, Nurse"), "unknown"),
        ("", "unknown"),
        ("<script type='application/ld+json'>{" + "[" * 100_000, "unknown"),
    ],
)
def test_what_a_page_says(html: str, standing: str) -> None:
    told, reason = judge(html, "Night Welder (m/f)", TODAY)
    assert told == standing and reason.endswith(".")


def test_a_title_of_signs_alone_is_never_alive() -> None:
    assert judge(page("C#"), "C#", TODAY)[0] == "unknown"


def test_the_page_is_asked_and_the_answer_kept(ws: Workspace, site: Site, fetcher: Fetcher) -> None:
    site.pages["/1"] = page("Night Welder m/f").encode()
    answer = feeds.check(ws, posting(f"{site.address}/1"), fetcher)
    assert (answer.standing, answer.at) == ("alive", NOW) and ws.records.checks.of(["a" * 16]) == {"a" * 16: answer}
    assert site.asked[0][1]["accept"].startswith("text/html")
    site.pages["/1"] = (404, {}, b"")
    assert feeds.check(ws, posting(f"{site.address}/1"), fetcher) == answer and len(site.asked) == 1


def test_later_the_page_is_asked_again(home: object, tmp_path: object, site: Site, fetcher: Fetcher) -> None:
    clock: list[datetime] = [NOW]
    process = Process(Settings(home=tmp_path / "later"), now=lambda: clock[0]).open()  # type: ignore[operator]
    ws = process.workspace("local")
    site.pages["/1"] = page("Night Welder m/f").encode()
    assert feeds.check(ws, posting(f"{site.address}/1"), fetcher).standing == "alive"
    clock[0], site.pages["/1"] = NOW + AGAIN, (410, {}, b"")
    answer = feeds.check(ws, posting(f"{site.address}/1"), fetcher)
    assert (answer.standing, answer.at) == ("gone", NOW + AGAIN) and "410" in answer.reason
    assert list(ws.records.checks.of()) == ["a" * 16]
    process.close()


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_a_refusal_tells_nothing(ws: Workspace, site: Site, fetcher: Fetcher, status: int) -> None:
    site.pages["/1"] = (status, {}, b"captcha")
    answer = feeds.check(ws, posting(f"{site.address}/1"), fetcher)
    assert answer.standing == "unknown" and "feed" not in answer.reason and str(status) in answer.reason


def test_private_addresses_and_dead_hosts_tell_nothing(ws: Workspace, site: Site) -> None:
    site.pages["/1"] = page("Night Welder m/f").encode()
    answer = feeds.check(ws, posting(f"{site.address}/1"), Fetcher(pause=0.0))
    assert answer.standing == "unknown" and "may be asked" in answer.reason and not site.asked
    gone = Fetcher(allow_private=True, pause=0.0, resolver=lambda host, port: [])
    assert feeds.check(ws, posting("https://nowhere.example/1", job_id="b" * 16), gone).standing == "unknown"


def test_a_page_too_large_is_not_read_to_its_end(ws: Workspace, site: Site, fetcher: Fetcher) -> None:
    site.pages["/1"] = b"Night Welder m/f" + b" " * LIMIT
    assert feeds.check(ws, posting(f"{site.address}/1"), fetcher).standing == "unknown"


@pytest.mark.parametrize("stored", [posting(""), posting("javascript:alert(1)"), posting("https://sample.invalid/1", sample=True)])
def test_what_has_no_page_is_not_asked(ws: Workspace, stored: StoredPosting, fetcher: Fetcher) -> None:
    with pytest.raises(UserError, match="no page"):
        feeds.check(ws, stored, fetcher)
    assert ws.records.checks.of() == {}


def test_answers_belong_to_their_owner_and_go_with_an_erase(ws: Workspace, site: Site, fetcher: Fetcher) -> None:
    site.pages["/1"] = page("Night Welder m/f").encode()
    feeds.check(ws, posting(f"{site.address}/1"), fetcher)
    assert ws.store.records("someone").checks.of() == {}
    ws.erase()
    assert ws.records.checks.of() == {} and timedelta() < AGAIN
