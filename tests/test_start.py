"""The start command: what stands in the way is one sentence, and nothing is installed twice."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import start


def test_an_untested_python_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 2))
    with pytest.raises(start.SetupError, match="3.11, 3.12 or 3.13"):
        start.check_python()


def test_a_python_without_venv_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(start, "VENV", tmp_path / "none")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(start.SetupError, match="python3-venv"):
        start.check_python()


def test_setup_installs_again_only_when_requirements_change(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("requirements.txt", "constraints.txt"):
        (tmp_path / name).write_text("x")
    ran: list[list[str]] = []
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "VENV", tmp_path)
    monkeypatch.setattr(start, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(subprocess, "call", lambda command, **_: ran.append(command) or 0)
    start.setup(dev=False)
    start.setup(dev=False)
    assert len(ran) == 1
    (tmp_path / "requirements.txt").write_text("y")
    start.setup(dev=False)
    assert len(ran) == 2


def test_a_failed_install_is_one_sentence_and_tried_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("requirements.txt", "constraints.txt"):
        (tmp_path / name).write_text("x")
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "VENV", tmp_path)
    monkeypatch.setattr(start, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(subprocess, "call", lambda command, **_: 1)
    for _ in range(2):
        with pytest.raises(start.SetupError, match="could not be installed"):
            start.setup(dev=False)


def test_the_app_is_waited_for_only_while_it_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert not start.wait_until_open(ended, port, seconds=5)


@pytest.mark.parametrize("words", [["--port", "many"], ["--unknown"]])
def test_a_wrong_option_ends_with_2(words: list[str]) -> None:
    done = subprocess.run([sys.executable, "start.py", *words], cwd=start.ROOT, capture_output=True, text=True)
    assert done.returncode == 2 and "Traceback" not in done.stderr
