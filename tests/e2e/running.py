"""The app in a process of its own, watched for any word to another host."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Literal

from core.settings import ROOT

Kind = Literal["server", "app"]
WATCH = """
import os, socket
_OWN = ("", "127.0.0.1", "::1", "localhost", "0.0.0.0", "::", None)
def _tell(host):
    if isinstance(host, bytes):
        host = host.decode()
    if host not in _OWN and host != socket.gethostname():
        with open(os.environ["OUTSIDE_LOG"], "a") as log:
            log.write(str(host) + "\\n")
def _watch(name, place):
    plain = getattr(place, name)
    def watched(*args, **kwargs):
        at = args[1] if place is socket.socket else args[0]
        _tell(at[0] if isinstance(at, tuple) else at if place is socket else "")
        return plain(*args, **kwargs)
    setattr(place, name, watched)
_watch("connect", socket.socket); _watch("connect_ex", socket.socket); _watch("getaddrinfo", socket)
"""


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """One started app; `kind` says whether under `server.py` or as the plain script `app.py`."""

    def __init__(self, kind: Kind, folder: Path, bound: str = "127.0.0.1", **env: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "watch").mkdir(exist_ok=True)
        (folder / "watch" / "sitecustomize.py").write_text(WATCH)
        self.kind, self.folder, self.port = kind, folder, free_port()
        self.home, self.outside_log, self.log = folder / "home", folder / "outside.log", folder / "output.log"
        settings = {"SHORTLIST_HOME": str(self.home), "OUTSIDE_LOG": str(self.outside_log), "PYTHONPATH": str(folder / "watch"), **env}
        self.process = subprocess.Popen(
            self._command(bound), cwd=ROOT, env={**os.environ, **settings}, stdout=self.log.open("wb"), stderr=subprocess.STDOUT
        )
        self._wait()

    def _command(self, bound: str) -> list[str]:
        if self.kind == "server" and bound == "127.0.0.1":
            return [sys.executable, "-m", "core", "serve", "--port", str(self.port)]
        script = ROOT / ("server.py" if self.kind == "server" else "app.py")
        flags = ["--server.port", str(self.port), "--server.address", bound]
        return [sys.executable, "-m", "streamlit", "run", str(script), *flags]

    @property
    def url(self) -> str:
        """The address of the app."""
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str = "/", **headers: str) -> tuple[int, str]:
        """Status and body of a plain request."""
        request = urllib.request.Request(self.url + path, headers={"Accept": "text/html", **headers})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode()

    def _wait(self, seconds: float = 40) -> None:
        end = time.monotonic() + seconds
        path = "/api/health" if self.kind == "server" else "/_stcore/health"
        while time.monotonic() < end:
            try:
                if self.get(path)[0] in (200, 403):
                    return
            except OSError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(f"the app did not start:\n{self.output()}")

    def output(self) -> str:
        """What the app printed."""
        return self.log.read_text(errors="replace")

    def outside(self) -> list[str]:
        """Hosts beyond this machine that the app's process asked for."""
        return self.outside_log.read_text().split() if self.outside_log.exists() else []

    def stop(self) -> None:
        """End the app and wait for it."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
