"""A child process that reads strangers' files: one that hangs, explodes or crashes is cut off without taking the app down.

`run` sends a top-level function by name and its arguments to a child started with `python -m core.documents.worker`, so nothing of
the caller's main module (Streamlit's, for one) is imported again. The child is reused and replaced after some files, after a
timeout and after a crash. Answers are unpickled with the product's own records and plain values only.
"""

from __future__ import annotations

import atexit
import importlib
import io
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from core.errors import UserError

SECONDS = 20.0
MEMORY_MB = 1_200  # address space, of which libraries map some 500 MB without using it
FILES_PER_CHILD = 100
_SIZE = struct.Struct(">Q")
_MAX_ANSWER = 200_000_000
_ENVIRONMENT = (
    "PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "TMPDIR", "HOME", "USERPROFILE", "LANG", "LC_ALL", "LD_LIBRARY_PATH",
    "SHORTLIST_HOME",
)  # fmt: skip
_PLAIN = {("datetime", "date"), ("datetime", "datetime"), ("collections", "OrderedDict"), ("builtins", "set"), ("builtins", "frozenset")}

TOO_SLOW = "The file took too long to read and was stopped; save it again as a plain PDF or paste its text."
TOO_BIG = "The file needs more memory than a resume should; save it again as a plain PDF or paste its text."
CRASHED = "The file is damaged in a way that stopped the reader; save it again as PDF or DOCX, or paste its text."


def run(call: Callable[..., Any], *args: Any, seconds: float = SECONDS, memory_mb: int = MEMORY_MB) -> Any:
    """`call(*args)` in the shared child, one call at a time; a UserError when it takes too long, too much memory or crashes."""
    return _shared().run(call, args, seconds, memory_mb)


def run_alone(call: Callable[..., Any], *args: Any, seconds: float = SECONDS, memory_mb: int = MEMORY_MB) -> Any:
    """As `run`, in a child of its own that ends with the call: for what needs more memory than the shared one may keep."""
    child = Child()
    try:
        return child.run(call, args, seconds, memory_mb)
    finally:
        child.close()


def run_many(
    call: Callable[..., Any], items: Iterable[tuple[Any, ...]], jobs: int = 0, seconds: float = SECONDS, memory_mb: int = MEMORY_MB
) -> Iterator[Any]:
    """Results of `call(*item)` in the order of the items, on `jobs` children (0 = one a core); a failed item yields its UserError."""
    jobs = jobs or os.cpu_count() or 1
    children: queue.SimpleQueue[Child] = queue.SimpleQueue()
    for _ in range(jobs):
        children.put(Child())

    def one(item: tuple[Any, ...]) -> Any:
        child = children.get()
        try:
            return child.run(call, item, seconds, memory_mb)
        except UserError as error:
            return error
        finally:
            children.put(child)

    try:
        with ThreadPoolExecutor(jobs) as pool:
            yield from _in_order(pool, one, items, ahead=2 * jobs)
    finally:
        while not children.empty():
            children.get().close()


def _in_order(
    pool: ThreadPoolExecutor, one: Callable[[tuple[Any, ...]], Any], items: Iterable[tuple[Any, ...]], ahead: int
) -> Iterator[Any]:
    """Results in order while at most `ahead` items wait, so that a long batch is never in memory at once."""
    waiting: deque[Future[Any]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(one, item))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


@cache
def _shared() -> Child:
    child = Child()
    atexit.register(child.close)
    return child


class Child:
    """One child process and the lock that lets a single call through at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0

    def run(self, call: Callable[..., Any], args: tuple[Any, ...], seconds: float, memory_mb: int) -> Any:
        """The answer of one call."""
        request = pickle.dumps((call.__module__, call.__qualname__, args, memory_mb))
        with self._lock:
            ok, value = self._exchange(request, seconds)
        if not ok:
            raise UserError(value)
        return value

    def close(self) -> None:
        """End the child."""
        process, self._process, self._served = self._process, None, 0
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def _exchange(self, request: bytes, seconds: float) -> tuple[bool, Any]:
        """Send the request, wait for the answer; whatever goes wrong, the next call finds a fresh child."""
        process = self._ready()
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        with ExitStack() as undo:
            undo.callback(self.close)
            undo.callback(timer.cancel)
            try:
                _send(process.stdin, request)
                ok, value = _Answer(io.BytesIO(_receive(process.stdout))).load()
            except (OSError, EOFError, pickle.UnpicklingError, ValueError) as error:
                raise UserError(TOO_SLOW if late.is_set() else CRASHED) from error
            undo.pop_all()
        timer.cancel()
        self._served += 1
        if self._served >= FILES_PER_CHILD or late.is_set():
            self.close()
        return bool(ok), value

    def _ready(self) -> subprocess.Popen[bytes]:
        """The running child, or a new one."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            root = str(Path(__file__).resolve().parents[2])
            environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ} | {"PYTHONPATH": root, "PYTHONUTF8": "1"}
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "core.documents.worker"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
            )  # fmt: skip
        return self._process


class _Answer(pickle.Unpickler):
    """Opens an answer of the child, which a hostile file may have taken over: records and plain values, no other class or function."""

    def find_class(self, module: str, name: str) -> Any:
        found = None
        if (module, name) in _PLAIN or module.startswith("core."):
            found = super().find_class(module, name)
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name} is not a record")
        return found


def _send(pipe: Any, data: bytes) -> None:
    pipe.write(_SIZE.pack(len(data)) + data)
    pipe.flush()


def _receive(pipe: Any) -> bytes:
    head = pipe.read(_SIZE.size)
    if len(head) < _SIZE.size:
        raise EOFError
    (size,) = _SIZE.unpack(head)
    if size > _MAX_ANSWER:
        raise ValueError("answer too large")
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return bytes(data)


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """The child's life: answer calls until the parent closes the pipe."""
    while True:
        try:
            request = _receive(requests)
        except EOFError:
            return
        _send(answers, _answer(request))


def _answer(request: bytes) -> bytes:
    """The pickled outcome of one call; anything but a UserError is a crash, and the parent's sentence says so."""
    module, name, args, memory_mb = pickle.loads(request)  # from the parent, never from a file
    _limit(memory_mb)
    call: Any = importlib.import_module(module)
    for part in name.split("."):
        call = getattr(call, part)
    try:
        return pickle.dumps((True, call(*args)))
    except UserError as error:
        return pickle.dumps((False, str(error)))
    except MemoryError:
        return pickle.dumps((False, TOO_BIG))
    except RecursionError:
        return pickle.dumps((False, CRASHED))


def _limit(memory_mb: int) -> None:
    """Cap the address space where the system can; elsewhere the limits of size and time stand alone."""
    try:
        import resource
    except ImportError:
        return
    size = memory_mb * 1_000_000
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    try:
        resource.setrlimit(resource.RLIMIT_AS, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))
    except (ValueError, OSError):
        return


def main() -> None:
    """Serve on the standard pipes, kept for the protocol alone: what a library prints goes nowhere."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    _serve(requests, answers)


if __name__ == "__main__":
    main()
