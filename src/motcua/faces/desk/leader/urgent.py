"""The three things to do now, in words, each with one button."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.faces.desk.leader import words
from motcua.faces.desk.leader.asking import Asked, agency_words
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.insights.queries import Urgent


def cards(found: Sequence[Urgent], asked: Asked, at: datetime) -> list[dict[str, Any]]:
    """A card each: what, how bad, where most of it lies, what to press."""
    return [_CARDS[one.kind](one, asked, at) for one in found]


def _overdue(one: Urgent, asked: Asked, at: datetime) -> dict[str, Any]:
    title = ngettext("%(n)s dossier is overdue", "%(n)s dossiers are overdue", one.count) % {"n": one.count}
    longest = _("The longest for %(time)s.") % {"time": words.length(one.delay(at))}
    return _card("late", title, longest + _most(one), *_ways(one, asked, "overdue", _("See why, remind")))


def _unanswered(one: Urgent, asked: Asked, at: datetime) -> dict[str, Any]:
    title = ngettext(
        "%(n)s dossier was not answered within 8 hours", "%(n)s dossiers were not answered within 8 hours", one.count
    ) % {"n": one.count}
    longest = _("The longest for %(time)s.") % {"time": words.length(one.delay(at))}
    return _card("late", title, longest + _most(one), *_ways(one, asked, "unanswered", _("See which, remind")))


def _complaint(one: Urgent, asked: Asked, at: datetime) -> dict[str, Any]:
    title = ngettext(
        "%(n)s question about lateness is not answered in time",
        "%(n)s questions about lateness are not answered in time",
        one.count,
    )
    longest = _("The longest should have been answered %(time)s ago.") % {"time": words.length(one.delay(at))}
    ways = _ways(one, asked, "complaint_late", _("See which, have them answered"))
    return _card("late", title % {"n": one.count}, longest + _most(one), *ways)


def _passed_up(one: Urgent, asked: Asked, at: datetime) -> dict[str, Any]:
    title = ngettext(
        "%(n)s dossier is so late that it was passed up to you",
        "%(n)s dossiers are so late that they were passed up to you",
        one.count,
    )
    if asked.many:
        title = ngettext(
            "%(n)s dossier is so late that it was passed up to the leader",
            "%(n)s dossiers are so late that they were passed up to the leaders",
            one.count,
        )
    longest = _("The longest for %(time)s.") % {"time": words.length(one.delay(at))}
    ways = _ways(one, asked, "passed_up", _("See why, remind"))
    return _card("late", title % {"n": one.count}, longest + _most(one), *ways)


def _at_risk(one: Urgent, asked: Asked, at: datetime) -> dict[str, Any]:
    del at
    title = ngettext("%(n)s dossier is soon overdue", "%(n)s dossiers are soon overdue", one.count) % {"n": one.count}
    return _card(
        "soon", title, _("There is time left for them.") + _most(one), *_ways(one, asked, "at_risk", _("Open the list"))
    )


def _decide(one: Urgent, asked: Asked, at: datetime) -> dict[str, Any]:
    """What waits for the leader's own hand; the title opens all of it, in whosever hands it lies."""
    title = ngettext(
        "%(n)s result waits for approval or signature", "%(n)s results wait for approval or signature", one.count
    )
    late = one.due_at is not None and one.due_at < at
    text = _("The first should have been done %(time)s ago.") % {"time": words.length(one.delay(at))}
    said = text if late else _("None is late yet.")
    home = agencies.agency(asked.reach.home)
    here = {"co_quan": home.key} if home and asked.reach.upper else {}
    every = reverse("desk:leader-figure") + asked.link(so="to_decide", **here)
    kind, mine = "late" if late else "soon", reverse("desk:worklist")
    return _card(kind, title % {"n": one.count}, said, every, mine, _("Open what waits for me"))


def _consult(one: Urgent, asked: Asked, at: datetime) -> dict[str, Any]:
    title = ngettext(
        "%(n)s consultation is unanswered and late", "%(n)s consultations are unanswered and late", one.count
    )
    longest = _("The longest for %(time)s.") % {"time": words.length(one.delay(at))}
    return _card(
        "late",
        title % {"n": one.count},
        longest + _most(one),
        *_ways(one, asked, "consult_late", _("See which, remind")),
    )


def _correction(one: Urgent, asked: Asked, at: datetime) -> dict[str, Any]:
    title = ngettext(
        "%(n)s wrong result is not corrected in time", "%(n)s wrong results are not corrected in time", one.count
    )
    longest = _("The longest for %(time)s.") % {"time": words.length(one.delay(at))}
    ways = _ways(one, asked, "correction_late", _("See which ones"))
    return _card("late", title % {"n": one.count}, longest + _most(one), *ways)


def _nobodys(one: Urgent, asked: Asked, at: datetime) -> dict[str, Any]:
    action = _("See which, remind") if asked.many else _("Give them to somebody")
    title = ngettext(
        "%(n)s dossier, still in time, has a late step nobody took",
        "%(n)s dossiers, still in time, have a late step nobody took",
        one.count,
    )
    longest = _("The longest for %(time)s.") % {"time": words.length(one.delay(at))}
    return _card("late", title % {"n": one.count}, longest + _most(one), *_ways(one, asked, "nobodys", action))


_CARDS = {
    "complaint_late": _complaint, "passed_up": _passed_up, "overdue": _overdue, "unanswered": _unanswered, "at_risk": _at_risk, "to_decide": _decide,
    "correction_late": _correction, "consult_late": _consult, "nobodys": _nobodys,
}  # fmt: skip


def _card(kind: str, title: str, text: str, every: str, href: str, action: str) -> dict[str, Any]:
    """`every` opens all that the title counts; the button leads to where most of it lies."""
    return {"kind": kind, "title": title, "text": text, "every": every, "href": href, "action": action}


def _most(one: Urgent) -> str:
    """Where most of it lies."""
    unit = agencies.unit(one.place) if one.place else None
    agency = agencies.agency(one.place) if one.place and unit is None else None
    name = unit.name if unit else agency_words(agency) if agency else ""
    if not name or _scattered(one):
        return ""
    if one.at_place == one.count:
        return " " + _("All at: %(place)s.") % {"place": name}
    return " " + _("Most of them: %(place)s, %(n)s.") % {"place": name, "n": one.at_place}


def _scattered(one: Urgent) -> bool:
    """Several, and no place has more than one of them: none is worth naming."""
    return one.at_place == 1 < one.count


def _ways(one: Urgent, asked: Asked, view: str, action: str) -> tuple[str, str, str]:
    """The list of all, the list the button opens, and what the button says."""
    every = reverse("desk:leader-risk") + asked.link(xem=view)
    unit = agencies.unit(one.place) if one.place else None
    agency = agencies.agency(one.place) if one.place and unit is None else None
    place = {"don_vi": unit.key} if unit else {"co_quan": agency.key} if agency else {}
    if not place or _scattered(one) or one.at_place == one.count:
        return every, every, action
    return every, reverse("desk:leader-risk") + asked.link(xem=view, **place), _("See where most of them are")
