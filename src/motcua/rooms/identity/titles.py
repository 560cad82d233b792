"""Titles of those who sign at an agency (chức danh), as they are written down with their offices."""

from uuid import UUID

from django.db.models import Q

from motcua.kernel import clock
from motcua.rooms.identity.models import OfficeHolding
from motcua.rooms.identity.types import Role, SigningTitles, Standing

SIGNS = (Role.SIGNING_AUTHORITY, Role.UNIT_HEAD)


def signing_titles(account_id: UUID, agency_id: UUID) -> SigningTitles:
    """The account's own title and capacity at the agency, whoever it stands in for, and the title of who leads there."""
    today = clock.today()
    held = OfficeHolding.objects.filter(
        Q(held_to=None) | Q(held_to__gte=today),
        agency_id=agency_id,
        role__in=SIGNS,
        ended_at=None,
        held_from__lte=today,
    ).exclude(title="")
    rows = sorted(held.order_by("held_from", "id"), key=lambda one: SIGNS.index(Role(one.role)))
    own = next((one for one in rows if one.account_id == account_id), None)
    heads = [one.title for one in rows if one.capacity == Standing.HEAD]
    return SigningTitles(own.title if own else "", own.capacity if own else "", heads[0] if heads else "")
