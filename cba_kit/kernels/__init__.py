"""Kernels forked from a preloaded parent: a Jupyter kernel provisioner that knows nothing of the academy."""
