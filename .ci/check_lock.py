"""Resolve the lock from wheels alone for every system that it speaks for."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLATFORMS = (
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
    "x86_64-pc-windows-msvc",
    "aarch64-apple-darwin",
    "x86_64-apple-darwin",
)
PYTHONS = ("3.11", "3.12", "3.13")


def resolves(platform: str, python: str) -> bool:
    """Whether everything that requirements.txt names has a wheel there, at the locked version."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--only-binary", ":all:", "--no-header"]
    command += ["--python-platform", platform, "--python-version", python, "requirements.txt"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    print(f"{platform:28} {python}  {'ok' if done.returncode == 0 else done.stderr.strip()}")
    return done.returncode == 0


def main() -> int:
    """0 when every system resolves."""
    if any("://" in line for line in (ROOT / "constraints.txt").read_text().splitlines()):
        print("constraints.txt names a host")
        return 1
    results = [resolves(platform, python) for platform in PLATFORMS for python in PYTHONS]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
