"""Benchmarks, for make bench-serve and make bench-render: how quickly pages come and reports are made."""
