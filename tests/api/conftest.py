"""The interface behind the gate, with two owners: a hosted instance, where what one adds is theirs alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from core import api, process
from core.gate import Gate
from core.settings import Settings

ADMIN = "an operator's own token"
TABLE = b"title,company,description\nTheatre nurse,Ward Nine,Assist surgeons in theatre\nBaker,Crumb,Bake bread at night\n"


@dataclass(frozen=True)
class Owner:
    """A caller with a token, and the ids of what is theirs."""

    client: TestClient
    token: str
    ids: dict[str, str]

    def __call__(self, method: str, path: str, **rest: Any) -> Any:
        """Send a request with this owner's token."""
        headers = {"Authorization": f"Bearer {self.token}", **rest.pop("headers", {})}
        return self.client.request(method, f"/api/v1{path.format(**self.ids)}", headers=headers, **rest)

    def wait(self, answer: Any) -> dict[str, Any]:
        """The end of an errand."""
        assert answer.status_code == 202, answer.text
        for _ in range(400):
            errand: dict[str, Any] = self("GET", answer.headers["location"].removeprefix("/api/v1")).json()
            if errand["state"] in ("done", "failed"):
                return errand
            time.sleep(0.02)
        raise AssertionError("the errand did not end")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Requests from this machine, through the gate."""
    settings = Settings(home=tmp_path_factory.mktemp("api"), mode="hosted", admin_token=ADMIN)
    process.claim(settings, gated=True).announce("http://127.0.0.1:1")
    process.current()
    gate = Middleware(Gate, mode="local", secure=False, known=lambda owner: True, admit=lambda owner: None)
    app = Starlette(routes=api.routes(ADMIN, per_minute=100_000), middleware=[gate])
    with TestClient(app, base_url="http://127.0.0.1:8501", client=("127.0.0.1", 50_000)) as opened:
        yield opened
    process.release()


@pytest.fixture(scope="module")
def admin(client: TestClient) -> Owner:
    """The operator."""
    return Owner(client, ADMIN, {})


@pytest.fixture(scope="module")
def other(client: TestClient) -> Owner:
    """Someone with no records at all."""
    return Owner(client, process.current().store.tokens.make("other", shown=False), {})


@pytest.fixture(scope="module")
def someone(client: TestClient) -> Owner:
    """Someone with a profile, postings of their own and an errand."""
    owner = Owner(client, process.current().store.tokens.make("someone", shown=False), {})
    owner.ids["profile_id"] = owner("POST", "/profiles/sample").json()["id"]
    added = owner("POST", "/jobs", files={"file": ("jobs.csv", TABLE)})
    owner.ids["errand_id"] = added.json()["id"]
    assert owner.wait(added)["result"]["added"] == 2
    owner.ids["feed_id"] = owner("POST", "/feeds", json={"source": "https://jobs.example.com/feed.xml"}).json()["id"]
    owner.ids["interview_id"] = owner("POST", "/interviews", json={"role": "Theatre nurse", "length": 2}).json()["id"]
    owner.ids["report_id"] = owner.wait(owner("POST", "/reports"))["result"]["id"]
    owner.ids["job_id"] = owner("GET", "/jobs", params={"words": "nurse"}).json()["items"][0]["id"]
    owner.ids["feed_id"] = owner("POST", "/feeds", json={"source": "https://jobs.example/rss"}).json()["id"]
    return owner
