"""A certified copy: the same page with the original's number, and the number and signature of who vouches for it."""

from uuid import UUID

import pytest

from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import Actor
from motcua.rooms.documents import queries, services, testing
from motcua.rooms.documents.testing import text_of
from motcua.rooms.documents.tests.office_work import NOON, numbered

pytestmark = pytest.mark.django_db


def test_a_copy_says_what_the_original_says_and_has_its_own_number(
    drafter: Actor, chair: Actor, clerk: Actor, office: UUID
) -> None:
    original = numbered(drafter, chair, clerk)

    drawn = services.copy(original.id, signer_title="Chủ tịch", by=chair, at=NOON)
    services.render_now(drawn.id, at=NOON)

    with scope(chair):
        copy = queries.document(drawn.id, by=chair)
        printed = text_of(queries.document_content(drawn.id, by=chair))
    assert (copy.kind, copy.number_text, copy.title) == ("result_copy", "01/SY-UBND", f"Bản sao: {original.title}")
    assert original.number_text.split("/")[0] in printed
    assert "SAO Y" in printed
    assert "01/SY-UBND" in printed
    assert copy.verification_code != original.verification_code


def test_only_who_signs_for_the_agency_copies_and_only_what_holds(drafter: Actor, chair: Actor, clerk: Actor) -> None:
    original = numbered(drafter, chair, clerk)
    for by in (drafter, clerk):
        with pytest.raises(Refused, match="not-permitted"):
            services.copy(original.id, signer_title="", by=by, at=NOON)
    with pytest.raises(Refused, match="out-of-reach"):
        services.copy(original.id, signer_title="", by=testing.citizen(), at=NOON)

    services.revoke(original.id, reason="Sai", by=chair, at=NOON)
    with pytest.raises(Refused, match="not-shown"):
        services.copy(original.id, signer_title="", by=chair, at=NOON)
