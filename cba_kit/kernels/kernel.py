"""The kernel: what a child runs that shall be an IPython kernel. Only parents import this module.

It is ipykernel's own kernel; what differs is what a fork has made needless. Each difference saves
memory in every kernel, because a child gets a copy of its own of each page that it so much as looks at.
"""

from __future__ import annotations

import faulthandler
import importlib
import logging
import os
import re
import secrets
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from types import ModuleType
from typing import Any

import zmq

sys.modules["debugpy"] = None  # type: ignore[assignment]  # a debugger costs 10 MiB a kernel: there is none
from ipykernel import debugger, ipkernel, kernelapp  # noqa: E402, F401  # after the line above
from jupyter_client.connect import write_connection_file  # noqa: E402  # see above
from traitlets.config import Config  # noqa: E402  # see above
from traitlets.config.loader import DeferredConfigString  # noqa: E402  # see above

from cba_kit.kernels.child import ready  # noqa: E402  # see above

del sys.modules["debugpy"]  # a cell may import it all the same

LATER = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "IPython.utils.wildcard",
    "pdb",
    "psutil",
    "pydoc",
    "sqlite3",
    "tornado.platform.asyncio",
    "unicodedata",
)
"""Modules that are loaded only when a kernel starts or runs its first cell."""
COPIED = 2**24
"""Bytes of a message up to which a copy is sent: to send without one, PyZMQ starts three threads."""
SETTING = re.compile(r"--([A-Z]\w*)\.(\w+)=(.*)")


class Kernel(ipkernel.IPythonKernel):
    """ipykernel's kernel, which looks at every loaded module when it starts: for a debugger only."""

    def __init__(self, **kwargs: Any) -> None:
        without = ModuleType("sys")
        vars(without).update(vars(sys), modules={})
        vars(ipkernel)["sys"] = without
        try:
            super().__init__(**kwargs)  # type: ignore[no-untyped-call]  # no types
        finally:
            vars(ipkernel)["sys"] = sys


class KernelApp(kernelapp.IPKernelApp):
    """ipykernel's application, which reads plain settings without building a parser for all there are."""

    def parse_command_line(self, argv: list[str] | None = None) -> None:
        """Read the command line; the stock parser does it where it has more than a file and settings."""
        config = settings(argv or [])
        if config is None:
            super().parse_command_line(argv)
        else:
            self.cli_config = config
            self.update_config(config)


def settings(argv: list[str]) -> Config | None:
    """Return what `-f FILE` and `--Class.trait=value` set; None where there is any other word."""
    config = Config()
    words = iter(argv)
    for word in words:
        setting = SETTING.fullmatch(word)
        if setting:
            section, trait, value = setting.groups()
            config[section][trait] = DeferredConfigString(value)
        elif word == "-f":
            config.IPKernelApp.connection_file = next(words, "")
        else:
            return None
    return config


def warm() -> None:
    """Do once, before the fork, what every kernel would do."""
    for name in LATER:
        with suppress(ImportError):  # another version does without
            importlib.import_module(name)
    for each in zmq.Socket.__mro__:  # the first look makes a dictionary, and marks all subclasses as changed
        getattr(each, "__annotations__", None)
    KernelApp.instance(
        config=Config(Session={"copy_threshold": COPIED}),
        kernel_class=Kernel,
        parent_handle=1,  # the system tells that the parent ended: no thread looks for it
        log_level=logging.CRITICAL,  # errors are told on the page; here they would quote what people write
    )


def run(argv: list[str]) -> None:
    """Be an IPython kernel until told to end; `argv` is what follows “ipykernel_launcher”."""
    faulthandler.enable(os.dup(2))  # a crash leaves names of functions in the log, no values
    os.environ["JPY_PARENT_PID"] = str(os.getppid())  # as jupyter_client does for a child of its own
    sys.argv = ["ipykernel_launcher", *argv]
    sys.path.insert(0, "")  # a notebook finds the modules beside it; the parent must not
    app = KernelApp.instance()
    app.initialize(argv)  # type: ignore[no-untyped-call]  # no types
    widgets = sys.modules.get("ipywidgets")
    if widgets is not None:  # it was loaded before there was a kernel to speak with
        widgets.load_ipython_extension(app.shell)
    ready()
    app.start()  # type: ignore[no-untyped-call]  # no types


def play(words: Sequence[str], folder: str, done: Callable[[], None]) -> None:
    """Be a kernel that calls what `words` name in its cells, one by one, then call `done`; see heat.py."""
    key = secrets.token_hex(32).encode()
    file, _ = write_connection_file(f"{folder}/kernel.json", transport="ipc", ip=f"{folder}/kernel", key=key)
    threading.Thread(target=_talk, args=(file, [*_calls(words)], done), daemon=True).start()
    run(["-f", file])


def _calls(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        module, _, call = word.partition(":")
        function, *argument = call.split(" ", 1)
        if function and module != __name__:
            yield f"import {module}\n{module}.{function}(*{argument})"


def _talk(file: str, cells: Sequence[str], done: Callable[[], None]) -> None:
    """Have a kernel run cells, as a server does."""
    sys.setprofile(None)  # this is no kernel's code
    from jupyter_client.blocking.client import BlockingKernelClient  # noqa: PLC0415  # no kernel needs it

    client = BlockingKernelClient()
    client.load_connection_file(file)
    client.start_channels(iopub=False, stdin=False, hb=False)
    client.kernel_info(reply=True)
    for cell in cells:
        client.execute(cell, reply=True)
    done()
