"""Facts about accounts and offices."""

from dataclasses import dataclass
from datetime import date, datetime
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


@fact("identity.absence_declared")
@dataclass(frozen=True)
class AbsenceDeclared:
    """An officer is away between two days and a colleague stands in; subject is the absence."""

    occurred_at: datetime
    agency_id: UUID
    subject_id: UUID
    account_id: UUID
    substitute_id: UUID
    starts_on: date
    ends_on: date


@fact("identity.absence_ended")
@dataclass(frozen=True)
class AbsenceEnded:
    """An absence ended before its day; the substitute acts for himself again."""

    occurred_at: datetime
    agency_id: UUID
    subject_id: UUID
    account_id: UUID
    substitute_id: UUID
