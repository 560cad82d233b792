"""What one more copy of a result costs, in words taken from the fees themselves."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from motcua.faces.kit import formats
from motcua.rooms.catalogue.types import ChannelOffer, Definition

QUESTION = "copies_requested"
"""How the forms ask for the number of copies; fees counted by it name the same question."""


def words(definition: Definition, offers: Sequence[ChannelOffer]) -> str:
    """For who chooses a number of copies; empty where the form does not ask for one or the amount is told later."""
    fees = [fee for fee in offers[0].fees if not fee.condition and not fee.later] if offers else []
    if QUESTION not in definition.form.by_key or any(fee.amount is None for fee in fees):
        return ""
    each = sum(fee.amount or 0 for fee in fees if fee.each_copy)
    if each:
        return _("Each copy costs %(amount)s.") % {"amount": formats.money(each)}
    whole = sum(fee.amount or 0 for fee in fees)
    if not whole:
        return _("Copies cost nothing.")
    return _("One more copy costs nothing: the fee is %(amount)s for all of them together.") % {
        "amount": formats.money(whole)
    }


def later(offers: Sequence[ChannelOffer]) -> str:
    """What a copy costs that is asked for once the result is there; empty where the procedure names no fee for it."""
    amount = sum(fee.amount or 0 for fee in offers[0].fees if fee.later) if offers else 0
    return _("A copy asked for later costs %(amount)s.") % {"amount": formats.money(amount)} if amount else ""
