"""Work for the data folder: done here when it is free, else handed to the running server that holds it.

The server's run file names its address and a token. Contents of files are sent, never their paths; long work is asked after until it is
done. A run file that a killed server left behind means nothing: the lock is free, so the work is done here.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from core.errors import UserError

if TYPE_CHECKING:
    import httpx

    from core.process import AlreadyRunning
    from core.workspace import Workspace

T = TypeVar("T")
Progress = Callable[[int, int], None]
STARTING_SECONDS, ASK_EVERY, ANSWER_SECONDS = 30.0, 0.3, 120.0

CUT_OFF = "Shortlist ended before the work was done. What was stored by then stays; give the command again to go on."


@contextmanager
def workspace(owner: str) -> Iterator[Workspace]:
    """The data folder for the length of a command; `UserError` when the app has it."""
    from core import process

    try:
        yield process.current().workspace(owner)
    finally:
        process.release()


def store(owner: str, here: Callable[[Workspace], T], there: Callable[[Server], T]) -> T:
    """`here` with the data folder when it is free, else `there` with the server that holds it."""
    from core.process import AlreadyRunning

    try:
        with workspace(owner) as ws:
            return here(ws)
    except AlreadyRunning as error:
        with running(owner, error) as server:
            return there(server)


@contextmanager
def running(owner: str, taken: AlreadyRunning, transport: httpx.BaseTransport | None = None) -> Iterator[Server]:
    """The server that holds the folder; the reason why the folder is taken is raised when nothing answers for it."""
    import httpx

    from core.api.door import OWNER_HEADER
    from core.process import run_file

    found = run_file(taken.home)
    if found is None:
        raise taken
    headers = {"Authorization": f"Bearer {found.token}", OWNER_HEADER: owner}
    at = f"{found.address}/api/v1"
    with httpx.Client(base_url=at, headers=headers, timeout=ANSWER_SECONDS, trust_env=False, transport=transport) as client:
        server = Server(client, taken)
        try:
            yield server
        except (httpx.HTTPError, httpx.InvalidURL):
            raise (UserError(CUT_OFF) if server.answered else taken) from None


class Server:
    """The running server, as a command talks to it; its sentences become `UserError`s."""

    def __init__(self, client: httpx.Client, taken: AlreadyRunning, sleep: Callable[[float], None] = time.sleep) -> None:
        self._client, self._taken, self._sleep = client, taken, sleep
        self.answered = False

    def get(self, path: str, **values: Any) -> Any:
        """The answer to a GET."""
        return self._answer("GET", path, params=values)

    def post(self, path: str, **values: Any) -> Any:
        """The answer to a POST."""
        return self._answer("POST", path, params=values)

    def send(self, path: str, body: Mapping[str, Any]) -> Any:
        """The answer to a POST of JSON."""
        return self._answer("POST", path, {}, json=dict(body))

    def delete(self, path: str, **values: Any) -> Any:
        """The answer to a DELETE."""
        return self._answer("DELETE", path, params=values)

    def errand(
        self, path: str, values: Mapping[str, Any] | None = None, progress: Progress | None = None, file: tuple[str, bytes] | None = None
    ) -> dict[str, Any]:
        """The result of work that takes longer; `file` is a name and its content."""
        errand = self._answer("POST", path, values or {}, files={"file": file} if file else None)
        while errand["state"] in ("waiting", "running"):
            self._sleep(ASK_EVERY)
            errand = self.get(f"/errands/{errand['id']}")
            if progress and errand["of"]:
                progress(errand["done"], errand["of"])
        if errand["state"] == "failed":
            raise UserError(errand["error"])
        result: dict[str, Any] = errand["result"]
        return result

    def _answer(self, method: str, path: str, params: Mapping[str, Any], **body: Any) -> Any:
        """The JSON of an answer; a server that is still starting, or has much to do, is asked again for a while."""
        end = time.monotonic() + STARTING_SECONDS
        while True:
            answer = self._client.request(method, path, params=dict(params), **body)
            if answer.status_code not in (429, 503) or time.monotonic() > end:
                break
            self._sleep(ASK_EVERY)
        self.answered = True
        if answer.status_code == 401:  # another program answers where the server was
            raise self._taken
        try:
            said = answer.json()
        except json.JSONDecodeError:
            raise self._taken from None
        if answer.status_code >= 500:
            raise RuntimeError(f"the server answered {answer.status_code} to {method} {path}")
        if answer.is_error:
            raise UserError(str(said.get("detail")))
        return said
