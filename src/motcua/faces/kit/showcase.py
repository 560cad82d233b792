"""The style page /_ui/: every part in every state. Only where a demonstration or debugging is switched on."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.faces.kit import due, errors
from motcua.faces.kit.counted import counted
from motcua.faces.kit.powers import power

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
PARTS = ("fields", "choices", "papers", "content", "cards", "desk", "figures")
INVENTED = Path(__file__).with_name("showcase.yaml")
BLANK: dict[str, Any] = {
    "kind": "text",
    "hint": None,
    "value": None,
    "error": None,
    "required": True,
    "options": [],
    "attrs": {},
}
STATUSES = (400, 403, 404, 409, 500, 503)


@power("public")
def index(request: HttpRequest) -> HttpResponse:
    """The list of the style pages."""
    _only_in_demonstration()
    return render(request, "kit/ui/index.html", {"parts": PARTS, "statuses": STATUSES})


@power("public")
def part(request: HttpRequest, name: str) -> HttpResponse:
    """One style page."""
    _only_in_demonstration()
    if name not in PARTS:
        raise Http404
    return render(request, f"kit/ui/{name}.html", _context(name))


@power("public")
def trouble(request: HttpRequest, status: int) -> HttpResponse:
    """An error page as people see it."""
    _only_in_demonstration()
    return errors.page(request, errors.trouble(status))


def _context(name: str) -> dict[str, Any]:
    invented = _invented()
    context: dict[str, Any] = {"name": name, "noon": NOON, "chips": _chips()}
    if name in {"fields", "choices", "papers"}:
        fields = {key: BLANK | {"id": one["name"]} | one for key, one in invented["fields"].items()}
        shared = {key: value for key, value in invented.items() if key not in {"fields", "content", "figures"}}
        return context | {"f": SimpleNamespace(**fields, **shared)}
    context["counted"] = [counted(told) for told in invented["counted"]]
    context |= invented["content" if name in {"content", "cards"} else "figures"]
    return context


def _invented() -> dict[str, Any]:
    chips = iter(_chips() * 3)

    def alive(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: alive(one) for key, one in value.items()}
        if isinstance(value, list):
            return [alive(one) for one in value]
        return NOON if value == "NOON" else next(chips) if value == "CHIP" else value

    return dict(alive(yaml.safe_load(INVENTED.read_text(encoding="utf-8"))))


def _chips() -> list[due.Chip]:
    hours = timedelta(hours=1)
    return [
        due.chip(NOON + 80 * hours, NOON),
        due.chip(NOON + 20 * hours, NOON),
        due.chip(NOON + 3 * hours, NOON),
        due.chip(NOON - 30 * hours, NOON),
        due.chip(NOON + 3 * hours, NOON, paused=True),
        due.chip(NOON, NOON, closed_at=NOON - hours),
        due.chip(NOON, NOON, closed_at=NOON + hours),
        due.chip(None, NOON),
    ]


def _only_in_demonstration() -> None:
    if not (settings.MOTCUA.demo or settings.MOTCUA.debug):
        raise Http404
