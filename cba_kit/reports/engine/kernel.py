"""The kernel: ipykernel's own, with everything that a cell may ask it for, and no socket.

A parent makes it before it forks; each child takes it over as it is.
"""

from __future__ import annotations

import asyncio
import importlib.util
import io
import os
import sys
import threading
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import PurePath
from types import SimpleNamespace
from typing import Any

import nbformat
from traitlets.config import Config

from cba_kit.kernels.kernel import Kernel, KernelApp, warm
from cba_kit.reports.engine.wire import Wire

REHEARSAL = ("None", "1 / 0", "def f(:", "display(1)")
"""Cells that load what running, failing and showing needs."""
INLINE = "module://matplotlib_inline.backend_inline"
ERRORS = ("last_exc", "last_type", "last_value", "last_traceback")
"""Names in `sys` under which an interpreter keeps the last error."""


@cache
def prepare() -> Any:
    """Return the process's kernel, which has run a few cells, so that no child has to load anything.

    It is an ipykernel, whose parts have no types.
    """
    warm()
    app: Any = KernelApp.instance()
    app.init_profile_dir()
    app.init_config_files()
    app.load_config_file()
    app.update_config(
        Config(HistoryManager={"hist_file": ":memory:"})
    )  # as nbclient; in a file it has a thread
    kernel: Any = Kernel.instance(
        parent=app, session=Wire(key=b""), log=app.log, profile_dir=app.profile_dir, user_ns=app.user_ns
    )
    app.kernel = kernel
    app.init_pdb()
    app.init_shell()
    app.init_extensions()
    os.environ.setdefault("MPLBACKEND", INLINE)  # matplotlib looks when it is loaded, in a parent perhaps
    if importlib.util.find_spec("debugpy") is not None:
        sys.breakpointhook = _pass_by
    _rehearse(kernel)
    return kernel


def _pass_by(*_args: object, **_kwargs: object) -> None:
    """Do nothing, as `breakpoint()` does in a kernel with a debugger to which nobody is attached."""


def _rehearse(kernel: Any) -> None:
    """Run cells that leave nothing behind."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        for cell in REHEARSAL:
            kernel.shell.run_cell(cell, store_history=False)
    kernel.shell._last_traceback = None
    nbformat.v4.new_output("stream")  # type: ignore[no-untyped-call]  # no types; builds its validator
    for name in ERRORS:
        if hasattr(sys, name):
            delattr(sys, name)


def settle_in(kernel: Any, loop: asyncio.AbstractEventLoop) -> None:
    """Fit a kernel that was made in a parent to the process that has it now.

    The environment and the working directory are already those of the notebook.
    """
    app: Any = KernelApp.instance()
    shell = kernel.shell
    kernel.io_loop = _Turns(loop.call_soon_threadsafe)
    kernel.shell_channel_thread = SimpleNamespace(parent_thread=threading.main_thread())
    os.environ["JPY_PARENT_PID"] = str(os.getppid())  # as jupyter_client does
    sys.argv = ["ipykernel_launcher.py"]
    shell.init_environment()
    shell.starting_dir = os.getcwd()  # noqa: PTH109  # a string, as IPython has it
    shell.user_ns["_dh"] = [shell.starting_dir]
    _find_modules_here()
    app.init_gui_pylab()
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is not None:
        matplotlib.rcParams["backend"] = os.environ["MPLBACKEND"]
    app.init_code()


def _find_modules_here() -> None:
    """Let the notebook find the modules beside it: after Python's own, before those that are installed."""
    installed = (
        at for at, path in enumerate(sys.path) if PurePath(path).name in ("site-packages", "dist-packages")
    )
    if "" not in sys.path:
        sys.path.insert(next(installed, 0), "")


class _Turns:
    """What the kernel asks of its event loop; that `exit` in a cell ends it is for the engine to see."""

    def __init__(self, call: Callable[..., Any]) -> None:
        self.add_callback = call

    def call_later(self, *_args: Any) -> None:
        """Do nothing: only the end of the loop is ever asked for."""

    def stop(self) -> None:
        """Do nothing."""
