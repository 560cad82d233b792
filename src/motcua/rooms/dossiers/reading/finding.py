"""Finding dossiers by what somebody has in hand: a code, a receipt number, a name with or without marks.

Only equalities and ranges over an index: row-level security lets no pattern use one. A name is found from its front
(«nguyen thi») and from the given name («lan», «thi lan»).
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.kernel.ids import parse_receipt_number
from motcua.kernel.types import Actor
from motcua.kernel.vietnamese import fold
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers.models import Dossier

MOST_FOUND = 200
SHORTEST = 2
BEYOND = "~"  # after every letter, digit and sign that stands in a code or a folded name
BY_RECEIPT = "select id from dossiers_dossier where receipt_number = %s"
BY_CODE = """select id from dossiers_dossier where agency_id = %s and code >= %s and code < %s
  order by code desc limit %s"""
BY_NAME = """(select id, submitted_at from dossiers_dossier where agency_id = %s and name_plain >= %s and name_plain < %s
  limit %s) union (select id, submitted_at from dossiers_dossier where agency_id = %s and name_given_first >= %s
  and name_given_first < %s limit %s) order by submitted_at desc, id limit %s"""
BY_PROCEDURE = """select id from dossiers_dossier where agency_id = %s and procedure_code = any(%s)
  order by submitted_at desc limit %s"""


def named(by: Actor, text: str) -> tuple[UUID, ...]:
    """The dossiers this text names at the actor's agency, a bounded number of them."""
    plain = text.strip()
    receipt = parse_receipt_number(plain)
    if receipt:
        return _ids(BY_RECEIPT, [receipt])
    found = _by_code(by, plain)
    return found or _by_name(by, plain) or _by_procedure(by, plain)


def owners(ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Whose dossiers these are, as far as the present scope reaches; for recording a reading."""
    return dict(Dossier.objects.filter(id__in=list(ids)).order_by("id").values_list("id", "owner_id"))


def _by_code(by: Actor, text: str) -> tuple[UUID, ...]:
    """A code as typed or its beginning; every code has digits in it."""
    code = text.upper()
    if len(code) < SHORTEST or not any(one.isdigit() for one in code):
        return ()
    return _ids(BY_CODE, [by.agency_id, code, code + BEYOND, MOST_FOUND])


def _by_name(by: Actor, text: str) -> tuple[UUID, ...]:
    words = fold(text)
    if len(words) < SHORTEST:
        return ()
    turned = " ".join(reversed(words.split()))
    front = [by.agency_id, words, words + BEYOND, MOST_FOUND]
    return _ids(BY_NAME, [*front, by.agency_id, turned, turned + BEYOND, MOST_FOUND, MOST_FOUND])


def _by_procedure(by: Actor, text: str) -> tuple[UUID, ...]:
    words = fold(text)
    codes = [code for code, name in catalogue.names_for_choice() if words and words in fold(name)]
    return _ids(BY_PROCEDURE, [by.agency_id, codes, MOST_FOUND]) if codes else ()


def _ids(statement: str, values: Sequence[Any]) -> tuple[UUID, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return tuple(row[0] for row in cursor.fetchall())
