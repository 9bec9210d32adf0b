"""The public test suite for Jupyter kernels, run on the forked one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import jupyter_kernel_test  # not its class alone: pytest would run that, too
import pytest

from .conftest import environment_with

pytestmark = pytest.mark.slow

DISPLAY = "from IPython.display import HTML, Math, display;"


@pytest.fixture(scope="module", autouse=True)
def _history_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what the suite writes out of this user's history."""
    with environment_with("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython"))):
        yield


class TestForkedKernel(jupyter_kernel_test.KernelTests):
    """Every test of the suite that a Python kernel has an answer to."""

    kernel_name = "cba"
    language_name = "python"
    file_extension = ".py"
    code_hello_world = "print('hello, world')"
    code_stderr = "import sys; print('test', file=sys.stderr)"
    completion_samples = ({"text": "zi", "matches": {"zip"}},)
    complete_code_samples = ("1", "print('hello, world')", "def f(x):\n  return x*2\n\n\n")
    incomplete_code_samples = ("print('''hello", "def f(x):\n  x*2")
    invalid_code_samples = ("import = 7q",)
    code_page_something = "zip?"
    code_generate_error = "raise ValueError('no')"
    code_execute_result = (
        {"code": "1+2+3", "result": "6"},
        {"code": "[n*n for n in range(1, 4)]", "result": "[1, 4, 9]"},
    )
    code_display_data = (
        {"code": f"{DISPLAY} display(HTML('<b>test</b>'))", "mime": "text/html"},
        {"code": f"{DISPLAY} display(Math('x^2'))", "mime": "text/latex"},
    )
    code_history_pattern = "1?2*"
    supported_history_operations = ("tail", "search")  # IPython calls the running session 0 in a range
    code_inspect_sample = "zip"
    code_clear_output = "from IPython.display import clear_output; clear_output()"

    def execute_helper(self, *args: Any, **kwargs: Any) -> Any:
        """Give messages of a busy machine more than the suite's tenth of a second."""
        with _patient(self.kc.iopub_channel):
            return super().execute_helper(*args, **kwargs)


@contextmanager
def _patient(channel: Any) -> Iterator[None]:
    stock = channel.get_msg
    channel.get_msg = lambda timeout: stock(timeout=max(timeout, 60))
    yield
    channel.get_msg = stock
