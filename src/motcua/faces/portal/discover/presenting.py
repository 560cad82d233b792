"""The catalogue in the words of a start page. Kept a process: a version never changes, a day does."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from motcua.faces.kit import formats
from motcua.faces.portal import copies
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.types import Card, ChannelOffer, Definition, FeeOffer, LifeEvent

ICONS = {
    "sinh-con": "birth",
    "ket-hon": "marriage",
    "chuyen-cho-o": "move",
    "giay-to-tuy-than": "card",
    "mat-giay-to": "lost",
    "lai-xe": "wheel",
    "mua-xe": "vehicle",
    "nha-dat": "land",
    "mua-ban-nha-dat": "key",
    "xay-nha": "build",
    "hoc-tap": "school",
    "xin-viec": "job",
    "nghi-viec": "retire",
    "xuat-canh": "plane",
    "nguoi-than-mat": "death",
    "khoi-nghiep": "business",
    "xuat-khau": "export",
}
OFTEN = ("marital_status_certificate", "birth_registration", "driving_licence_exchange", "passport_issue")
WHERE = {
    "commune_pc": gettext_noop("People's committee of the ward or commune"),
    "commune_police": gettext_noop("Police of the ward or commune"),
    "insurance_office": gettext_noop("Social insurance office"),
    "province_police": gettext_noop("Police of the province or city"),
    "moit_co_office": gettext_noop("Offices of the Ministry of Industry and Trade for certificates of origin"),
}
SUBJECTS = {
    "individual": gettext_noop("people"),
    "business": gettext_noop("businesses"),
    "organisation": gettext_noop("organisations"),
}
CHANNELS = {
    "online": gettext_noop("Online"),
    "counter": gettext_noop("At the desk"),
    "postal": gettext_noop("By post"),
}
DATABASES = {
    "national_population_db": gettext_noop("the population database"),
    "civil_status_db": gettext_noop("the civil-status database"),
    "residence_db": gettext_noop("the residence database"),
    "national_land_db": gettext_noop("the land database"),
    "national_insurance_db": gettext_noop("the insurance database"),
    "business_registration_db": gettext_noop("the business register"),
    "driving_licence_db": gettext_noop("the driving-licence database"),
    "vehicle_db": gettext_noop("the vehicle register"),
    "tax_db": gettext_noop("the tax database"),
    "national_customs_db": gettext_noop("the customs system"),
    "national_education_db": gettext_noop("the education database"),
    "health_db": gettext_noop("the health system"),
    "vneid": gettext_noop("the VNeID application"),
}
KNOWN = {
    "full_name": gettext_noop("full name"),
    "birth_date": gettext_noop("date of birth"),
    "gender": gettext_noop("sex"),
    "personal_id": gettext_noop("personal number"),
    "residence": gettext_noop("place of residence"),
    "phone": gettext_noop("telephone"),
    "email": gettext_noop("e-mail"),
    "marital_status": gettext_noop("marriage"),
    "spouse_full_name": gettext_noop("spouse"),
    "household_head_name": gettext_noop("head of the household"),
    "name": gettext_noop("name of the organisation"),
    "tax_code": gettext_noop("tax code"),
    "address": gettext_noop("address of the organisation"),
}
ONCE = ("đồng/lần", "đồng each time")


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as the applicant meets it. `source`: whose data stand in for it."""

    name: str
    condition: str
    source: str
    shown_only: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One way of handing in, with its time and money."""

    channel: str
    name: str
    time: str
    fee: str


@dataclass(frozen=True, slots=True)
class GroupOffer:
    """Several procedures that are done by one submission."""

    code: str
    href: str
    start_url: str
    title: str
    time: str
    fee: str
    minutes: int
    members: tuple[tuple[str, str], ...]
    """The name of each, and who decides it."""


@dataclass(frozen=True, slots=True)
class StartPage:
    """Everything C4 says."""

    code: str
    title: str
    legal_name: str
    result: str
    validity: str
    online: bool
    partial: str
    minutes: int
    where: str
    who: str
    time: str
    fee: str
    start_url: str
    reasons: tuple[str, ...]
    known: tuple[str, ...]
    papers: tuple[Paper, ...]
    if_papers: tuple[Paper, ...]
    steps: tuple[str, ...]
    requirements: tuple[str, ...]
    ways: tuple[Way, ...]
    cases: tuple[tuple[str, str], ...]
    fees: tuple[FeeOffer, ...]
    copies: str
    exemptions: tuple[str, ...]
    bases: tuple[tuple[str, str], ...]
    decision: str
    effective_from: date
    related: tuple[dict[str, Any], ...]
    members: tuple[tuple[str, str], ...]
    together: GroupOffer | None
    """The group this procedure can be done in, with others."""


def language() -> str:
    return (get_language() or "vi")[:2]


def event_link(event: LifeEvent) -> dict[str, str]:
    return {
        "href": reverse("discover:life-event", args=[event.slug]),
        "title": event.title(language()),
        "icon": ICONS.get(event.slug, "paper"),
    }


def often_asked() -> list[dict[str, str]]:
    """A few searches that many people make, as links."""
    cards = [card for card in (catalogue.card(key) for key in OFTEN) if card]
    return [{"href": procedure_url(c), "name": c.title(language())} for c in cards]


def procedure_url(card: Card) -> str:
    return reverse("discover:procedure", args=[card.code])


def start_url(code: str) -> str:
    """Where a filing begins; the journey «apply» owns the address."""
    try:
        return reverse("apply:start", args=[code])
    except NoReverseMatch:
        return f"/nop-ho-so/moi/{code}"


def result_of(card: Card) -> dict[str, Any]:
    """A found procedure in one line: where, how long, how much."""
    return _result(card.version_id, card.code, language(), _today())


@lru_cache(maxsize=1024)
def _result(version_id: UUID, code: str, _language: str, day: date) -> dict[str, Any]:
    card, definition = catalogue.card(code), catalogue.version(version_id)
    offer = _best(_offers(definition, day)) if definition else None
    return {
        "href": reverse("discover:procedure", args=[code]),
        "name": card.title(_language) if card else code,
        "agency": where(card.agency_kind) if card else "",
        "days": _time(offer),
        "fee": _fee(offer),
        "online": bool(card and card.online_mode != "info"),
        "minutes": card.minutes if card else None,
    }


@lru_cache(maxsize=512)
def start_page(version_id: UUID, _language: str, day: date) -> StartPage:
    """Put one version in words."""
    definition = catalogue.version(version_id)
    if definition is None:
        raise LookupError(version_id)
    one, speak = definition.procedure, _language[:2]
    offers = _offers(definition, day)
    online = one.online.mode != "info" and any(o.channel == "online" for o in offers)
    best = _best(offers)
    mandatory, conditional = _papers(definition, online=online, speak=speak)
    return StartPage(
        code=definition.code,
        title=one.plain_name.words(speak),
        legal_name=one.name.words(speak),
        result=one.result.name.words(speak),
        validity=one.result.validity.words(speak),
        online=online,
        partial=one.online.note.words(speak) if one.online.note and one.online.mode == "partial" else "",
        minutes=one.minutes,
        where=where(one.agency_kind),
        who=", ".join(_(SUBJECTS[s]) for s in one.eligible_subjects),
        time=_time(best),
        fee=_fee(best),
        start_url=start_url(definition.code),
        reasons=tuple(r.words for r in catalogue.why_online(definition, on=day, language=speak)) if online else (),
        known=_known(definition),
        papers=mandatory,
        if_papers=conditional,
        steps=tuple(s.words(speak) for s in one.steps),
        requirements=tuple(r.words(speak) for r in one.requirements),
        ways=tuple(Way(o.channel, _(CHANNELS[o.channel]), _time(o), _fee(o)) for o in offers),
        cases=_cases(offers),
        fees=_fees(offers),
        copies=" ".join(one for one in (copies.words(definition, offers), copies.later(offers)) if one),
        exemptions=tuple(e.words(speak) for e in one.exemptions),
        bases=tuple((b.number, b.title.words(speak) if b.title else "") for b in one.legal_bases),
        decision=definition.decision_number,
        effective_from=definition.effective_from,
        related=tuple(_result(c.version_id, c.code, _language, day) for c in catalogue.related(definition)),
        members=_members(definition, speak),
        together=next((g for g in map(group_of, catalogue.related(definition)) if g and _holds(g.code, one.key)), None),
    )


def group_of(card: Card) -> GroupOffer | None:
    """The group a card stands for; None when it is one procedure."""
    definition = catalogue.version(card.version_id)
    if definition.group is None:
        return None
    best = _best(_offers(definition, _today()))
    return GroupOffer(
        code=card.code,
        href=procedure_url(card),
        start_url=start_url(card.code),
        title=card.title(language()),
        time=_time(best),
        fee=_fee(best),
        minutes=card.minutes,
        members=_members(definition, language()),
    )


def _members(definition: Definition, speak: str) -> tuple[tuple[str, str], ...]:
    found = []
    for member in definition.group.members if definition.group else ():
        card = catalogue.card(member.procedure)
        found.append((member.name.words(speak), where(card.agency_kind) if card else ""))
    return tuple(found)


def _holds(code: str, key: str) -> bool:
    """Tell whether a group has this procedure as a member."""
    definition = catalogue.procedure(code)
    return bool(definition and definition.group and any(one.procedure == key for one in definition.group.members))


def where(agency_kind: str) -> str:
    """Who decides, in plain words."""
    if agency_kind in WHERE:
        return _(WHERE[agency_kind])
    return next((a.kind_name for a in agencies.agencies(agency_kind)), "")


def _today() -> date:
    from motcua.kernel import clock  # noqa: PLC0415

    return clock.today()


def _offers(definition: Definition, day: date) -> list[ChannelOffer]:
    return catalogue.offers(definition, on=day, language=language())


def _best(offers: list[ChannelOffer]) -> ChannelOffer | None:
    return next((o for o in offers if o.channel == "online"), offers[0] if offers else None)


def _time(offer: ChannelOffer | None) -> str:
    usual = offer.usual if offer else None
    if usual is None:
        return ""
    if usual.limit.same_day:
        return _("The same day")
    return usual.words


def _fee(offer: ChannelOffer | None) -> str:
    """What everybody pays. Fees by the piece or in some cases only are told further down, not added up here."""
    if offer is None:
        return ""
    fixed = [fee for fee in offer.fees if not fee.condition and not fee.unit and not fee.later]
    if offer.free or (fixed and all(fee.amount == 0 for fee in fixed)):
        return _("Free")
    if any(fee.amount is None for fee in fixed):
        return _("The office tells the amount")
    if fixed:
        return formats.money(sum(fee.amount or 0 for fee in fixed))
    by_piece = next(
        (fee for fee in offer.fees if fee.unit and not fee.condition and not fee.later and fee.amount), None
    )
    if by_piece:
        once = by_piece.unit.startswith(ONCE)
        return formats.money(by_piece.amount) if once else f"{formats.number(by_piece.amount)} {by_piece.unit}"
    return _("Depends on the case")


def _papers(definition: Definition, *, online: bool, speak: str) -> tuple[tuple[Paper, ...], tuple[Paper, ...]]:
    channel = "online" if online else "counter"
    must: list[Paper] = []
    sometimes: list[Paper] = []
    for one in definition.papers.components:
        if one.is_eform or (one.channels and channel not in one.channels):
            continue
        source = next((_(DATABASES[key]) for key in one.replaceable_by if key in DATABASES), "")
        condition = one.condition_text.words(speak) if one.condition_text else ""
        paper = Paper(one.name.words(speak), condition, source, one.present_only)
        (must if one.mandatory else sometimes).append(paper)
    return tuple(must), tuple(sometimes)


def _known(definition: Definition) -> tuple[str, ...]:
    """What the e-identity fills in, each once, in the order of the form."""
    names = dict.fromkeys(f.prefill.rpartition(".")[2] for f in definition.form.fields() if f.prefill)
    return tuple(_(KNOWN[name]) for name in names if name in KNOWN)


def _cases(offers: list[ChannelOffer]) -> tuple[tuple[str, str], ...]:
    found = {limit.case: limit.words for offer in offers for limit in offer.limits if limit.case}
    return tuple(found.items())


def _fees(offers: list[ChannelOffer]) -> tuple[FeeOffer, ...]:
    found = {(fee.code, fee.amount): fee for offer in offers for fee in offer.fees}
    return tuple(found.values())


def minutes_words(minutes: int) -> str:
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
