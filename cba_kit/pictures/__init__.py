"""Pictures: accessible SVG, drawn once for pages, HTML reports and PDF. Static, deterministic, no script."""

from cba_kit.pictures.calendar import Calendar
from cba_kit.pictures.drawing import Style, described
from cba_kit.pictures.funding import Income, funding, funding_table
from cba_kit.pictures.gantt import Task, gantt, gantt_rows
from cba_kit.pictures.histogram import Votes, histogram, histogram_table
from cba_kit.pictures.legend import issued_table, radar_table
from cba_kit.pictures.matrix import matrix, matrix_table
from cba_kit.pictures.mini import mini, mini_canvas, mini_form, mini_gantt, mini_radar, mini_thread
from cba_kit.pictures.movement import Shift, movement, movement_table
from cba_kit.pictures.needs import Need, needs, needs_table
from cba_kit.pictures.portfolio import Service, portfolio, portfolio_table
from cba_kit.pictures.radar import issued_radar, radar
from cba_kit.pictures.rings import rings
from cba_kit.pictures.stakeholders import Stakeholder, stakeholders, stakeholders_table
from cba_kit.pictures.table import Column, Table
from cba_kit.pictures.tokens import accent_tokens, light_tokens, palette

__all__ = [
    "Calendar",
    "Column",
    "Income",
    "Need",
    "Service",
    "Shift",
    "Stakeholder",
    "Style",
    "Table",
    "Task",
    "Votes",
    "accent_tokens",
    "described",
    "funding",
    "funding_table",
    "gantt",
    "gantt_rows",
    "histogram",
    "histogram_table",
    "issued_radar",
    "issued_table",
    "light_tokens",
    "matrix",
    "matrix_table",
    "mini",
    "mini_canvas",
    "mini_form",
    "mini_gantt",
    "mini_radar",
    "mini_thread",
    "movement",
    "movement_table",
    "needs",
    "needs_table",
    "palette",
    "portfolio",
    "portfolio_table",
    "radar",
    "radar_table",
    "rings",
    "stakeholders",
    "stakeholders_table",
]
