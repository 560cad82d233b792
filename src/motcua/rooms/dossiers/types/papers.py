"""Paper that lies on a desk: what the person handed over, and its way to the agency that decides."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.rooms.payments.types import CashTaken, ObligationState


@dataclass(frozen=True, slots=True)
class PaperInHand:
    """A paper of the dossier as the counter got it: originals and copies kept, or seen and given back."""

    key: str
    name: str = ""
    originals: int = 0
    copies: int = 0
    seen: bool = False

    @property
    def kept(self) -> bool:
        return self.originals + self.copies > 0

    @property
    def there(self) -> bool:
        return self.kept or self.seen


@dataclass(frozen=True, slots=True)
class PaperWay:
    """One stretch of the way of a dossier's paper (phiếu bàn giao)."""

    id: UUID
    dossier_id: UUID
    reference: str
    procedure_name: str
    from_agency_id: UUID
    to_agency_id: UUID
    papers: tuple[PaperInHand, ...]
    ready_at: datetime
    due_at: datetime
    handed_at: datetime | None
    handed_by_name: str
    carrier: str
    received_at: datetime | None
    received_by_name: str
    remark: str
    after: UUID | None = None
    is_result: bool = False
    to_applicant: bool = False
    expected_at: datetime | None = None
    lost_at: datetime | None = None
    lost_by_name: str = ""
    lost_note: str = ""

    def overdue(self, at: datetime) -> bool:
        """Tell whether it lies longer than the law lets it (Art. 18)."""
        return (self.handed_at or at) > self.due_at

    def missing(self, at: datetime) -> bool:
        """Tell whether it left and should have arrived by now."""
        return self.received_at is None and self.expected_at is not None and at > self.expected_at


@dataclass(frozen=True, slots=True)
class PaperPlace:
    """Where a part of the paper is now. `holder`: desk, carrier, applicant, or lost."""

    way_id: UUID | None
    holder: str
    agency_id: UUID
    since: datetime
    carrier: str = ""
    late: bool = False
    goes_on: bool = False
    is_result: bool = False


@dataclass(frozen=True, slots=True)
class FeeAtDesk:
    """What a counter knows of a dossier's fee."""

    total: int
    state: str
    cash: CashTaken | None = None

    @property
    def open(self) -> bool:
        return self.state == ObligationState.OPEN
