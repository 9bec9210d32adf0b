"""What the children of these tests run."""

from __future__ import annotations

import atexit
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path

from cba_kit.kernels.child import ready
from cba_kit.kernels.heat import learn
from cba_kit.kernels.sharing import fill_heap, gather_code, gather_names


def nothing() -> None:
    """Return at once."""


def leave(code: object) -> None:
    """End as a program does that says so."""
    raise SystemExit(code)


def fail() -> None:
    """End with an error that nobody expected."""
    raise LookupError("no such thing")


def hard_exit(code: int) -> None:
    """End without any of what an interpreter does at its end."""
    os._exit(code)


def stay(file: str = "") -> None:
    """Say that it runs, and stay until it is ended."""
    if file:
        Path(file).write_text(str(os.getpid()))
    ready()
    signal.pause()


def stay_with_helper(file: str) -> None:
    """Start a process of its own, say both numbers, and stay."""
    helper = os.fork()
    if helper == 0:
        signal.pause()
    Path(file).write_text(json.dumps([os.getpid(), helper]))
    signal.pause()


def catch(file: str) -> None:
    """Wait for an interruption, and write what came of it."""
    try:
        ready()
        time.sleep(600)
    except KeyboardInterrupt:
        Path(file).write_text("interrupted")


def late(file: str) -> None:
    """Leave work to a thread and to the end of the interpreter."""
    atexit.register(lambda: Path(file).write_text("all done"))
    threading.Thread(target=time.sleep, args=(0.01,)).start()


def speak(words: str) -> None:
    """Write to both streams, from Python and below it."""
    sys.stdout.write(words + "\n")
    os.write(2, b"below\n")


def open_files() -> dict[int, str]:
    """Return what each descriptor of this process is, but for that of the folder that lists them."""
    listed = list(Path("/proc/self/fd").iterdir())
    return {int(entry.name): str(entry.readlink()) for entry in listed if entry.is_symlink()}


def write_facts(file: str) -> None:
    """Write what this process finds around itself."""
    ready()
    numpy_random = sys.modules.get("numpy.random")
    found = {
        "env": dict(os.environ),
        "cwd": str(Path.cwd()),
        "open": open_files(),
        "session": os.getsid(0) == os.getpid(),
        "parent": os.getppid(),
        "random": random.random(),
        "numpy": float(numpy_random.random()) if numpy_random else None,
        "uuid": str(uuid.uuid4()),
        "zone": time.tzname[0],
        "oom": int(Path("/proc/self/oom_score_adj").read_text()),
        "initial_env": Path("/proc/self/environ").read_text().split("\0")[:-1],
    }
    Path(file).write_text(json.dumps(found))


def crash() -> None:
    """End the process that calls this."""
    os._exit(1)


def hang() -> None:
    """Never return."""
    signal.pause()


def write_modules(file: str) -> None:
    """Write the names of all modules that are loaded."""
    Path(file).write_text("\n".join(sys.modules))


def write_folder(file: str) -> None:
    """Write the names of the parent's temporary folder and of one of this process's own."""
    global _own  # kept until the end
    _own = tempfile.TemporaryDirectory()
    parents = sys.modules["tests.kernels.with_folder"].FOLDER
    Path(file).write_text(f"{parents.name} {_own.name}")


def gather() -> None:
    """Fail unless gathering the names of the modules changes nothing but where they are."""
    before, names = list(sys.modules.items()), {name: id(name) for name in sys.modules}
    gather_names()
    assert list(sys.modules.items()) == before
    assert all(id(name) != names[name] for name in sys.modules)


def gather_hot() -> None:
    """Fail unless code that is hot is copied, also inside a function that is not, and no other."""
    hot, cold, inner = nothing.__code__, leave.__code__, outer().__code__
    left = gather_code({id(hot), id(inner)})
    assert nothing.__code__ == hot
    assert nothing.__code__ is not hot
    assert leave.__code__ is cold
    assert outer().__code__ is not inner
    assert outer()() == "inner"
    assert any(code is hot for code in left)
    assert all(code is not cold for code in left)


def outer() -> Callable[[], str]:
    """Return a function that is made anew each time."""
    return lambda: "inner"


def fill() -> None:
    """Fail unless gaps are found, and filled for good."""
    blocks = [bytes(3000) for _ in range(1000)]
    del blocks[::2]
    assert fill_heap() > 400 * 3000
    assert fill_heap() < 50_000


def learn_from(play: str) -> None:
    """Fail unless a play teaches what it calls and no more; one that fails or never ends teaches nothing."""
    from cba_kit.kernels import heat, kernel  # noqa: PLC0415  # only here: it loads much

    kernel.warm()
    heat.PATIENCE = 0.5 if play == "endless" else 60.0
    plays = {
        "plain": lambda _folder, done: (nothing(), done()),
        "failing": lambda _folder, _done: fail(),
        "endless": lambda _folder, _done: signal.pause(),
        "kernel": partial(kernel.play, [f"{kernel.__name__}:warm", f"{__name__}", f"{__name__}:nothing"]),
    }
    seen = learn(plays[play])  # type: ignore[arg-type]  # tuples
    assert (id(nothing.__code__) in seen) == (play in ("plain", "kernel"))
    assert (id(kernel.ipkernel.IPythonKernel.do_execute.__code__) in seen) == (play == "kernel")
    assert id(leave.__code__) not in seen
