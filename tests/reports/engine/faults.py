"""Notebooks that misbehave, each in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import cleandoc

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from cba_kit.model.render import RenderStatus
from cba_kit.reports.engine import Limits
from tests.reports.engine.gallery import notebook

SHORT = Limits(cell=1.0, wall=60.0, output=50_000)
SMALL = Limits(cell=60.0, memory=200 << 20, output=50_000)
LONG = Limits(cell=60.0, output=50_000)


@dataclass(frozen=True)
class Fault:
    """A cell's source, and what must come of it."""

    source: str
    status: RenderStatus
    says: str = ""
    """Words of the error."""
    limits: Limits = SHORT

    def notebook(self) -> NotebookNode:
        """A notebook in which it happens between two harmless cells."""
        heading = new_markdown_cell("## The *risky* part")
        return notebook("print('before')", heading, cleandoc(self.source), "print('after')")


FAULTS = {
    "syntax error": Fault("def broken(:", "error", "SyntaxError"),
    "exception": Fault("{}['key']", "error", "KeyError: 'key'"),
    "hang": Fault("import time; time.sleep(1000)", "timeout", "took longer than 1 seconds"),
    "hang that catches": Fault(
        """
        import time
        while True:
            try:
                time.sleep(1000)
            except BaseException:
                pass
        """,
        "timeout",
    ),
    "hang in compiled code": Fault("import re; re.match(r'(a|a)*b', 'a' * 60)", "timeout"),
    "hang that holds the interpreter": Fault("sum(range(10**13))", "timeout"),
    "hang in await": Fault("import asyncio; await asyncio.sleep(1000)", "timeout"),
    "hang in a process": Fault("!sleep 1000", "timeout"),
    "hang that ignores signals": Fault(
        """
        import signal, time
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        time.sleep(1000)
        """,
        "timeout",
    ),
    "stops itself": Fault("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", "timeout"),
    "wall": Fault(
        "import time; time.sleep(1000)", "killed", "longer than 4 seconds", Limits(cell=60.0, wall=4.0)
    ),
    "memory": Fault("held = []\nwhile True: held.append(b'x' * (1 << 20))", "killed", "MiB of memory", SMALL),
    "memory at once": Fault(
        "held = b'x' * (2 << 30); import time; time.sleep(1000)", "killed", "MiB of memory", SMALL
    ),
    "memory of a process": Fault(
        """
        import subprocess, sys
        subprocess.run([sys.executable, '-c', 'x = b"x" * (400 << 20); import time; time.sleep(1000)'])
        """,
        "killed",
        "MiB of memory",
        SMALL,
    ),
    "memory of printed words": Fault("import subprocess; subprocess.run('yes')", "killed", "", SMALL),
    "os._exit": Fault("import os; os._exit(0)", "died", "exit code 0"),
    "os._exit with a code": Fault("import os; os._exit(7)", "died", "exit code 7"),
    "crash": Fault("import ctypes; ctypes.string_at(0)", "died", "SIGSEGV"),
    "abort": Fault("import os; os.abort()", "died", "SIGABRT"),
    "kills itself": Fault("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "died", "SIGKILL"),
    "kills its parent": Fault(
        "import os, signal, time; os.kill(os.getppid(), signal.SIGKILL); time.sleep(1000)",
        "died",
        limits=LONG,
    ),
    "stops its parent": Fault(
        "import os, signal, time; os.kill(os.getppid(), signal.SIGSTOP); time.sleep(1000)", "timeout"
    ),
    "kills its parent and leaves a daemon": Fault(
        """
        import os, signal, subprocess, time
        subprocess.Popen(['sleep', '1000'], start_new_session=True)
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.closerange(0, 256)
                time.sleep(1000)
            os._exit(0)
        os.wait()
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(1000)
        """,
        "died",
        limits=LONG,
    ),
    "kills its parent's group": Fault(
        """
        import os, signal, subprocess, time
        subprocess.Popen(['sleep', '1000'])
        os.killpg(os.getpgid(os.getppid()), signal.SIGKILL)
        time.sleep(1000)
        """,
        "died",
        limits=LONG,
    ),
    "asks its parent to end": Fault("import os, signal; os.kill(os.getppid(), signal.SIGTERM)", "ok"),
    "exit": Fault("exit", "died", "ended itself"),
    "closes everything": Fault("import os; os.closerange(0, 256)", "died", limits=LONG),
    "closes streams": Fault("import os\nfor number in (0, 1, 2): os.close(number)\nprint('still')", "ok"),
    "writes rubbish on the line": Fault(
        """
        import os
        for number in range(3, 64):
            try:
                os.write(number, b'rubbish ' * 4)
            except OSError:
                pass
        """,
        "died",
        limits=LONG,
    ),
    "says that all is well": Fault(
        """
        import gc, time
        from cba_kit.reports.engine.line import Line
        lines = [each for each in gc.get_objects() if isinstance(each, Line)]
        for line in lines:
            try:
                line.send({"done": True, "left": False, "widgets": None, "language": {}})
            except OSError:
                pass
        time.sleep(1000)
        """,
        "died",
        "disturbed",
        LONG,
    ),
    "says that it has ended": Fault(
        """
        import gc, time
        from cba_kit.reports.engine.line import Line
        ended = {"cell": 2, "outputs": [], "count": 2, "execution": {}, "others": {}, "failure": ""}
        for line in [each for each in gc.get_objects() if isinstance(each, Line)]:
            try:
                line.send(ended)
            except OSError:
                pass
        time.sleep(1000)
        """,
        "timeout",
    ),
    "printer": Fault("for _ in range(100): print('x' * 1_000_000)", "ok", limits=LONG),
    "printer below": Fault(
        "import subprocess; subprocess.run('yes | head -c 100000000', shell=True);", "ok", limits=LONG
    ),
    "shower": Fault(
        "for _ in range(20): display({'text/html': 'x' * 1_000_000}, raw=True)", "ok", limits=LONG
    ),
    "long words in an error": Fault("raise ValueError('x' * 10_000_000)", "error", "ValueError: xxx", LONG),
    "fork that goes on": Fault("import os\npid = os.fork()\nif pid: os.waitpid(pid, 0)", "ok", limits=LONG),
    "fork that stays": Fault("import os, time\nif os.fork() == 0: time.sleep(1000)", "ok", limits=LONG),
    "threads": Fault(
        """
        import threading, time
        for _ in range(20):
            threading.Thread(target=time.sleep, args=(1000,)).start()
        """,
        "ok",
        limits=LONG,
    ),
    "child left behind": Fault("import subprocess; subprocess.Popen(['sleep', '1000']);", "ok", limits=LONG),
    "child in a session of its own": Fault(
        "import subprocess; subprocess.Popen(['sleep', '1000'], start_new_session=True);", "ok", limits=LONG
    ),
    "daemon": Fault(
        """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                time.sleep(1000)
            os._exit(0)
        os.wait();
        """,
        "ok",
        limits=LONG,
    ),
    "daemon and death": Fault(
        """
        import os, subprocess
        subprocess.Popen(['sleep', '1000'], start_new_session=True)
        os._exit(1)
        """,
        "died",
        limits=LONG,
    ),
}
