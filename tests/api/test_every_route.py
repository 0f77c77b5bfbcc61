"""What holds for every route, found in the app itself, so that a new one is tested on the day it comes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from core.api.app import build
from tests.api.conftest import Owner

PATHS = build(admin=True).openapi()["paths"]
ROUTES = [(method.upper(), path) for path, methods in PATHS.items() for method in methods]
OPERATORS = "/users"
NOBODYS = {
    "profile_id": "0" * 32,
    "job_id": "0" * 16,
    "errand_id": "0" * 32,
    "feed_id": "0" * 32,
    "interview_id": "0" * 32,
    "report_id": "0" * 32,
    "name": "nothing",
}
every_route = pytest.mark.parametrize(("method", "path"), ROUTES, ids=[f"{method} {path}" for method, path in ROUTES])


def sentence(answer: Any) -> str:
    """The one sentence of a refusal."""
    said = answer.json()["detail"]
    assert isinstance(said, str) and said.rstrip().endswith(".") and "Traceback" not in said, said
    return said


def wrong_inputs(method: str, path: str) -> Iterator[dict[str, Any]]:
    """Requests that are at fault in one thing each."""
    described = PATHS[path][method.lower()]
    for value in described.get("parameters", []):
        if value["in"] == "query" and value["schema"].get("type") != "string":
            yield {"params": {value["name"]: "never"}}
        if "maxLength" in value["schema"] and value["in"] == "query":
            yield {"params": {value["name"]: "x" * (value["schema"]["maxLength"] + 1)}}
        if "minimum" in value["schema"]:
            yield {"params": {value["name"]: value["schema"]["minimum"] - 1}}
    kinds = described.get("requestBody", {}).get("content", {})
    if "application/json" in kinds:
        yield from ({"json": []}, {"json": "text"}, {"content": b"{", "headers": {"content-type": "application/json"}})
        yield {"json": {"nonsense": 1}}
    elif kinds:
        yield {}
        yield {"data": {"resume_text": "", "text": " ", "title": "x"}}


@every_route
@pytest.mark.parametrize("token", ["", "Bearer", "Bearer wrong", "Basic c29tZW9uZTp4", "Bearer " + "x" * 300])
def test_without_a_token_nothing_is_told(client: TestClient, someone: Owner, method: str, path: str, token: str) -> None:
    headers = {"Authorization": token} if token else {}
    answer = client.request(method, f"/api/v1{path.format(**{**NOBODYS, **someone.ids})}", headers=headers)
    assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer" and "Settings" in sentence(answer)


@every_route
def test_a_page_of_another_host_gets_nothing(someone: Owner, method: str, path: str) -> None:
    ids = {**NOBODYS, **someone.ids}
    headers = {"Authorization": f"Bearer {someone.token}", "Host": "evil.example", "Origin": "http://evil.example"}
    answer = someone.client.request(method, f"/api/v1{path.format(**ids)}", headers=headers)
    assert answer.status_code == 403 and "access-control-allow-origin" not in answer.headers


@every_route
def test_what_belongs_to_another_owner_does_not_exist(someone: Owner, other: Owner, method: str, path: str) -> None:
    if path == OPERATORS:
        assert other(method, path).status_code == 403
        return
    if "{" not in path:
        return
    theirs = Owner(other.client, other.token, {**NOBODYS, **someone.ids})
    body = {"json": {"version": 1, "title": "mine now"}} if method == "PUT" else {}
    answer = theirs(method, path, **body)
    assert answer.status_code == 404, answer.text
    sentence(answer)


@every_route
def test_the_operator_opens_nobodys_records(admin: Owner, someone: Owner, method: str, path: str) -> None:
    operator = Owner(admin.client, admin.token, {**NOBODYS, **someone.ids})
    assert operator(method, path).status_code == (200 if path == OPERATORS else 403)


@every_route
def test_input_at_fault_is_told_in_a_sentence(admin: Owner, someone: Owner, method: str, path: str) -> None:
    caller = Owner(admin.client, token_for(admin, someone, path), {**someone.ids, "name": "clean_scores"})
    for request in wrong_inputs(method, path):
        answer = caller(method, path, **request)
        assert answer.status_code == 422, (request, answer.status_code, answer.text)
        sentence(answer)


def token_for(admin: Owner, someone: Owner, path: str) -> str:
    """The token that a route takes."""
    return admin.token if path == OPERATORS else someone.token


def test_no_route_is_left_out() -> None:
    assert len(ROUTES) >= 23 and OPERATORS in PATHS


def test_the_operators_routes_do_not_exist_without_a_token() -> None:
    assert OPERATORS not in build().openapi()["paths"]
