"""Rendering: the parts of the benchmark of reports, one figure of its table each."""
