"""Rules: the checks over filled sheets that an academy may ask questions with, and rules made of them.

Read in order: `words` (when two texts speak of the same), `filled` (what a check looks at), the checks
(`blocks`, `pairs`, `numbers`, `outlook`), `rule` (a check with its question in plain words).
"""
