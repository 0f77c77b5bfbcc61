"""Set Shortlist up and start it, with nothing but Python: `python start.py`, `python start.py test`.

Standard library only: it makes the environment in `.venv`, installs what requirements.txt names when that has changed,
starts the app for this computer alone and opens the browser.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST, NEWEST = (3, 11), (3, 13)
PORT = 8501


def main() -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description="Set up and start Shortlist.")
    parser.add_argument("command", nargs="?", choices=("run", "setup", "test"), default="run", help="run (default), setup, test")
    parser.add_argument("--port", type=int, default=PORT, help=f"port of the app (default {PORT})")
    parser.add_argument("--no-browser", action="store_true", help="do not open the browser")
    options, rest = parser.parse_known_args()
    if rest and options.command != "test":
        parser.error(f"unknown option: {rest[0]}")
    try:
        check_python()
        setup(dev=options.command == "test")
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    if options.command == "test":
        return subprocess.call([PYTHON, "-m", "pytest", *rest], cwd=ROOT)
    return 0 if options.command == "setup" else run(options.port, browser=not options.no_browser)


class SetupError(Exception):
    """What stands in the way, in one sentence."""


def check_python() -> None:
    """Refuse a Python that was not tested, or one without the venv module."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        raise SetupError(f"Shortlist needs Python 3.11, 3.12 or 3.13, and this is {sys.version.split()[0]}; start it with one of those.")
    if not VENV.exists() and not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise SetupError(
            "This Python comes without its venv module; install it (on Debian and Ubuntu: apt install python3-venv) and start again."
        )


def setup(dev: bool) -> None:
    """Make the environment and install what is needed, again only when the requirement files changed."""
    names = ["requirements.txt", "constraints.txt"] + ["requirements-dev.txt"] * dev
    text = b"".join((ROOT / name).read_bytes() for name in names)
    mark = hashlib.sha256(text + sys.version.encode()).hexdigest()
    stamp = VENV / f"installed-{'dev' if dev else 'run'}"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == mark:
        return
    print("Setting up the environment; this takes a minute or two, once.", flush=True)
    if not PYTHON.exists():
        call([sys.executable, "-m", "venv", VENV], "The environment could not be made in .venv; check that this folder can be written.")
    install: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--prefer-binary",
        "-r",
        names[-1 if dev else 0],
    ]
    call(install, "The packages could not be installed; check the network and the free disk space (1.5 GB), then start again.")
    if sys.platform == "darwin":
        install_legacy_reader()
    stamp.write_text(mark)


def install_legacy_reader() -> None:
    """The reader of DOC, ODT and RTF has wheels for newer macOS versions only, so it may be missing there."""
    command: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--only-binary", ":all:", "kreuzberg>=4,<5"]
    if subprocess.call(command, cwd=ROOT):
        print("DOC, ODT and RTF files cannot be read on this macOS version; everything else works.", flush=True)


def call(command: list[str | Path], sentence: str) -> None:
    """Run a step; when it fails, its own output stands above the sentence."""
    if subprocess.call([str(part) for part in command], cwd=ROOT):
        raise SetupError(sentence)


def run(port: int, browser: bool) -> int:
    """Start the app, open the browser when it answers, wait for its end."""
    app = subprocess.Popen([PYTHON, "-m", "core", "serve", "--port", str(port)], cwd=ROOT)
    try:
        if wait_until_open(app, port):
            address = f"http://127.0.0.1:{port}"
            print(f"Shortlist is open at {address} (Ctrl+C stops it).", flush=True)
            if browser:
                webbrowser.open(address)
        return app.wait()
    except KeyboardInterrupt:
        return stop(app)


def wait_until_open(app: subprocess.Popen[bytes], port: int, seconds: float = 60) -> bool:
    """Whether the app answers within the time; False when it ended."""
    end = time.monotonic() + seconds
    while app.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError as answer:
            if answer.code != 503:
                return True
        except OSError:
            pass
        time.sleep(0.1)
    return False


def stop(app: subprocess.Popen[bytes]) -> int:
    """Let the app close its data, then end it."""
    try:
        app.wait(10)
    except subprocess.TimeoutExpired:
        app.terminate()
        app.wait(10)
    return 0


if __name__ == "__main__":
    sys.exit(main())
