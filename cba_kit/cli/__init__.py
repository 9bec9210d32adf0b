"""The command line: parse, call, print."""

from cba_kit.cli.main import main

__all__ = ["main"]
