"""Which row of a procedure's table holds for a dossier, its cost and time, and why online is better. Pure."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from motcua.kernel import expressions
from motcua.rooms.calendar.types import LimitUnit, TimeLimit, Window
from motcua.rooms.catalogue.package import Channel, Fee, Limit, LimitWindow, Method, Procedure
from motcua.rooms.catalogue.types import ChannelOffer, FeeOffer, LimitOffer, Reason
from motcua.rooms.payments import rules as money
from motcua.rooms.payments.rules import FeeRule
from motcua.rooms.payments.types import FeeLine

# how long a unit is, only to compare two limits with each other
HOURS = {
    LimitUnit.HOUR: 1.0,
    LimitUnit.WORKING_HOUR: 3.0,
    LimitUnit.WORKING_DAY: 33.6,
    LimitUnit.CALENDAR_DAY: 24.0,
    LimitUnit.WEEK: 168.0,
    LimitUnit.MONTH: 730.0,
}
IN_CONDITIONS = {"answers": "map", "channel": "string", "today": "date"}
UNITS_EN = {
    LimitUnit.WORKING_DAY: "working day",
    LimitUnit.WORKING_HOUR: "working hour",
    LimitUnit.HOUR: "hour",
    LimitUnit.CALENDAR_DAY: "day",
    LimitUnit.WEEK: "week",
    LimitUnit.MONTH: "month",
}


COPIES = "answers.copies_requested"


def method_for(
    procedure: Procedure, channel: str, answers: Mapping[str, Any], *, on: date, case: str | None = None
) -> Method | None:
    """The row of the table that holds: the named case, else the first whose condition holds, else the usual one."""
    rows = procedure.methods_for(channel)
    if case:
        return next((row for row in rows if row.case and row.case.key == case), None)
    for row in rows:
        if row.case and row.case.when and holds(row.case.when, channel, answers, on=on):
            return row
    usual = [row for row in rows if row.case is None] or [row for row in rows if row.case and not row.case.when]
    return usual[0] if usual else None


def holds(condition: str, channel: str, answers: Mapping[str, Any], *, on: date) -> bool:
    """Whether a condition of the package holds; one about a question left empty does not."""
    try:
        return bool(_value(condition, channel, answers, on=on))
    except expressions.ExpressionFault:
        return False


def fees(method: Method, channel: str, answers: Mapping[str, Any], *, on: date) -> list[FeeLine]:
    """The fee lines of one dossier filed on this row. `answers` are those conditions see."""
    applying = [fee for fee in method.fees if fee.when is None or holds(fee.when, channel, answers, on=on)]
    return money.fees([_fee_rule(fee, channel, answers, on=on) for fee in applying], channel, on, {})


def _value(source: str, channel: str, answers: Mapping[str, Any], *, on: date) -> Any:
    values = {"answers": dict(answers), "channel": channel, "today": on.isoformat()}
    return expressions.compile(source, variables=IN_CONDITIONS).value(values)


def _quantity(fee: Fee, channel: str, answers: Mapping[str, Any], *, on: date) -> str | None:
    """How many units, as a number for the fee table; a question left empty asks for one."""
    if fee.per is None:
        return None
    try:
        return str(int(_value(fee.per, channel, answers, on=on)))
    except (expressions.ExpressionFault, TypeError, ValueError):
        return "1"


def _fee_rule(fee: Fee, channel: str, answers: Mapping[str, Any], *, on: date) -> FeeRule:
    return FeeRule(
        code=fee.code,
        kind=fee.kind.value,  # type: ignore[arg-type]
        name=fee.name.vi,
        amount=fee.amount,
        unit=fee.unit.vi if fee.unit else None,
        channels=(channel,),
        per=_quantity(fee, channel, answers, on=on),
        condition_text=fee.condition_text.vi if fee.condition_text else None,
        valid_from=fee.valid_from,
        valid_to=fee.valid_to,
        due=fee.due,
        basis=fee.basis,
        exemptions=tuple(text.vi for text in fee.exemptions),
    )


def time_limit(limit: Limit) -> TimeLimit:
    """The limit of a row as the calendar counts it."""
    return TimeLimit(
        amount=limit.amount,
        unit=LimitUnit(limit.unit),
        cutoff=time.fromisoformat(limit.cutoff) if limit.cutoff else None,
        same_day=limit.same_day,
        cutoff_shifts_deadline=limit.cutoff_shifts_deadline,
        windows=tuple(_window(window) for window in limit.windows),
        note=limit.note.vi if limit.note else "",
    )


def _window(window: LimitWindow) -> Window:
    name = window.name.vi if window.name else ""
    return Window(
        opens_on=window.opens_on, closes_on=window.closes_on, due_on=window.due_on, name=name, source=window.basis
    )


def limit_words(limit: TimeLimit, language: str = "vi") -> str:
    """«4 giờ làm việc», "4 working hours"."""
    if language != "en" or limit.amount is None or limit.unit is None:
        return limit.words
    unit = UNITS_EN.get(limit.unit, limit.unit.value)
    amount = f"{limit.amount.normalize():f}"
    text = f"{amount} {unit}{'' if limit.amount == 1 else 's'}"
    return f"{text} (same day)" if limit.same_day else text


def offers(procedure: Procedure, *, on: date, language: str = "vi") -> list[ChannelOffer]:
    """Each channel with its limits and fees as they are on a day, in the order online, counter, postal."""
    found = []
    for channel in Channel:
        rows = [row for row in procedure.methods if row.channel == channel]
        if not rows:
            continue
        limits = tuple(_limit_offer(row, language) for row in rows)
        shown: dict[tuple[str, str], FeeOffer] = {}
        for row in rows:
            for fee in _in_force(row.fees, on):
                shown.setdefault((fee.code, fee.kind.value), _fee_offer(fee, row, language))
        found.append(ChannelOffer(channel.value, limits, tuple(shown.values())))
    return found


def _limit_offer(row: Method, language: str) -> LimitOffer:
    limit = time_limit(row.time_limit)
    note = row.time_limit.note.words(language) if row.time_limit.note else ""
    return LimitOffer(limit, limit_words(limit, language), row.case.text.words(language) if row.case else "", note)


def _in_force(fees: list[Fee], on: date) -> list[Fee]:
    now = [fee for fee in fees if (fee.valid_from or date.min) <= on <= (fee.valid_to or date.max)]
    dated = {(fee.code, fee.kind) for fee in now if fee.valid_from or fee.valid_to}
    return [fee for fee in now if fee.valid_from or fee.valid_to or (fee.code, fee.kind) not in dated]


def _fee_offer(fee: Fee, row: Method, language: str) -> FeeOffer:
    condition = fee.condition_text.words(language) if fee.condition_text else ""
    if row.case and not condition:
        condition = row.case.text.words(language)
    return FeeOffer(
        code=fee.code,
        name=fee.name.words(language),
        kind=fee.kind.value,
        amount=fee.amount,
        unit=fee.unit.words(language) if fee.unit else "",
        condition=condition,
        valid_to=fee.valid_to,
        exemptions=tuple(text.words(language) for text in fee.exemptions),
        each_copy=fee.per is not None and COPIES in fee.per,
        later=fee.due == "on_copy",
    )


def why_online(procedure: Procedure, *, on: date, own: str | None = None, language: str = "vi") -> list[Reason]:
    """Reasons to file online that are true of this procedure, the strongest first; none without an online way."""
    by_channel = {offer.channel: offer for offer in offers(procedure, on=on, language=language)}
    online, counter = by_channel.get("online"), by_channel.get("counter")
    if online is None:
        return []
    reasons = [Reason("own", own)] if own else []
    if counter is not None:
        reasons += _faster(online, counter, language)
        reasons += _cheaper(online, counter, language)
    if procedure.online.mode == "full":
        words = "Làm xong mọi bước tại nhà, không phải đến cơ quan"
        reasons.append(Reason("no-visit", "Every step from home, no visit" if language == "en" else words))
    any_hour = "File at any hour of day or night" if language == "en" else "Nộp vào bất cứ giờ nào, kể cả ngày nghỉ"
    reasons.append(Reason("any-hour", any_hour))
    return reasons


def _faster(online: ChannelOffer, counter: ChannelOffer, language: str) -> list[Reason]:
    here, there = online.usual, counter.usual
    if here is None or there is None:
        return []
    mine, other = _length(here.limit), _length(there.limit)
    if mine is None or other is None or mine >= other:
        return []
    if language == "en":
        return [Reason("faster", f"Faster: {here.words} instead of {there.words} at the counter")]
    return [Reason("faster", f"Nhanh hơn: {here.words}, nộp tại quầy là {there.words}")]


def _length(limit: TimeLimit) -> float | None:
    if limit.amount is None or limit.unit not in HOURS:
        return None
    return 0.5 if limit.same_day else float(limit.amount) * HOURS[limit.unit]


def _cheaper(online: ChannelOffer, counter: ChannelOffer, language: str) -> list[Reason]:
    here, there = online.least, counter.least
    if here is None or there is None or here >= there:
        return []
    saved = f"{there - here:,}".replace(",", ".")
    if language == "en":
        return [Reason("cheaper", f"Cheaper by {saved} đồng")]
    return [Reason("cheaper", f"Rẻ hơn {saved} đồng" if here else f"Không mất phí, nộp tại quầy là {saved} đồng")]
