"""Figures as lines of a table. A count of 1 to 4 is never written, drawn or exported, nor what would give it away."""

from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from motcua.faces.kit import formats
from motcua.faces.portal.transparency.asking import Asked
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.insights.types import SMALLEST_SHOWN, Board, Cell, Figures

COUNTS = (
    "received", "online", "counter", "postal", "carried_over", "resolved",
    "early", "on_day", "late", "in_process", "open_in_time", "open_late", "grades", "satisfied",
    "ease_grades", "found_easy",
    "passed_up", "complaints", "complaints_kept", "complaints_missed",
)  # fmt: skip
RATES = ("on_time_rate", "online_rate", "satisfaction_rate", "ease_rate", "complaint_rate")
HOURS_A_DAY = 24


def lines(board: Board, asked: Asked) -> list[dict[str, Any]]:
    """A line each for the table of the page."""
    return [_line(figures, asked) for figures in board.rows]


def _line(figures: Figures, asked: Asked) -> dict[str, Any]:
    name, href = _named(figures, asked)
    return {
        "name": name,
        "href": href,
        "received": shown(figures.received),
        "online": shown(figures.online),
        "resolved": shown(figures.resolved),
        "late": shown(figures.late),
        "in_process": shown(figures.in_process),
        "open_late": shown(figures.open_late),
        "on_time": _share(figures.on_time_rate, figures.on_time_floor),
        "told": figures.on_time_rate is not None,
        "satisfied": formats.percent(figures.satisfaction_rate),
        "passed_up": shown(figures.passed_up),
        "complaints": shown(figures.complaints),
        "complaint_rate": formats.percent(figures.complaint_rate),
        "mean": _length(_enough(figures, figures.mean_hours)),
    }


def _named(figures: Figures, asked: Asked) -> tuple[str, str | None]:
    agency = agencies.agency(figures.agency_id) if figures.agency_id else None
    card = catalogue.card(figures.procedure) if figures.procedure else None
    language = (get_language() or "vi")[:2]
    agency_name = (agency.name_en or agency.name) if agency and language == "en" else agency.name if agency else ""
    card_name = card.title(language) if card else figures.procedure or ""
    if agency and not figures.procedure:
        return agency_name, asked.link(co_quan=agency.key, nhom="thu-tuc")
    if card and not agency:
        return card_name, asked.link(thu_tuc=card.code, nhom="co-quan")
    return " · ".join(part for part in (agency_name, card_name) if part) or "–", None


def shown(cell: Cell) -> str:
    """The count, or words in its place when it would point at somebody."""
    return _("kept back") if cell.shown is None else formats.number(cell.shown)


def _share(rate: float | None, floor: float | None) -> str:
    """The rate, or that it is at least so much."""
    if rate is None and floor is not None:
        return _("at least %(rate)s") % {"rate": formats.percent(int(floor * 100) / 100)}
    return formats.percent(rate)


def stacks(board: Board, asked: Asked, most: int = 8) -> list[dict[str, Any]]:
    """Resolved early, on the day and late, for the busiest lines. Lines with a hidden part are left to the table."""
    drawn = []
    for figures in board.rows:
        parts = [cell.shown for cell in (figures.early, figures.on_day, figures.late)]
        if None in parts or not any(parts):
            continue
        name, href = _named(figures, asked)
        drawn.append({"label": name, "parts": parts, "href": href})
    return drawn[:most]


def left_out(board: Board, drawn: int) -> str:
    """Why the drawing has fewer lines than the table; empty when it has all of them."""
    missing = len(board.rows) - drawn
    if not missing:
        return ""
    words = ngettext(
        "%(num)s more stands in the table only: the busiest are drawn, and none with a count kept back.",
        "%(num)s more stand in the table only: the busiest are drawn, and none with a count kept back.",
        missing,
    )
    return words % {"num": missing}


def tiles(total: Figures) -> list[dict[str, Any]]:
    """The numbers people ask for first."""
    legal = _("By law: %(time)s") % {"time": _length(total.legal_hours)} if total.legal_hours else None
    return [
        {"label": _("Received"), "value": shown(total.received), "note": None},
        {"label": _("Done on time"), "value": _share(total.on_time_rate, total.on_time_floor), "note": None},
        {"label": _("Late now"), "value": shown(total.open_late), "note": None},
        {"label": _("Handed in online"), "value": _share(total.online_rate, total.online_floor), "note": None},
        {"label": _("Satisfied"), "value": formats.percent(total.satisfaction_rate), "note": None},
        {"label": _("Easy to hand in"), "value": formats.percent(total.ease_rate), "note": None},
        {"label": _("Passed up to the leader"), "value": shown(total.passed_up), "note": None},
        {"label": _("Asked why it is late"), "value": shown(total.complaints), "note": _kept(total)},
        {"label": _("Took on average"), "value": _length(total.mean_hours), "note": legal},
    ]


def _kept(total: Figures) -> str | None:
    """How many of those who asked were answered in time."""
    if total.complaint_rate is None:
        return None
    return _("%(rate)s answered in time") % {"rate": formats.percent(total.complaint_rate)}


def records(board: Board, asked: Asked) -> list[dict[str, Any]]:
    """Rows for programs, with stable English keys. Hidden counts are None."""
    found = []
    for figures in board.rows:
        agency = agencies.agency(figures.agency_id) if figures.agency_id else None
        card = catalogue.card(figures.procedure) if figures.procedure else None
        row: dict[str, Any] = {
            "period_first": asked.period.first.isoformat(),
            "period_last": asked.period.last.isoformat(),
            "agency_code": agency.code if agency else "",
            "agency": agency.name if agency else "",
            "procedure_code": card.code if card else figures.procedure or "",
            "procedure": card.name if card else "",
        }
        row |= {name: getattr(figures, name).shown for name in COUNTS}
        row |= {name: _rounded(getattr(figures, name)) for name in RATES}
        row |= {name: _rounded(_enough(figures, getattr(figures, name))) for name in ("mean_hours", "legal_hours")}
        found.append(row)
    return found


def _enough(figures: Figures, value: float | None) -> float | None:
    """An average of fewer than five says too much about one of them."""
    return value if figures.resolved.exact >= SMALLEST_SHOWN else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _length(hours: float | None) -> str:
    if hours is None:
        return "–"
    if hours < HOURS_A_DAY:
        n = max(1, round(hours))
        return ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}
    days = round(hours / HOURS_A_DAY, 1)
    return ngettext("%(n)s day", "%(n)s days", 1 if days == 1 else 2) % {"n": formats.number(days).removesuffix(",0")}
