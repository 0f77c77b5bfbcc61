"""What the interface does, seen from outside."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from core.api import tokens
from core.api.door import OWNER_HEADER, Door, Pace
from core.api.errands import MOST_EACH, Busy, Errands
from core.errors import UserError
from core.process import Process, run_file
from core.settings import Settings
from core.workspace import Workspace
from tests.api.conftest import Owner

RESUME = """Ines Calder
Pastry chef
ines.calder@example.com

Experience
Pastry chef, Maison Brun, 2019 - 2023
- Led a team of 4 and cut waste by 20 %

Education
Diploma in Patisserie, Harbour College, 2018

Skills
Baking, Chocolate work, Team leadership
"""


def test_a_resume_comes_in_as_text_or_file_once(other: Owner) -> None:
    first = other("POST", "/profiles/parse-text", data={"resume_text": RESUME})
    assert first.status_code == 201 and first.json()["resume"]["basics"]["name"] == "Ines Calder"
    again = other("POST", "/profiles/parse-text", data={"resume_text": RESUME})
    assert again.status_code == 200 and again.json()["id"] == first.json()["id"]
    file = other("POST", "/profiles/upload-resume", files={"file": ("../../etc/ines.txt", RESUME.replace("Ines", "Inez").encode())})
    assert file.status_code == 201 and file.json()["resume"]["basics"]["name"] == "Inez Calder"
    assert file.json()["resume"]["meta"]["shortlist"]["documents"][0]["name"] == "ines.txt"
    row = other("GET", f"/profiles/{first.json()['id']}/columns").json()
    assert row["full_name"] == "Ines Calder" and row["companies"] == ["Maison Brun"] and row["graduation_years"] == ["2018"]
    for profile in other("GET", "/profiles").json():
        assert other("DELETE", f"/profiles/{profile['id']}").status_code == 204
    assert other("GET", "/profiles").json() == []


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\nnothing", b"PK\x03\x04" + b"\0" * 500, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600]
)
def test_a_file_that_cannot_be_read_stores_nothing(other: Owner, data: bytes) -> None:
    answer = other("POST", "/profiles/upload-resume", files={"file": ("cv.pdf", data)})
    assert answer.status_code == 422 and answer.json()["detail"].endswith(".")
    assert other("GET", "/profiles").json() == []


@pytest.mark.parametrize("data", [b"", b"\0\1\2", b'{"jobs": ', b"PK\x03\x04broken", b"a,b\n1,2\n"])
def test_an_errand_that_fails_says_why(other: Owner, data: bytes) -> None:
    errand = other.wait(other("POST", "/jobs", files={"file": ("feed.xml", data)}))
    assert errand["state"] == "failed" and errand["error"].endswith(".") and "log" not in errand["error"]


def test_a_stale_save_is_refused_and_shows_what_is_stored(someone: Owner) -> None:
    read = someone("GET", "/profiles/{profile_id}")
    change: dict[str, Any] = {"title": "First", "version": read.json()["version"]}
    saved = someone("PUT", "/profiles/{profile_id}", json=change)
    assert saved.status_code == 200 and saved.json()["title"] == "First"
    stale = someone("PUT", "/profiles/{profile_id}", json={"title": "Second"}, headers={"If-Match": read.headers["etag"]})
    assert stale.status_code == 409 and stale.json()["current"]["title"] == "First"
    fresh = someone("PUT", "/profiles/{profile_id}", json={"title": "Second"}, headers={"If-Match": saved.headers["etag"]})
    assert fresh.status_code == 200
    assert "Say which version" in someone("PUT", "/profiles/{profile_id}", json={"title": "Third"}).json()["detail"]


def test_values_that_cannot_be_right_are_not_saved(someone: Owner) -> None:
    profile = someone("GET", "/profiles/{profile_id}").json()
    profile["resume"]["basics"]["email"] = "nobody"
    answer = someone("PUT", "/profiles/{profile_id}", json={"version": profile["version"], "resume": profile["resume"]})
    assert answer.status_code == 422 and "not an e-mail address" in answer.json()["detail"]


@pytest.mark.parametrize("number", ["NaN", "1e999", "-Infinity", "1" + "0" * 400, "1" + "0" * 9000])
def test_numbers_that_json_cannot_hold_are_refused(someone: Owner, number: str) -> None:
    body = f'{{"version": 1, "preferences": {{"salary_min": {number}}}}}'
    answer = someone("PUT", "/profiles/{profile_id}", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422) and answer.json()["detail"].endswith(".")


def test_a_body_too_large_is_refused(someone: Owner) -> None:
    assert someone("PUT", "/profiles/{profile_id}", json={"title": "x" * 1_100_000}).status_code == 413
    assert someone("POST", "/profiles/upload-resume", files={"file": ("cv.pdf", b"x" * 10_200_000)}).status_code == 413
    parts = (b"x" * 500_000 for _ in range(4))
    assert someone("PUT", "/profiles/{profile_id}", content=parts, headers={"Content-Type": "application/json"}).status_code == 413


def test_jobs_beside_each_other(someone: Owner) -> None:
    found = someone("GET", "/profiles/{profile_id}/matches", params={"min_score": 0}).json()["items"]
    ids = [one["job"]["id"] for one in found]
    compared = someone("GET", "/profiles/{profile_id}/compare", params={"ids": ids[::-1]}).json()
    assert [(one["rank"], one["job"]["id"], one["score"]) for one in compared] == [
        (rank, one["job"]["id"], one["score"]) for rank, one in enumerate(found, start=1)
    ]
    assert all({"held", "missing", "missing_plus", "facts"} <= one.keys() for one in compared)
    assert someone("GET", "/profiles/{profile_id}/compare", params={"ids": [*ids, "0" * 16]}).status_code == 404
    for wrong in ([], ["0" * 16] * 5, ["x"]):
        assert someone("GET", "/profiles/{profile_id}/compare", params={"ids": wrong}).status_code == 422


def test_hidden_companies_leave_the_matches(someone: Owner) -> None:
    assert someone("GET", "/hidden-companies").json() == []
    assert someone("POST", "/hidden-companies", json={"name": "Somewhere Ltd"}).json() == ["Somewhere Ltd"]
    assert someone("POST", "/hidden-companies", json={"name": "SOMEWHERE"}).json() == ["Somewhere Ltd"]
    assert someone("POST", "/hidden-companies", json={"name": "?!"}).status_code == 422
    assert someone("DELETE", "/hidden-companies", params={"name": "somewhere"}).json() == []


def test_scores_beside_marks(someone: Owner) -> None:
    told = someone("GET", "/profiles/{profile_id}/quality").json()
    assert told["agreement"] is None and told["missed"] is None and len(told["responses"]) == 5


def test_a_page_that_cannot_be_asked_is_an_errand_that_says_why(someone: Owner) -> None:
    errand = someone.wait(someone("POST", "/jobs/{job_id}/check"))
    assert errand["state"] == "failed" and "no page that could be asked" in errand["error"]


def test_matches_by_level_contract_and_permit(someone: Owner) -> None:
    for wrong in ({"level": "boss"}, {"contract": "none"}, {"permit": "perhaps"}):
        assert someone("GET", "/profiles/{profile_id}/matches", params=wrong).status_code == 422
    wanted = {"min_score": 0, "level": ["senior", "lead"], "contract": ["full-time"], "permit": "not refused"}
    assert someone("GET", "/profiles/{profile_id}/matches", params=wanted).json()["total"] == 0


def test_matches_marks_and_lessons(someone: Owner) -> None:
    found = someone("GET", "/profiles/{profile_id}/matches", params={"min_score": 0, "limit": 10}).json()
    assert found["total"] == len(found["items"]) == 2 and not found["sample"]
    best = next(match for match in found["items"] if match["job"]["title"] == "Theatre nurse")
    detail = someone("GET", f"/profiles/{{profile_id}}/matches/{best['job']['id']}").json()
    same = ("score", "band", "confidence", "parts", "reasons", "gaps")
    assert [detail[name] for name in same] == [best[name] for name in same] and "surgeons" in detail["posting"]["description"]
    path = f"/profiles/{{profile_id}}/matches/{best['job']['id']}"
    assert someone("PUT", path, json={"interested": True, "feedback": "yes"}).json()["interested"]
    assert someone("PUT", path, json={"applied": True}).json() == {"interested": True, "applied": True, "hidden": False, "feedback": "yes"}
    only = someone("GET", "/profiles/{profile_id}/matches", params={"only": "applied", "min_score": 0}).json()
    assert [one["marks"]["applied"] for one in only["items"]] == [True]
    assert isinstance(someone("GET", "/profiles/{profile_id}/learn").json(), list)
    kept = json.loads(someone("GET", "/export-all").content)
    assert kept["actions"][0]["job_id"] == best["job"]["id"]


def test_jobs_are_paged_and_filtered(someone: Owner) -> None:
    assert someone("GET", "/jobs", params={"limit": 1}).json()["total"] == 2
    one, two = (someone("GET", "/jobs", params={"limit": 1, "skip": skip}).json()["items"][0]["id"] for skip in (0, 1))
    assert one != two
    assert someone("GET", "/jobs", params={"words": "BREAD"}).json() == {"items": [], "total": 0}
    assert someone("GET", "/jobs", params={"source": "jobs.csv", "days": 1}).json()["total"] == 2
    assert someone("GET", "/jobs", params={"sample": True, "remote": "remote"}).json()["total"] > 100


def test_a_pasted_job_is_stored_at_once(someone: Owner) -> None:
    text = "Night porter\nHotel Ostrava, Leeds\nYou keep the desk from ten to six, greet late guests and lock the doors.\n" * 2
    added = someone("POST", "/jobs", data={"text": text, "title": "Night porter"})
    assert added.status_code == 201 and added.json()["posting"]["title"] == "Night porter"
    assert someone("POST", "/jobs", data={"text": text, "title": "Night porter"}).status_code == 200
    assert someone("GET", added.headers["location"].removeprefix("/api/v1")).json()["id"] == added.json()["id"]


def test_job_descriptions_are_read_without_storing_them(someone: Owner, other: Owner) -> None:
    text = "Pastry chef\nRequirements\n- 3+ years of experience with chocolate work and baking\nSalary: €30,000 - €36,000 per year\nBerlin"
    before = someone("GET", "/jobs").json()["total"]
    told = someone("POST", "/jobs/analyse", json={"texts": [text, text + " and more"], "profile_id": someone.ids["profile_id"]}).json()
    assert len(told) == 2 and 0 <= told[0]["match"]["score"] <= 100
    years = next(one for one in told[0]["statements"] if one["fact"] == "years")
    assert years["value"] == "3" and 0 < years["confidence"] <= 1 and "3+ years" in years["quote"]
    assert someone("GET", "/jobs").json()["total"] == before
    assert other("POST", "/jobs/analyse", json={"texts": [text], "profile_id": someone.ids["profile_id"]}).status_code == 404
    assert someone("POST", "/jobs/analyse", json={"texts": [text]}).json()[0]["match"] is None
    assert "too short" in someone("POST", "/jobs/analyse", json={"texts": ["short"]}).json()["detail"]


def test_scoring_on_demand_scores_the_new_postings(someone: Owner, other: Owner) -> None:
    done = someone.wait(someone("POST", "/score-jobs", params={"job_limit": 1}))
    assert done["result"]["scored"] == 1 and done["result"]["new"] >= 2
    assert "no profile" in other.wait(other("POST", "/score-jobs"))["error"]


def test_a_task_runs_for_its_caller_alone(someone: Owner, other: Owner) -> None:
    names = [task["name"] for task in someone("GET", "/tasks").json()]
    assert "score_new" in names and "refresh_feeds" in names
    done = someone.wait(someone("POST", "/tasks/score_new/run", params={"job_limit": 3}))
    assert done["result"]["ok"] and "new postings scored" in done["result"]["sentence"]
    assert someone("GET", "/tasks/score_new").json()["runs"][0]["sentence"] == done["result"]["sentence"]
    assert other("GET", "/tasks/score_new").json()["runs"] == []
    assert "takes no days_back" in someone("POST", "/tasks/clean_scores/run", params={"days_back": 1}).json()["detail"]
    assert someone("POST", "/tasks/score_new/run", params={"everyone": True}).status_code == 403


def test_feeds_are_refreshed_on_demand(other: Owner) -> None:
    done = other.wait(other("POST", "/jobs/refresh"))
    assert done["result"]["feeds"] == 0 and done["result"]["sentence"] == "No feed is switched on."


def test_the_operator_sees_who_is_there(admin: Owner, someone: Owner) -> None:
    users = admin("GET", "/users", params={"skip": 0, "limit": 100}).json()
    assert {"owner": "someone", "profiles": 1} in users
    assert admin("GET", "/users", params={"skip": len(users)}).json() == []


def test_the_page_of_routes_needs_no_script_and_no_other_host(client: TestClient) -> None:
    page = client.get("/api/docs")
    assert page.status_code == 200 and "default-src 'none'" in page.headers["content-security-policy"]
    assert "<script" not in page.text and "https://" not in page.text and "/profiles/{profile_id}/matches" in page.text
    links = {part.split('"')[0] for part in page.text.split('href="#')[1:]}
    assert links and all(f'id="{link}"' in page.text for link in links)
    assert client.get("/api/docs.css").headers["content-type"].startswith("text/css")


def test_before_the_data_is_open_the_interface_waits(someone: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.process.is_ready", lambda: False)
    assert someone.client.get("/api/health").status_code == someone("GET", "/profiles").status_code == 503


# --- the parts ---------------------------------------------------------------------------------------------------------


def test_the_local_persons_token_can_be_shown_and_renewed(ws: Workspace) -> None:
    assert tokens.token(ws) is None
    tokens.first(ws)
    first = tokens.token(ws)
    tokens.first(ws)
    assert first and tokens.token(ws) == first and ws.store.tokens.owner_of(first) == "local"
    second = tokens.make(ws)
    assert tokens.token(ws) == second and ws.store.tokens.owner_of(first) is None
    tokens.revoke(ws)
    tokens.first(ws)
    assert ws.store.tokens.owner_of(second) is None and tokens.made(ws) is None


def test_a_visitors_token_is_shown_once_and_erased_with_them(tmp_path: Any) -> None:
    process = Process(Settings(home=tmp_path, mode="hosted")).open()
    visitor = process.workspace("v1")
    token = tokens.make(visitor)
    assert tokens.token(visitor) is None and tokens.made(visitor) and process.store.tokens.owner_of(token) == "v1"
    visitor.erase()
    assert process.store.tokens.owner_of(token) is None
    stored = (tmp_path / "records.sqlite").read_bytes() + (tmp_path / "records.sqlite-wal").read_bytes()
    assert token.encode() not in stored
    process.close()


def test_the_run_files_token_is_good_on_this_machine_alone(opened: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    opened.announce("http://127.0.0.1:1")
    said = run_file(opened.settings.home)
    monkeypatch.setattr("core.process.current", lambda: opened)
    assert said
    headers = {"authorization": f"bearer {said.token}", OWNER_HEADER: "someone"}
    here, elsewhere = Door().caller(headers, "127.0.0.1"), Door().caller(headers, "192.0.2.7")
    assert here and here.owner == "someone" and here.trusted and elsewhere is None
    opened.close()
    assert run_file(opened.settings.home) is None


def test_too_many_requests_a_minute_wait() -> None:
    now = [0.0]
    pace = Pace(3, clock=lambda: now[0])
    assert [pace.allows("a") for _ in range(4)] == [True, True, True, False] and pace.allows("b")
    now[0] = 61
    assert pace.allows("a")


def test_errands_are_bounded_and_bugs_are_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    import threading

    go, errands = threading.Event(), Errands()
    waiting = [errands.start("a", "one", lambda _: {"waited": go.wait(5)}) for _ in range(MOST_EACH)]
    with pytest.raises(Busy):
        errands.start("a", "one more", lambda _: {})
    failing = errands.start("b", "bug", lambda _: {"x": 1 // 0})
    assert errands.find("b", waiting[0].id) is None and errands.find("a", waiting[0].id) is waiting[0]
    go.set()
    errands.close()
    assert [one.state for one in waiting] == ["done"] * MOST_EACH
    assert failing.state == "failed" and "division" not in (failing.error or "") and "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("token", ["short", "x" * 15])
def test_an_operators_token_that_can_be_guessed_is_refused(token: str) -> None:
    with pytest.raises(UserError, match="SHORTLIST_ADMIN_TOKEN"):
        Settings.from_env({"SHORTLIST_ADMIN_TOKEN": token})
