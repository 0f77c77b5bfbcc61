"""Pay over the interface: estimates and offers, refusals in sentences, another's profile unseen."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from core import process
from core.salary import storing, train
from tests.api.conftest import Owner
from tests.salary.market import rows

NURSE = {"title": "Senior Nurse", "location": "Germany", "skills": ["Python"]}


@pytest.fixture(scope="module")
def fitted(client: TestClient) -> None:
    """A model in the data folder."""
    storing.save(train(rows(900)), process.current().settings.home)


def test_without_a_model_it_says_how_to_get_one(client: TestClient, someone: Owner) -> None:
    answer = someone("GET", "/salary/estimate", params={"title": "Nurse"})
    assert answer.status_code == 422 and "refit_salary" in answer.json()["detail"]


def test_an_estimate(fitted: None, someone: Owner) -> None:
    asked = {"title": "Nurse", "location": "Germany", "skills": ["python", "SQL"], "level": "senior", "years": 7}
    found = someone("GET", "/salary/estimate", params=asked).json()
    assert found["lo90"] <= found["lo80"] < found["median"] < found["hi80"] <= found["hi90"]
    assert found["currency"] == "EUR" and found["n"] >= 30 and 0.5 < found["coverage80"] < 1
    dollars = someone("GET", "/salary/estimate", params={**asked, "currency": "usd"}).json()
    assert dollars["currency"] == "USD" and dollars["median"] != found["median"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": "Lighthouse Keeper"}, "at least 30"),
        ({"location": "Nowhere at all"}, "no place that is known"),
        ({"currency": "XXX"}, "no exchange rate"),
        ({"years": "nan"}, "years"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_estimated_is_told(fitted: None, someone: Owner, change: dict[str, Any], said: str) -> None:
    answer = someone("GET", "/salary/estimate", params={"title": "Nurse", "location": "Germany", **change})
    assert answer.status_code == 422 and said in answer.json()["detail"]


def test_an_offer_among_like_jobs(fitted: None, someone: Owner) -> None:
    offer = {"job": NURSE, "base": 4_000, "currency": "eur", "period": "month", "bonus": 2_000, "profile_id": someone.ids["profile_id"]}
    card = someone("POST", "/salary/offer", json=offer).json()
    assert (card["base"], card["total"]) == (48_000, 50_000) and 0 < card["place"] < 1
    assert card["estimate"]["currency"] == "EUR" and card["notes"] and card["facts"]
    assert all(fact["pointer"] for fact in card["facts"])
    plain = someone("POST", "/salary/offer", json={"job": NURSE, "base": 48_000, "currency": "EUR"}).json()
    assert plain["place"] == card["place"] and plain["facts"] == []


def test_an_offer_uses_no_profile_of_another(fitted: None, someone: Owner, other: Owner) -> None:
    offer = {"job": NURSE, "base": 48_000, "currency": "EUR", "profile_id": someone.ids["profile_id"]}
    assert other("POST", "/salary/offer", json=offer).status_code == 404
    assert someone("POST", "/salary/offer", json={**offer, "base": 0}).status_code == 422
    assert someone("POST", "/salary/offer", json={**offer, "equity": -1}).status_code == 422
