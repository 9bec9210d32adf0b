"""Kernels forked from a preloaded parent: a Jupyter kernel provisioner that knows nothing of the academy.

server ── ForkProvisioner ── ForkParent ──socket── parent ──fork── child: kernel
           how jupyter_client  owns one   (life     single-threaded,   its own session,
           starts and ends it  parent     line)     all imported       streams, environment
"""

from cba_kit.kernels.handle import Child
from cba_kit.kernels.owner import ForkParent, forkable
from cba_kit.kernels.request import ForkError, ForkRequest

__all__ = [
    "Child",
    "ForkError",
    "ForkParent",
    "ForkRequest",
    "forkable",
]
