"""A server that is killed: it has a parent, a child and a kernel, says their numbers and waits."""

from __future__ import annotations

import json
import os
import signal
import sys

from jupyter_client.manager import KernelManager

from cba_kit.kernels import ForkRequest
from cba_kit.kernels.provisioner import kernel_parent
from tests.kernels.conftest import TARGETS, OneSpec

manager = KernelManager(kernel_spec_manager=OneSpec({}), connection_file=sys.argv[1])
manager.start_kernel()
parent = kernel_parent()
child = parent.fork(ForkRequest(f"{TARGETS}:stay", env=dict(os.environ)))
sys.stdout.write(json.dumps([parent.pid, manager.provisioner.pid, child.pid]) + "\n")
sys.stdout.flush()
signal.pause()
