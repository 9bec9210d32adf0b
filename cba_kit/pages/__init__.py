"""What a notebook may show: one function a page."""

from cba_kit.pages.show import coach, participant, sheet

__all__ = ["coach", "participant", "sheet"]
