"""The signer is away: whoever stands in for him approves anew in his own name and signs that, never another's approval."""

from dataclasses import replace
from uuid import UUID

import pytest

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies.queries import agency
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents import services as documents_do
from motcua.rooms.documents.events import DocumentApproved
from motcua.rooms.documents.types import ApprovalRef
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.services.signers import signer
from motcua.rooms.dossiers.testing import AT, PEOPLE, VALUES, citizen
from motcua.rooms.dossiers.types import Status

LAN = citizen()
DEPUTY = testing.officer("Ngô Phó", "signing_authority", "ld")
STANDING_IN = replace(DEPUTY, in_place_of=PEOPLE.chief.id, offices=PEOPLE.chief.offices)


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()


def numbered(approver: Actor = PEOPLE.chief) -> UUID:
    dossier_id = testing.for_approval(LAN)
    services.approve(dossier_id, by=approver, at=AT)
    made = services.number(dossier_id, by=PEOPLE.clerk, at=AT)
    documents_do.render_now(made.document_id, by=SYSTEM, at=AT)
    return dossier_id


def approval(dossier_id: UUID) -> ApprovalRef:
    with scope(SYSTEM):
        document = queries.dossier(dossier_id, by=SYSTEM).row.result_document_id
        assert document is not None
        found = documents.approval(document, by=SYSTEM)
    assert found is not None
    return found


def test_a_substitute_signs_in_his_own_name_by_the_leaders_authority_and_the_number_stays() -> None:
    dossier_id = numbered()
    first = approval(dossier_id)
    done = services.sign(dossier_id, by=STANDING_IN, at=AT)

    now = approval(dossier_id)
    assert done.status == Status.SIGNING
    assert (first.approver_id, now.approver_id) == (PEOPLE.chief.id, DEPUTY.id)
    assert (now.approver_title, now.version) == ("NGƯỜI ĐƯỢC ỦY QUYỀN", first.version + 1)
    with scope(SYSTEM):
        document = documents.document(now.document_id, by=SYSTEM)
        given = [fact.approver_id for fact in events.history(dossier_id) if isinstance(fact, DocumentApproved)]
    assert document.number_text.startswith("01/")
    assert given == [PEOPLE.chief.id, DEPUTY.id]


def test_the_officer_who_is_back_signs_what_his_substitute_approved() -> None:
    dossier_id = numbered(approver=STANDING_IN)

    services.sign(dossier_id, by=PEOPLE.chief, at=AT)

    assert approval(dossier_id).approver_id == PEOPLE.chief.id
    assert approval(dossier_id).approver_title == "CHỦ TỊCH"


def test_a_colleague_of_the_same_rank_who_stands_in_for_nobody_does_not_sign() -> None:
    dossier_id = numbered()
    other = replace(DEPUTY, in_place_of=new_id())
    for by in (DEPUTY, other):
        with pytest.raises(Refused, match="not-the-approver"):
            services.sign(dossier_id, by=by, at=AT)

    assert approval(dossier_id).approver_id == PEOPLE.chief.id


def test_who_drafted_does_not_sign_as_a_substitute_either() -> None:
    drafter = replace(PEOPLE.case, in_place_of=PEOPLE.chief.id, offices=PEOPLE.chief.offices)
    dossier_id = numbered()

    with pytest.raises(Refused, match="own-draft"):
        services.sign(dossier_id, by=drafter, at=AT)
    with pytest.raises(Refused, match="own-draft"):
        documents_do.take_approval_over(approval(dossier_id).document_id, signer_title="x", by=drafter, at=AT)


def test_nor_whoever_another_stood_in_for_when_he_drafted() -> None:
    slip = testing.accepted(LAN)
    stand_in = replace(PEOPLE.colleague, in_place_of=PEOPLE.head.id, offices=PEOPLE.case.offices)
    services.draft_result(slip.dossier_id, VALUES, by=stand_in, at=AT)
    services.complete_step(testing.task(slip.dossier_id, "appraise").id, by=stand_in, at=AT)
    services.complete_step(testing.task(slip.dossier_id, "work").id, by=PEOPLE.head, at=AT)
    services.approve(slip.dossier_id, by=PEOPLE.chief, at=AT)
    made = services.number(slip.dossier_id, by=PEOPLE.clerk, at=AT)
    documents_do.render_now(made.document_id, by=SYSTEM, at=AT)
    head = replace(PEOPLE.head, in_place_of=PEOPLE.chief.id, offices=PEOPLE.chief.offices)

    with pytest.raises(Refused, match="own-draft"):
        services.sign(slip.dossier_id, by=head, at=AT)


def test_only_who_may_sign_takes_an_approval_over() -> None:
    dossier_id = numbered()
    with pytest.raises(Refused, match="not-permitted"):
        documents_do.take_approval_over(approval(dossier_id).document_id, signer_title="x", by=PEOPLE.head, at=AT)


def test_a_letter_of_a_substitute_says_by_whose_authority_he_signs() -> None:

    assert signer(STANDING_IN, agency(testing.HOME)) == {
        "name": "Ngô Phó",
        "title": "NGƯỜI ĐƯỢC ỦY QUYỀN",
        "authority_prefix": "TUQ. CHỦ TỊCH",
    }
