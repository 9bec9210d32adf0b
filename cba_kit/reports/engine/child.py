"""The child: what is forked from a warm parent for one notebook, the keeper and the process it keeps."""

from __future__ import annotations

import atexit
import os
import signal
import socket
import traceback
from collections.abc import Mapping

from cba_kit.kernels.child import PR_SET_PDEATHSIG, libc, ready
from cba_kit.reports.engine.cells import run
from cba_kit.reports.engine.keeper import adopt, keep
from cba_kit.reports.engine.line import Line
from cba_kit.reports.engine.processes import mark
from cba_kit.reports.engine.streams import spill_files


def main(token: str) -> None:
    """Be the keeper, and fork the process that runs the cells; both speak to whoever waits behind `token`."""
    ready()
    control, line = _connect(token), _connect(token)
    files = spill_files()
    _mark = mark(token)  # else it would be gone at once
    adopt()
    me = os.getpid()
    pid = os.fork()
    if pid == 0:
        control.close()
        _be_cells(line, files, me)
    line.close()
    try:
        keep(control, pid, files)
    finally:
        os._exit(0)  # what is registered for the end of this interpreter is the cells' matter


def _connect(token: str) -> Line:
    end = socket.socket(socket.AF_UNIX)
    end.connect(f"\0{token}")
    return Line(end)


def _be_cells(line: Line, files: Mapping[int, int], keeper: int) -> None:
    """Run the cells in a session of their own, and end as an interpreter does."""
    code = 1
    try:
        os.setsid()
        libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == keeper:
            run(line, files)
            code = 0
            atexit._run_exitfuncs()
    except BaseException:
        traceback.print_exc()  # where nobody looks, unless a cell has broken something
    finally:
        os._exit(code)
