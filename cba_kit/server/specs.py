"""Kernelspecs: which kernels there are, looked up once; those of our own Python are forked."""

from __future__ import annotations

import logging
import sys
from copy import deepcopy
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from traitlets import Unicode

log = logging.getLogger(__name__)

ORDINARY = "python3"
ARGUMENTS = ["--HistoryManager.enabled=False"]
"""Nobody types into the kernel of a page: there is no history to keep on disk."""
PAGES, WARM = "cba_kit.pages", "cba_kit.pages.rehearsal:warm"
"""What a kernel has loaded from its first moment on: all that our pages need."""


class ForkedSpecs(KernelSpecManager):
    """The kernels of this machine. For a name that none has, the ordinary one stands in."""

    templates = Unicode("", config=True, help="the academy's templates, which pages find read")
    _known: dict[str, KernelSpec]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._known = {}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return a kernel's specification."""
        if kernel_name not in self._known:
            try:
                found = super().get_kernel_spec(kernel_name)
            except NoSuchKernel:
                if kernel_name == ORDINARY:
                    raise
                log.warning("There is no kernel “%s” here: the ordinary one is used.", kernel_name)
                found = self.get_kernel_spec(ORDINARY)
            self._known[kernel_name] = self._forked(found)
        return self._known[kernel_name]

    def _forked(self, spec: KernelSpec) -> KernelSpec:
        """Let a kernel of our own Python be forked, where its specification does not say otherwise."""
        words = list(spec.argv)
        ours = words[:1] and words[0] in ("python", "python3", sys.executable)
        if not ours or "ipykernel_launcher" not in words or "kernel_provisioner" in spec.metadata:
            return spec
        made = deepcopy(spec)
        config = {"preload": [PAGES, f"{WARM} {self.templates}".rstrip()], "arguments": ARGUMENTS}
        made.metadata["kernel_provisioner"] = {"provisioner_name": "cba-fork", "config": config}
        return made
