"""Pictures: accessible SVG, drawn once for pages, HTML reports and PDF. Static, deterministic, no script."""

from cba_kit.pictures.calendar import Calendar
from cba_kit.pictures.drawing import Style, described
from cba_kit.pictures.gantt import Task, gantt, gantt_rows
from cba_kit.pictures.matrix import matrix, matrix_rows
from cba_kit.pictures.mini import mini, mini_canvas, mini_form, mini_gantt, mini_radar
from cba_kit.pictures.radar import radar, radar_rows
from cba_kit.pictures.rings import rings
from cba_kit.pictures.tokens import accent_tokens, light_tokens, palette

__all__ = [
    "Calendar",
    "Style",
    "Task",
    "accent_tokens",
    "described",
    "gantt",
    "gantt_rows",
    "light_tokens",
    "matrix",
    "matrix_rows",
    "mini",
    "mini_canvas",
    "mini_form",
    "mini_gantt",
    "mini_radar",
    "palette",
    "radar",
    "radar_rows",
    "rings",
]
