"""A6: the working calendar of a place. Days are declared in two steps, the second after seeing what they move."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from motcua.faces.console import menu
from motcua.faces.console.asking import ConsoleRequest
from motcua.faces.console.calendar import asking, presenting, weeks
from motcua.faces.console.calendar.asking import Spoken, Typed
from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.rooms.calendar import queries, services
from motcua.rooms.calendar.types import DeclarationView
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers.types import Forecast

Form = Callable[..., HttpResponse]  # (request, typed, refusal)
COVERED = {str(year) for year in range(2015, 2046)}  # the years calendars are kept for


@require_GET
@power("calendar.declare")
def year(request: ConsoleRequest) -> HttpResponse:
    """A year by its months, with the source of each day; what was declared, and how far it was carried out."""
    spoken, today = asking.chosen(request.actor, request.GET.get("noi", "")), clock.today()
    asked = request.GET.get("nam", "")
    shown = int(asked) if asked in COVERED else today.year
    address = reverse("console:calendar")
    his = asking.places(request.actor)
    page = {
        "spoken": spoken,
        "year": shown,
        "tabs": [
            {"label": str(one), "href": f"{address}?nam={one}&noi={spoken.key}", "current": one == shown, "count": None}
            for one in presenting.years(shown, today)
        ],
        "places": [
            {"label": one.words, "href": f"{address}?nam={shown}&noi={one.key}", "current": one == spoken}
            for one in his
            if len(his) > 1
        ],
        "weeks": presenting.weeks(queries.weeks_of(spoken.place, clock.now()), shown),
        "months": presenting.months(queries.holidays(shown, spoken.place, at=clock.now())),
        "declared": [presenting.declared(one) for one in queries.declarations(spoken.place, year=shown)],
        "recounts": dossiers.recounts(spoken.place),
    }
    return render(request, "console/calendar/year.html", menu.page("calendar", **page))


@require_http_methods(["GET", "POST"])
@power("calendar.declare")
def declaring(request: ConsoleRequest) -> HttpResponse:
    """The form; then what it would move; then, confirmed, the declaration."""
    if request.method == "GET":
        chosen = asking.chosen(request.actor, request.GET.get("noi", ""))
        return _form(request, Typed({"place": chosen.key, "kind": "day_off"}, {}))
    return _declared(request, asking.read(request.actor, request.POST.dict(), today=clock.today()), _form)


@require_http_methods(["GET", "POST"])
@power("calendar.declare")
def week(request: ConsoleRequest) -> HttpResponse:
    """Another working week from a day on: the form with the week that holds, what it would move, the declaration."""
    if request.method == "GET":
        chosen = asking.chosen(request.actor, request.GET.get("noi", ""))
        return _week_form(request, weeks.as_it_is(chosen, clock.today(), clock.now()))
    return _declared(request, weeks.read(request.actor, request.POST.dict(), today=clock.today()), _week_form)


@require_http_methods(["GET", "POST"])
@power("calendar.take-back")
def taking_back(request: ConsoleRequest, declaration_id: UUID) -> HttpResponse:
    """Take a declaration back, after seeing what that moves. Refused: act.out-of-reach"""
    view = queries.declaration(declaration_id)
    his = {one.place: one for one in asking.places(request.actor)}
    if view is None or view.place not in his:
        raise Refused("act.out-of-reach")
    no = None
    if request.method == "POST":
        number, reason = request.POST.get("number", ""), request.POST.get("reason", "")
        try:
            services.take_back(view.id, number=number, reason=reason, by=request.actor, at=clock.now())
        except Refused as refused:
            no = refused
        else:
            done = _("Taken back. Open due dates are being counted again.")
            return notices.add(_to_year(his[view.place], view.decree.first), "ok", done)
    return _back_form(request, view, his[view.place], no)


def _declared(request: ConsoleRequest, typed: Typed, form: Form) -> HttpResponse:
    if typed.decree is None or typed.spoken is None or request.POST.get("_action") == "change":
        return form(request, typed)
    if request.POST.get("_action") != "confirm":
        return _preview(request, typed, form)
    try:
        key = request.POST.get("key", "")[:60] or None
        services.declare(typed.decree, typed.spoken.place, by=request.actor, at=clock.now(), key=key)
    except Refused as no:
        return form(request, Typed(typed.values, {asking.field_of(no): no.message}), no)
    done = _("Declared. Open due dates are being counted again, and applicants are told.")
    return notices.add(_to_year(typed.spoken, typed.decree.first), "ok", done)


def _form(request: ConsoleRequest, typed: Typed, no: Refused | None = None) -> HttpResponse:
    fields = presenting.fields(typed, asking.places(request.actor))
    return _asked(request, "declaring", typed, no, f=fields)


def _week_form(request: ConsoleRequest, typed: Typed, no: Refused | None = None) -> HttpResponse:
    fields = weeks.fields(typed, asking.places(request.actor))
    return _asked(request, "week", typed, no, f=fields, days=weeks.DAYS)


def _asked(request: ConsoleRequest, what: str, typed: Typed, no: Refused | None, **more: Any) -> HttpResponse:
    """One of the two forms, with what was typed and everything that is wrong with it."""
    status = no.http_status if no else 422 if typed.errors else 200
    page = menu.page("calendar", faults=_faults(typed), back=_address(str(typed.values.get("place", ""))), **more)
    return render(request, f"console/calendar/{what}.html", page, status=status)


def _faults(typed: Typed) -> list[dict[str, str]]:
    return [{"id": name, "words": words} for name, words in typed.errors.items()]


def _preview(request: ConsoleRequest, typed: Typed, form: Form) -> HttpResponse:
    decree, spoken, at = typed.decree, typed.spoken, clock.now()
    if decree is None or spoken is None:
        return form(request, typed)
    told = dossiers.forecast(spoken.place, *queries.touched(decree), queries.under(decree, spoken.place, at), at=at)
    sent = {name: value for name, value in request.POST.items() if name not in {"csrfmiddlewaretoken", "_action"}}
    page = menu.page(
        "calendar", rows=presenting.summary(typed), ahead=presenting.ahead(told), sent=sent, key=str(new_id())
    )
    return render(request, "console/calendar/preview.html", page)


def _back_form(request: ConsoleRequest, view: DeclarationView, spoken: Spoken, no: Refused | None) -> HttpResponse:
    typed = Typed({"number": request.POST.get("number"), "reason": request.POST.get("reason")},
                  {asking.field_of(no): no.message} if no else {})  # fmt: skip
    page = menu.page(
        "calendar",
        view=presenting.declared(view),
        standing=view.taken_back_at is None,
        f=presenting.fields(typed, []),
        faults=_faults(typed),
        ahead=presenting.ahead(_without(view)),
        back=_address(spoken.key),
    )
    return render(request, "console/calendar/taking_back.html", page, status=no.http_status if no else 200)


def _without(view: DeclarationView) -> Forecast:
    at = clock.now()
    return dossiers.forecast(view.place, *queries.touched(view.decree), queries.without(view, at), at=at)


def _address(key: str) -> str:
    return f"{reverse('console:calendar')}?noi={key}"


def _to_year(spoken: Spoken, day: date) -> HttpResponse:
    return redirect(f"{reverse('console:calendar')}?nam={day.year}&noi={spoken.key}")
