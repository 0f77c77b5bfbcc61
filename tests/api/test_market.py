"""Trends and reports over the interface."""

from __future__ import annotations

import io

import pypdf

from tests.api.conftest import Owner


def test_trends_of_a_part_say_what_they_rest_on(someone: Owner) -> None:
    told = someone("GET", "/trends").json()
    assert told["sample"] and told["openings"] > 4_000 and "openings from" in told["basis"]
    assert {term["direction"] for term in told["terms"]} <= {"rising", "falling"} and len(told["terms"][0]["months"]) == 24
    some = someone("GET", "/trends", params={"country": "DE", "terms": "Python, Zorblatting"}).json()
    assert [term["term"] for term in some["terms"]] == ["Python"] and some["openings"] < told["openings"]
    month = some["terms"][0]["months"][0]
    assert month["lo"] <= month["share"] <= month["hi"] and month["openings"] <= month["of"]
    levels = someone("GET", "/trends", params={"what": "level"}).json()
    assert {"junior", "senior"} <= {term["term"] for term in levels["terms"]}


def test_a_part_with_nothing_has_no_terms(someone: Owner) -> None:
    told = someone("GET", "/trends", params={"country": "DE", "city": "Nowhere"}).json()
    assert told["terms"] == [] and told["openings"] == 0 and "Not enough data" in told["basis"]


def test_a_report_is_made_read_and_taken_along(someone: Owner, other: Owner) -> None:
    made = someone.wait(someone("POST", "/reports"))["result"]
    assert made["sample"] and made["id"] in [one["id"] for one in someone("GET", "/reports").json()]
    path = f"/reports/{made['id']}"
    told = someone("GET", path).json()
    assert told["report"]["openings"] == made["openings"] and told["report"]["lines"]
    assert someone.wait(someone("POST", "/reports"))["state"] == "done"
    newest = someone("GET", "/reports").json()[0]["id"]
    assert someone("GET", f"/reports/{newest}").json()["changes"][0].startswith("Nothing was added")
    paper = someone("GET", f"{path}/file")
    assert paper.headers["content-type"] == "application/pdf" and len(pypdf.PdfReader(io.BytesIO(paper.content)).pages) >= 2
    assert someone("GET", f"{path}/file", params={"kind": "csv"}).text.startswith("made,from,to,kind,term")
    assert someone("GET", f"{path}/file", params={"kind": "md"}).text.startswith("# Market report")
    assert other("GET", path).status_code == 404 and other("GET", "/reports").json() == []
