"""A group dossier as everybody concerned sees it: who does what part, how far it is, what came of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from motcua.rooms.dossiers.types.states import Status
from motcua.rooms.dossiers.types.views import SupplementView, TimelineEntry


class Outcome(StrEnum):
    """What became of a member. NOT_STARTED: it needed the result of a member that gave none."""

    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    NOT_STARTED = "not_started"


@dataclass(frozen=True, slots=True)
class MemberProgress:
    """One member: nothing of the person, so every agency of the group may know it."""

    key: str
    name: str
    name_en: str
    agency_id: UUID
    dossier_id: UUID | None
    code: str | None
    status: str
    status_words: str
    status_words_en: str
    step: str
    unit: str
    due_at: datetime | None
    completed_at: datetime | None
    late: bool
    outcome: str
    reason: str
    waits_for: tuple[str, ...] = ()
    result_document_id: UUID | None = None
    paper: str = ""
    """Of a result that is collected on paper: awaited, sent, here (at the lead's counter), handed; else nothing."""
    behind: tuple[tuple[str, str], ...] = ()
    """Questions answered otherwise since this member was decided, in Vietnamese and English: its result keeps what it says."""

    @property
    def outcome_words(self) -> str:
        """What became of it, or how far it is: a refusal handed over is told as a refusal."""
        return "Từ chối, có văn bản" if self.outcome == Outcome.REFUSED else self.status_words

    @property
    def outcome_words_en(self) -> str:
        return "Refused in writing" if self.outcome == Outcome.REFUSED else self.status_words_en

    @property
    def paused(self) -> bool:
        """The clock stands still: the applicant is to do something."""
        return self.status in {Status.SUPPLEMENT_BEFORE, Status.SUPPLEMENT_AFTER, Status.AWAITING_PAYMENT}

    @property
    def waiting(self) -> bool:
        """Not begun: another member's result has to come first."""
        return self.dossier_id is None and not self.outcome


@dataclass(frozen=True, slots=True)
class GroupProgress:
    """The group as a whole: one code, one promised date, its members in their order."""

    id: UUID
    reference: str
    name: str
    lead_agency_id: UUID
    due_at: datetime | None
    completed_at: datetime | None
    status: str
    status_words: str
    status_words_en: str
    members: tuple[MemberProgress, ...]

    @property
    def done(self) -> int:
        return sum(bool(member.outcome) for member in self.members)


@dataclass(frozen=True, slots=True)
class PartUse:
    """Which questions of the joint form a part of the group stands on. `decided`: its decision does not change any more."""

    key: str
    name: str
    name_en: str
    fields: frozenset[str]
    decided: bool


@dataclass(frozen=True, slots=True)
class OpenedPart:
    """A part of a group as another agency of the group may see it, for a reason: never answers, files or notes of it.

    The lead sees how the work goes; who waits for the result sees the result only.
    """

    group_id: UUID
    owner_id: UUID
    progress: MemberProgress
    whole: bool
    timeline: tuple[TimelineEntry, ...]
    asked: SupplementView | None
    result_title: str
    result_number: str
    result_on: date | None
    verification_code: str
