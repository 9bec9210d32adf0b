"""Parents, children and kernels for tests, all real processes, and how to wait for what they do."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import KernelManager

from cba_kit.kernels import Child, ForkParent, ForkRequest
from cba_kit.kernels.provisioner import kernel_parent

ROOT = Path(__file__).parents[2]
LONG = 120.0
"""Seconds after which something that is waited for is taken to never happen."""
TARGETS = "tests.kernels.targets"


def until(condition: Callable[[], Any]) -> None:
    """Wait until `condition` holds."""
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end, "what was waited for did not happen"
        time.sleep(0.005)


def alive(pid: int) -> bool:
    """Tell whether a process runs; one that has ended but that nobody asked for yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Nursery:
    """Asks one parent for children that run a target of these tests."""

    def __init__(self, parent: ForkParent, folder: Path) -> None:
        self.parent = parent
        self.folder = folder

    def fork(
        self, target: str, *, env: dict[str, str] | None = None, log: str = "", **arguments: Any
    ) -> Child:
        """Fork a child that runs a function of `targets`."""
        env = {"PYTHONPATH": str(ROOT), **(env or {})}
        request = ForkRequest(f"{TARGETS}:{target}", arguments, env=env, cwd=str(self.folder), log=log)
        return self.parent.fork(request)

    def facts(self, **surroundings: Any) -> dict[str, Any]:
        """Return what a child finds around itself."""
        file = self.folder / f"facts-{time.monotonic_ns()}.json"
        assert self.fork("write_facts", file=str(file), **surroundings).wait(LONG) == 0
        found: dict[str, Any] = json.loads(file.read_text())
        return found

    def modules(self) -> set[str]:
        """Return what the parent has loaded: what a child has before it loads anything."""
        file = self.folder / f"modules-{time.monotonic_ns()}"
        assert self.fork("write_modules", file=str(file)).wait(LONG) == 0
        return set(file.read_text().split())


@pytest.fixture(scope="module")
def shared_parent() -> Iterator[ForkParent]:
    """A parent for all tests of a module, with nothing loaded."""
    parent = ForkParent()
    yield parent
    parent.end()


@pytest.fixture
def nursery(shared_parent: ForkParent, tmp_path: Path) -> Nursery:
    """Children of the shared parent."""
    return Nursery(shared_parent, tmp_path)


@pytest.fixture
def parents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Nursery]]:
    """Make parents of one's own, which can load modules of these tests."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    made: list[ForkParent] = []

    def make(*preload: str, patience: float = LONG) -> Nursery:
        made.append(ForkParent(preload, patience=patience))
        return Nursery(made[-1], tmp_path)

    yield make
    for parent in made:
        parent.end()


class OneSpec(KernelSpecManager):
    """Knows one kernelspec, whatever it is asked for."""

    def __init__(self, config: dict[str, Any], argv: list[str] | None = None) -> None:
        super().__init__()
        self._made = KernelSpec(
            argv=argv or ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name="Test",
            language="python",
            metadata={"kernel_provisioner": {"provisioner_name": "cba-fork", "config": config}},
        )

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:  # noqa: ARG002  # there is only one
        """Return the one."""
        return self._made


class Kernel:
    """A running kernel and somebody who talks with it."""

    def __init__(self, manager: KernelManager) -> None:
        self.manager = manager
        self.client: BlockingKernelClient = manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(LONG)

    @property
    def pid(self) -> int:
        """Its process id."""
        return int(self.manager.provisioner.pid)

    def run(self, code: str) -> str:
        """Run a cell, and return what it prints."""
        said: list[str] = []
        reply = self.client.execute_interactive(
            code,
            timeout=LONG,
            output_hook=lambda message: said.append(message["content"].get("text", "")),
        )
        assert reply["content"]["status"] == "ok", reply["content"]
        return "".join(said).strip()

    def code(self) -> int | None:
        """Return the exit code as jupyter_client hears it."""
        code: int | None = self.manager.provisioner.process.poll()
        return code


@pytest.fixture
def kernels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Kernel]]:
    """Start kernels; `config` is the provisioner's."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    started: list[Kernel] = []

    def start(config: dict[str, Any] | None = None, *, argv: list[str] | None = None, **how: Any) -> Kernel:
        manager = KernelManager(
            kernel_spec_manager=OneSpec(config or {}, argv),
            connection_file=str(tmp_path / f"kernel-{len(started)}.json"),
        )
        manager.start_kernel(cwd=str(tmp_path), **how)
        started.append(Kernel(manager))
        return started[-1]

    yield start
    for kernel in started:
        kernel.client.stop_channels()
        kernel.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="session", autouse=True)
def _no_parents_left() -> Iterator[None]:
    """End the parent that the kernels of these tests come from."""
    yield
    kernel_parent().end()


@contextmanager
def environment_with(name: str, value: str) -> Iterator[None]:
    """Set a variable of this process for a moment."""
    os.environ[name] = value
    yield
    del os.environ[name]
