"""Facts about accounts and offices."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.kernel.events import fact


@fact("identity.office_granted")
@dataclass(frozen=True)
class OfficeGranted:
    """An account holds an office from now on; subject is the holding."""

    occurred_at: datetime
    agency_id: UUID
    subject_id: UUID
    account_id: UUID
    role: str


@fact("identity.office_ended")
@dataclass(frozen=True)
class OfficeEnded:
    """An office ended; the account may no longer act in it."""

    occurred_at: datetime
    agency_id: UUID
    subject_id: UUID
    account_id: UUID
    role: str


@fact("identity.value_reported")
@dataclass(frozen=True)
class ValueReported:
    """A person says that a value about him is wrong; subject is the report."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    owner_id: UUID
    name: str
