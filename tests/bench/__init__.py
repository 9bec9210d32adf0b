"""Benchmarks: how quickly a room full of people gets its pages. Run with make bench-serve, not by pytest."""
