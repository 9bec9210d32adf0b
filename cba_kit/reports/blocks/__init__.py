"""Blocks: what an executed notebook shows as one tree of data, from which both HTML and PDF are printed."""
