"""Keeping sentences worth saying again, and throwing away the others."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.dossiers.models import Phrase
from motcua.rooms.dossiers.services.holding import held

LONGEST = 500
KEEP = """insert into dossiers_phrase as p (id, agency_id, procedure_key, field, words, times, kept_by, used_at)
  values (%s, %s, %s, %s, %s, 1, %s, %s)
  on conflict (agency_id, procedure_key, field, words) do update set times = p.times + 1, used_at = excluded.used_at"""


@act("dossiers.keep_phrases")
def keep_phrases(dossier_id: UUID, words: Mapping[str, str], *, by: Actor, at: datetime) -> int:
    """Keep these sentences (question → words) for the next dossier of this procedure; said again, they come first.

    Refused: act.out-of-reach, act.not-permitted
    """
    dossier = held(dossier_id, by=by, to="dossiers.keep_phrases")
    rows = [(field, said.strip()[:LONGEST]) for field, said in words.items() if said.strip()]
    with connection.cursor() as cursor:
        for field, said in rows:
            cursor.execute(KEEP, [new_id(), dossier.agency_id, dossier.procedure_key, field[:80], said, by.id, at])
    return len(rows)


@act("dossiers.drop_phrase")
def drop_phrase(phrase_id: UUID, *, by: Actor, at: datetime) -> None:
    """Throw a sentence of the agency away. Refused: act.out-of-reach, act.not-permitted"""
    del at
    row = Phrase.objects.select_for_update().filter(id=phrase_id).order_by("id").first()
    if row is None:
        raise Refused("act.out-of-reach")
    permit(by, "dossiers.drop_phrase", Target(agency_id=row.agency_id))
    audit_note(subject=row.id)
    row.delete()
