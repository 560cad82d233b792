"""Terms that run beside the due date: how each is found where it is open, and written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from motcua.rooms.dossiers.reading.running import Touched, asked
from motcua.rooms.dossiers.types import Walk


@dataclass(frozen=True, slots=True)
class Term:
    """One open term: of which dossier, by whose calendar, since when, until when; `days` where it is counted in them."""

    id: UUID
    dossier_id: UUID
    agency_id: UUID
    owner_id: UUID
    at_agency_id: UUID
    since: datetime
    promised: datetime
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a kind of term is kept: its table, which rows are open, whose calendar counts, since when, what else is written."""

    table: str
    open: str
    counts: str
    since: str
    due: str = "due_at"
    days: str = "null::int"
    dossier: str = "dossier_id"
    also: str = ""

    def found(self) -> str:
        return f"""
select id, {self.dossier}, agency_id, owner_id, {self.counts}, {self.since}, {self.due}, {self.days} from {self.table}
 where id > %(after)s and {self.open} and {self.due} > %(at)s and {self.due} >= %(first)s
   and {self.since} < %(last)s and {self.since} >= %(since)s
   and (%(everywhere)s or {self.counts} = any(%(agencies)s))
   and (%(half)s < 0 or get_byte(uuid_send(id), 15) %% 2 = %(half)s)
 order by id limit %(portion)s for update
"""  # noqa: S608 (no value is in it)

    def written(self) -> str:
        return (
            f"update {self.table} r set {self.due} = m.due{self.also} from "  # noqa: S608
            "jsonb_to_recordset(%s::jsonb) as m(id uuid, due timestamptz, days int) where r.id = m.id"
        )


# What waits for its fee is not owed an answer yet. Rows of older releases do not say since when: handed in or completed, but
# when a fee was met is not known, so theirs stays.
ANSWER_OWED = (
    "status = 'submitted' and finance_state <> 'owed' and (answer_from is not null or finance_state = 'nothing_due')"
)
ANSWER_SINCE = """coalesce(answer_from, (select max(s.answered_at) from dossiers_supplementrequest s
   where s.dossier_id = dossiers_dossier.id and s.stage = 'reception'), submitted_at)"""
KEPT: Mapping[Walk, Kept] = {
    Walk.ANSWER: Kept(
        "dossiers_dossier", ANSWER_OWED, "agency_id", ANSWER_SINCE, "answer_due_at",
        dossier="id", also=", version = r.version + 1",
    ),
    Walk.SUPPLEMENT: Kept(
        "dossiers_supplementrequest", "answered_at is null and closed_at is null", "agency_id", "requested_at"
    ),
    Walk.CONSULTATION: Kept(
        "dossiers_consultation", "answered_at is null and closed_at is null", "to_agency_id", "asked_at", days="days",
        also=", days = m.days",
    ),
    Walk.CORRECTION: Kept("dossiers_correction", "ended_at is null", "agency_id", "asked_at"),
    Walk.PAPER: Kept("dossiers_papertransfer", "handed_at is null", "from_agency_id", "ready_at"),
}  # fmt: skip


def open_terms(walk: Walk, touched: Touched, at: datetime, *, after: UUID | None, portion: int) -> list[Term]:
    """The next open terms of a kind that a change touches, held, by id."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT[walk].found(), asked(touched, at, after=after, portion=portion))
        return [Term(*row) for row in cursor.fetchall()]


def write(walk: Walk, rows: Sequence[str]) -> None:
    """Keep new ends: each row a JSON object of id, due and days."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT[walk].written(), ["[" + ",".join(rows) + "]"])
