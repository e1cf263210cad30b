"""Work on what an office's own hand made (templates), done in a child that is ended when it asks too much.

A template is a program: it can loop in loops, call itself, or ask for ten thousand million signs. The child lives for
as long as we do and does one piece of work after the other; it reads no network and knows no workspace.
"""

import atexit
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from select import select
from time import monotonic
from typing import IO, Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")
CPU_SECONDS, SECONDS = 15, 120  # of one piece of work: reckoning, and waiting for it on a busy machine
MEMORY, LARGEST = 700_000_000, 30_000_000  # bytes: beyond what the child has at its start; of one result
_HEAD = 8


class ForwardedError(Exception):
    """What a piece of work may raise of its own; it must be made again from its ``args``, or say how."""


class TooMuch(Exception):
    """The work wanted more time or memory than it may have, or made too large a result."""


_TOLD = (
    *(ForwardedError, OSError, ValueError, LookupError, TypeError, ArithmeticError, AttributeError, AssertionError),
    *(RuntimeError, SyntaxError),
)
_inside = False  # whether we are the child


class _Worker:
    def __init__(self) -> None:
        self.owner = os.getpid()
        environ = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        words = [sys.executable, "-c", "from reports.documents.bounded import serve; serve()"]
        self.process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ, start_new_session=True
        )

    def ask(self, work: object) -> object:
        """Raises TooMuch where no answer comes; the child is ended then."""
        given, said = cast(IO[bytes], self.process.stdin), cast(IO[bytes], self.process.stdout)
        try:
            data = pickle.dumps(work)
            given.write(len(data).to_bytes(_HEAD, "big") + CPU_SECONDS.to_bytes(_HEAD, "big") + data)
            given.flush()
            ends = monotonic() + SECONDS
            size = int.from_bytes(_read(said, _HEAD, ends), "big")
            return pickle.loads(_read(said, size, ends))  # of our own child
        except (OSError, EOFError) as error:
            self.end()
            raise TooMuch from error
        except BaseException:
            self.end()  # left in the middle, it would give its answer to the next question
            raise

    def end(self) -> None:
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
        self.process.wait()


_lock = threading.Lock()
_worker: _Worker | None = None


def bounded(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What ``work`` (of a module, not of an object) returns or raises; TooMuch where it asks for too much."""
    if (
        _inside or sys.platform == "win32"
    ):  # which has no such limits; what hands are in the letters is the office's own
        return work(*args, **kwargs)
    global _worker
    with _lock:
        if _worker is None or _worker.owner != os.getpid() or _worker.process.poll() is not None:
            _worker = _Worker()
        good, value = cast(tuple[bool, Any], _worker.ask((work, args, kwargs)))
    if good:
        return cast(T, value)
    raise value


def _read(pipe: IO[bytes], size: int, ends: float) -> bytes:
    data = bytearray()
    while len(data) < size:
        if not select([pipe], [], [], max(ends - monotonic(), 0))[0]:
            raise TimeoutError
        piece = os.read(pipe.fileno(), min(size - len(data), 1 << 20))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)


@atexit.register
def _leave() -> None:
    if _worker is not None and _worker.owner == os.getpid():
        _worker.end()


def serve() -> None:
    """The child: one question after the other until the parent closes, or is gone."""
    import resource  # not there on Windows

    global _inside
    _inside = True
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ours, theirs = os.dup(1), sys.stdin.buffer
    os.dup2(2, 1)  # what a library prints is no answer
    room = _memory() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while head := theirs.read(_HEAD):
        seconds = int.from_bytes(theirs.read(_HEAD), "big")
        data = theirs.read(int.from_bytes(head, "big"))
        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime) + 1 + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
        answer = _done(data)
        for part in (len(answer).to_bytes(_HEAD, "big"), answer):
            view = memoryview(part)
            while view:
                view = view[os.write(ours, view) :]


def _done(data: bytes) -> bytes:
    try:
        work, args, kwargs = pickle.loads(data)
        answer = pickle.dumps((True, work(*args, **kwargs)))
    except (MemoryError, RecursionError):
        return pickle.dumps((False, TooMuch()))
    except _TOLD as error:
        return pickle.dumps((False, error))
    return answer if len(answer) <= LARGEST else pickle.dumps((False, TooMuch()))


def _memory() -> int:
    """Bytes that this process has now."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().split()[0]) * os.sysconf("SC_PAGESIZE")
    except OSError:
        return 500_000_000
