"""What the office is measured against, and who is told when a dossier runs out of time. Read only: files of the
installation say so, each line from a day on and with its source.
"""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_GET

from motcua.faces.console import menu
from motcua.faces.console.asking import ConsoleRequest
from motcua.faces.kit import formats
from motcua.faces.kit.powers import power
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.insights import queries as insights
from motcua.rooms.insights.types import Aim

MEASURES = {
    "on_time_rate": gettext_noop("Resolved in time"),
    "online_rate": gettext_noop("Handed in online"),
    "satisfaction": gettext_noop("Satisfied"),
    "complaint_rate": gettext_noop("Questions about lateness answered in time"),
}
TOLD = {
    "holder": gettext_noop("whoever has the work"),
    "unit_head": gettext_noop("the head of the unit"),
    "one_stop_head": gettext_noop("the head of the one-stop unit"),
    "agency_head": gettext_noop("the leader of the office"),
}


@require_GET
@power("insights.see_aims")
def page(request: ConsoleRequest) -> HttpResponse:
    """The targets that bind this office and the ladder of reminders, with day and source of each line."""
    home, today = request.actor.agency_id, clock.today()
    if home is None:
        raise Refused("act.out-of-reach")
    ladders = sorted(dossiers.ladders(), key=lambda one: one.since, reverse=True)
    begun = [one for one in ladders if one.since <= today]
    shown = {
        "aims": [line for aim in insights.aims_of(home, today) for line in _lines(aim, today)],
        "ladders": [_ladder(one, today, holds=one is (begun or ladders[-1:])[0]) for one in ladders],
    }
    return render(request, "console/aims.html", menu.page("aims", **shown))


def _lines(aim: Aim, today: date) -> list[dict[str, Any]]:
    agency = agencies.agency(aim.agency_id) if aim.agency_id else None
    return [
        {
            "measure": _(MEASURES[name]),
            "share": formats.percent(share),
            "whose": agency.name if agency else _("every office"),
            "since": aim.since,
            "source": aim.source,
            "standing": _standing(aim.since, today, holds=name in aim.holds),
            "holds": name in aim.holds,
        }
        for name, share in aim.shares.items()
    ]


def _standing(since: date, today: date, *, holds: bool) -> str:
    return _("in force") if holds else _("from then on") if since > today else _("replaced")


def _ladder(ladder: Any, today: date, *, holds: bool) -> dict[str, Any]:
    n = ladder.proposed_working_days
    later = ngettext("%(n)s working day", "%(n)s working days", n) % {"n": n}
    return {
        "since": ladder.since,
        "standing": _standing(ladder.since, today, holds=holds),
        "holds": holds,
        "rungs": [
            {
                "when": _when(rung),
                "whom": ", ".join(_(TOLD[one]) for one in rung.to),
                "drafts": _("An apology with a new date, %(later)s later, is laid ready to be signed.")
                % {"later": later}
                if rung.drafts
                else None,
            }
            for rung in ladder.rungs
        ],
    }


def _when(rung: Any) -> str:
    if rung.after_working_days is None:
        return _("%(share)s of the time is used, or a step is late") % {"share": formats.percent(rung.used)}
    if rung.after_working_days == 0:
        return _("The promised time is over")
    n = rung.after_working_days
    return ngettext("%(n)s working day after the promised day", "%(n)s working days after the promised day", n) % {
        "n": n
    }
