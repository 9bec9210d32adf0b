"""The demo: a fictional edition with full workbooks, the same for the same seed."""

from cba_kit.programme.demo.academy import EDITION, create
from cba_kit.programme.demo.fill import fill, write_sample

__all__ = ["EDITION", "create", "fill", "write_sample"]
