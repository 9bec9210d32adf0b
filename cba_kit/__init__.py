"""Coaching and action-plan workbooks for training programmes: see README.md and docs/design.md."""

__version__ = "0.1.0"
