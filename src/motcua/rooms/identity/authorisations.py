"""Authorisations, from rows to what others see."""

from motcua.rooms.identity.models import Authorisation
from motcua.rooms.identity.types import AuthorisationView


def as_view(row: Authorisation) -> AuthorisationView:
    return AuthorisationView(
        id=row.id,
        relation=row.relation,
        principal_id=row.principal_id,
        principal_name=row.principal_name,
        representative_id=row.representative_id,
        representative_name=row.representative_name,
        procedures=tuple(row.procedures),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        evidence=row.evidence,
        verified_at=row.verified_at,
        verified_by_name=row.verified_by_name,
        ended_at=row.ended_at,
    )
