"""Templates as values: what trainers write as YAML, checked, with file and line where it is wrong."""

from cba_kit.content.library import Library

__all__ = ["Library"]
