"""Finds procedures for a question, in PostgreSQL's text search with our own understanding of the words."""

import re
import time
from collections.abc import Iterable
from itertools import pairwise
from uuid import UUID

from django.db import connection

from motcua.rooms.catalogue import models
from motcua.rooms.catalogue.search_index import Findable
from motcua.rooms.catalogue.search_language import Lexicon, Question, understand

CODE = re.compile(r"(?<!\d)([1-9]\.\d{6})(?!\d)|\b(MC\.\d{6})\b", re.IGNORECASE)
KEPT_SECONDS = 10.0
# An answer is given when it covers enough of the question, and either says much or covers nearly all of it.
LEAST_SHARE, NEARLY_ALL, MUCH = 0.4, 0.8, 1.4

FIND = """
with question(term, value) as (select * from unnest(%s::text[], %s::real[])),
     whole(phrase, value) as (select * from unnest(%s::text[], %s::real[])),
     hit as (
       select e.procedure_id, q.value from question q join catalogue_searchentry e on e.words @@ q.term::tsquery
       union all
       select p.procedure_id, max(w.value) from whole w join catalogue_searchphrase p on p.phrase = w.phrase
        group by p.procedure_id, p.phrase
     )
select procedure_id, sum(value) as score from hit group by procedure_id order by score desc, procedure_id limit %s
"""
STAMP = "select count(*), coalesce(max(published_at)::text, '') from catalogue_procedureversion"

_kept: dict[str, tuple[float, tuple[int, str], Lexicon]] = {}


def find(text: str, limit: int) -> tuple[list[tuple[UUID, float]], Question]:
    """Procedures with their score, best first, and how the question was understood."""
    words = lexicon()
    question = understand(text, words)
    if not question.terms:
        return [], question
    with connection.cursor() as cursor:
        cursor.execute(
            FIND,
            [
                list(question.terms),
                list(question.terms.values()),
                list(question.phrases),
                list(question.phrases.values()),
                limit,
            ],
        )
        rows = [(row[0], float(row[1])) for row in cursor.fetchall()]
    much = MUCH * words.rarest
    return [row for row in rows if _answers(row[1], row[1] / max(question.worth, 0.01), much)], question


def sure(rows: list[tuple[UUID, float]]) -> bool:
    """Whether the first answer says so much that it may stand as the answer, not only as one that is near."""
    return bool(rows) and rows[0][1] >= MUCH * lexicon().rarest


def _answers(score: float, share: float, much: float) -> bool:
    return share >= LEAST_SHARE and (score >= much or share >= NEARLY_ALL)


def code_in(text: str) -> str | None:
    """The procedure code a person typed or pasted, if there is one."""
    match = CODE.search(text)
    return match.group(0).upper() if match else None


def store(found: dict[UUID, Findable]) -> None:
    """Replace what is kept for these procedures."""
    models.SearchPhrase.objects.filter(procedure_id__in=found).delete()
    models.SearchPhrase.objects.bulk_create(
        [
            models.SearchPhrase(procedure_id=one, phrase=phrase)
            for one, words in found.items()
            for phrase in words.phrases()
        ]
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into catalogue_searchentry (procedure_id, words) values (%s, %s::tsvector) "
            "on conflict (procedure_id) do update set words = excluded.words",
            [(one, words.vector()) for one, words in found.items()],
        )


def lexicon() -> Lexicon:
    """The catalogue's syllables; read again when something was published, looked at every ten seconds."""
    kept = _kept.get("lexicon")
    now = time.monotonic()
    if kept and now - kept[0] < KEPT_SECONDS:
        return kept[2]
    with connection.cursor() as cursor:
        cursor.execute(STAMP)
        row = cursor.fetchone()
        stamp = (int(row[0]), str(row[1]))
        words = kept[2] if kept and kept[1] == stamp else _read_lexicon()
    _kept["lexicon"] = (now, stamp, words)
    return words


def forget() -> None:
    _kept.clear()


def _read_lexicon() -> Lexicon:
    counts = "select word, ndoc from ts_stat('select words from catalogue_searchentry', %s)"
    with connection.cursor() as reader:
        reader.execute(counts, ["ab"])
        head = dict(reader.fetchall())
        reader.execute(counts, ["cd"])
        body = dict(reader.fetchall())
        reader.execute("select count(*) from catalogue_searchentry")
        documents = int(reader.fetchone()[0])
    phrases: Iterable[str] = models.SearchPhrase.objects.order_by("phrase").values_list("phrase", flat=True).distinct()
    pairs = {pair for phrase in phrases for pair in pairwise(phrase.split())}
    return Lexicon(documents, head, body, pairs)
