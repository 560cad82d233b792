"""Questions about agencies and places. Public facts: nobody needs a power to ask."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.vietnamese import fold, folded_syllables
from motcua.rooms.agencies import content, models, tree
from motcua.rooms.agencies.tree import forget
from motcua.rooms.agencies.types import AdminUnit, Agency, AreaLevel, Extent, Successor, Unit

__all__ = ["forget"]
LIKELIEST = {Extent.WHOLE: 0, Extent.MAIN: 1, Extent.PART: 2}


def agency(agency_id: UUID) -> Agency | None:
    return tree.tree().agencies.get(agency_id)


def agency_by_code(code: str) -> Agency | None:
    return tree.tree().by_code.get(code)


def agency_by_key(key: str) -> Agency | None:
    return tree.tree().by_key.get(key)


def agencies(kind: str | None = None, *, on: date | None = None) -> list[Agency]:
    """Agencies that exist on a day (today unless told), in the order of the file."""
    day = on or clock.today()
    return [a for a in tree.tree().agencies.values() if (kind is None or a.kind == kind) and a.active_on(day)]


def all_agencies() -> list[Agency]:
    """Every agency there ever was, the abolished ones too."""
    return list(tree.tree().agencies.values())


def children(agency_id: UUID) -> list[Agency]:
    return list(tree.tree().children.get(agency_id, []))


def below(agency_id: UUID) -> list[Agency]:
    """Every agency that answers to this one, at whatever depth; itself not among them."""
    found: list[Agency] = []
    waiting = children(agency_id)
    while waiting:
        one = waiting.pop(0)
        found.append(one)
        waiting += children(one.id)
    return found


def above(agency_id: UUID) -> tuple[UUID, ...]:
    """The agencies this one answers to, the nearest first."""
    found: list[UUID] = []
    here = agency(agency_id)
    while here is not None and here.parent_id is not None and here.parent_id not in found:
        found.append(here.parent_id)
        here = agency(here.parent_id)
    return tuple(found)


def units(agency_id: UUID) -> list[Unit]:
    return list(tree.tree().units_of.get(agency_id, []))


def unit(unit_id: UUID) -> Unit | None:
    return tree.tree().units.get(unit_id)


def unit_by_key(agency_id: UUID, key: str) -> Unit | None:
    """The unit with this key at the agency, for example «vt» or «ld»."""
    return next((u for u in tree.tree().units_of.get(agency_id, []) if u.key == key), None)


def desk(agency_id: UUID) -> Unit | None:
    """The one-stop desk of an agency, whatever it is called there."""
    return next((u for u in tree.tree().units_of.get(agency_id, []) if u.kind == "one_stop_desk"), None)


def commune_for(ward_code: str, *, on: date | None = None) -> Agency | None:
    """The people's committee of a ward or commune, if it is on this installation."""
    return next(iter(_in_area(agencies("commune_pc", on=on), {ward_code})), None)


def competent_agencies(
    kind: str,
    *,
    field: str | None = None,
    ward_code: str | None = None,
    province_code: str | None = None,
    on: date | None = None,
) -> list[Agency]:
    """Who may handle this where. A line of competence wins over the kind; a ward over its province.

    Several answers mean that the applicant may choose; none that nobody on this installation is competent there.
    """
    day = on or clock.today()
    if ward_code and not province_code:
        ward = place(ward_code, on=day)
        province_code = ward.parent_code if ward else None
    here = {code for code in (ward_code, province_code) if code}
    named = _by_rule(field, here, day)
    if named:
        return named
    of_kind = agencies(kind, on=day)
    if not here:
        return of_kind
    exact = _in_area(of_kind, {ward_code} if ward_code else set())
    if exact:
        return exact
    provincial = [a for a in of_kind if a.ward_code is None and _province_today(a) == province_code]
    if provincial:
        return provincial
    return [a for a in of_kind if a.level == "central"]


def _by_rule(field: str | None, here: set[str], day: date) -> list[Agency]:
    kept = tree.tree()
    rules = [r for r in kept.rules if r.field == field and (not r.area_code or not here or r.area_code in here)]
    return [a for a in (kept.agencies[r.agency_id] for r in rules) if a.active_on(day)]


def _in_area(candidates: Iterable[Agency], codes: set[str]) -> list[Agency]:
    return [a for a in candidates if a.area_code in codes]


def _province_today(one: Agency) -> str:
    return tree.tree().province_today.get(one.province_code, one.province_code)


def provinces(*, on: date | None = None) -> list[AdminUnit]:
    """Provinces and cities of a day, in the order of the alphabet."""
    return list(tree.places(on or clock.today()).provinces)


def communes(province_code: str, *, on: date | None = None) -> list[AdminUnit]:
    """Wards, communes and special zones of a province; of a day before 7/2025 its districts."""
    return list(tree.places(on or clock.today()).communes_of.get(province_code, []))


def place(code: str, *, on: date | None = None) -> AdminUnit | None:
    """What a code meant on a day."""
    return tree.places(on or clock.today()).by_code.get(code)


def place_name(code: str, *, on: date | None = None) -> str:
    """«Phường Sài Gòn, Thành phố Hồ Chí Minh»; empty for an unknown code."""
    names = []
    here = place(code, on=on)
    while here is not None:
        names.append(here.name)
        here = place(here.parent_code, on=on) if here.parent_code else None
    return ", ".join(names)


def shipped_units() -> dict[str, frozenset[str]]:
    """Kinds of agency and the keys of their units today, from the content file and without a database."""
    return content.unit_keys(clock.today())


def search_communes(text: str, *, province_code: str | None = None, limit: int = 10) -> list[AdminUnit]:
    """Communes of today by a part of the name, with or without marks; names that begin with it come first."""
    wanted = " ".join(folded_syllables(text))
    if not wanted:
        return []
    found: list[tuple[int, AdminUnit]] = []
    for spelled, unit in tree.places(clock.today()).spelled:
        at = f" {spelled}".find(f" {wanted}")
        if at >= 0 and (province_code is None or unit.parent_code == province_code):
            found.append((at, unit))
    found.sort(key=lambda pair: pair[0])
    return [unit for _, unit in found[:limit]]


def former_districts(province_code: str, *, on: date) -> list[AdminUnit]:
    """Districts of a province before 7/2025."""
    return communes(province_code, on=on)


def convert_old_address(province: str, district: str, ward: str = "", *, on: date | None = None) -> list[Successor]:
    """Where an address of before 7/2025 lies today. Each part is a code or a name, with or without marks.

    One answer when the whole old unit went into one commune; otherwise every part, the likeliest first.
    """
    day = on or date(2025, 6, 30)
    top = _find(tree.places(day).provinces, province)
    middle = _find(communes(top.code, on=day), district) if top else None
    old = (_find(communes(middle.code, on=day), ward) if ward else middle) if middle else None
    return [] if old is None else _successors(old.code, after=day)


def _successors(code: str, *, after: date) -> list[Successor]:
    changes = models.AdminUnitChange.objects.filter(old_code=code, on__gt=after).order_by("on", "new_code")
    found: list[Successor] = []
    for change in changes:
        commune = place(change.new_code)
        if commune is not None and commune.level == AreaLevel.COMMUNE:
            province = place(commune.parent_code)
            if province is not None:
                found.append(Successor(commune, province, Extent(change.extent)))
    return sorted(found, key=lambda s: LIKELIEST[s.extent])


def _find(candidates: Iterable[AdminUnit], wanted: str) -> AdminUnit | None:
    """By code, by full name, by the name without its kind; with marks first, then without."""
    pool = list(candidates)
    spelled = wanted.strip().lower()
    tests = (
        lambda u: u.code == wanted.strip(),
        lambda u: u.name.lower() == spelled,
        lambda u: u.short_name.lower() == spelled,
        lambda u: fold(u.name) == fold(wanted),
        lambda u: fold(u.short_name) == fold(wanted),
    )
    return next((u for test in tests for u in pool if test(u)), None)
