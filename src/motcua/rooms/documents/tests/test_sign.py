"""Signing: only what was approved, only by who approved, only over bytes fixed before; never an unsigned result."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pikepdf
import pytest
from django.db import IntegrityError, transaction

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.documents import handlers, ports, queries, services, testing
from motcua.rooms.documents.events import DocumentSigned, SignatureOrdered
from motcua.rooms.documents.models import Approval, Document, Signature
from motcua.rooms.documents.services.keys import KeyHolder
from motcua.rooms.documents.tests.office_work import certificate, numbered
from motcua.rooms.documents.types import DocumentState

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


@pytest.fixture
def ready(drafter: Actor, chair: Actor, clerk: Actor) -> UUID:
    return numbered(drafter, chair, clerk).id


def facts_of(document_id: UUID) -> list[type]:
    with scope(SYSTEM):
        subject = Document.objects.get(id=document_id).subject_id
        return [type(fact) for fact in events.history(subject)]


@pytest.mark.usefixtures("keys")
def test_a_document_gets_the_leaders_signature_and_the_seal(ready: UUID, chair: Actor, drafter: Actor) -> None:
    done = services.sign_now(ready, by=chair, at=NOON)

    assert (done.state, done.signatures, done.waiting_for) == (DocumentState.SIGNED, 2, "")
    with scope(drafter):
        pdf = queries.document_content(ready, by=drafter)
    with pikepdf.open(io.BytesIO(pdf)) as signed:
        fields = {str(f.T): str(f.V.SubFilter) for f in signed.Root.AcroForm.Fields}
        assert signed.open_metadata().pdfa_status == "2A"
        assert len(signed.Root.DSS.CRLs) == 2  # what is needed to check it years later
        assert len(signed.Root.DSS.Certs) >= 4
    assert fields == {"ChuKyCaNhan": "/ETSI.CAdES.detached", "ChuKyCoQuan": "/ETSI.CAdES.detached"}
    assert facts_of(ready)[-2:] == [SignatureOrdered, DocumentSigned]


@pytest.mark.usefixtures("keys")
def test_each_signature_stands_for_exactly_one_approval(ready: UUID, chair: Actor) -> None:
    services.sign_now(ready, by=chair, at=NOON)

    with scope(SYSTEM):
        approvals = set(Approval.objects.values_list("id", flat=True))
        assert sorted(Signature.objects.values_list("approval_id", flat=True)) == sorted(approvals)
        signature = Signature.objects.get(purpose="personal")
        with pytest.raises(IntegrityError), transaction.atomic():
            Signature.objects.create(
                agency_id=signature.agency_id, document_id=ready, approval_id=signature.approval_id, purpose="personal",
                key_name="x", field_name="x", input_sha256="x", prepared="x", tbs_digest="x", ordered_by=chair.id,
                ordered_at=NOON, leased_until=NOON,
            )  # fmt: skip


@pytest.mark.usefixtures("keys")
def test_signing_again_changes_nothing(ready: UUID, chair: Actor) -> None:
    first = services.sign_now(ready, by=chair, at=NOON)

    again = services.sign_now(ready, by=chair, at=NOON + timedelta(hours=1))

    assert again.sha256 == first.sha256
    handlers.on_signature_ordered(SignatureOrdered(NOON, None, ready, ready, "result"), key="k", at=NOON)
    with scope(SYSTEM):
        assert Document.objects.get(id=ready).sha256 == first.sha256
        assert Signature.objects.filter(document_id=ready).count() == 2


def test_nothing_is_signed_without_an_approval(drafter: Actor, chair: Actor) -> None:
    drawn = certificate(drafter)

    with pytest.raises(Refused, match="not-approved"):
        services.sign_now(drawn.id, by=chair, at=NOON)


def test_a_draft_is_not_signed(drafter: Actor, chair: Actor) -> None:
    drawn = certificate(drafter)
    services.approve(drawn.id, signer_title="Chủ tịch", by=chair, at=NOON)

    with pytest.raises(Refused, match="draft-cannot-be-signed"):
        services.sign_now(drawn.id, by=chair, at=NOON)


def test_only_who_approved_signs(ready: UUID, office: UUID) -> None:
    deputy = testing.officer("signing_authority", office, "Phó Chủ tịch")

    with pytest.raises(Refused, match="not-the-approver"):
        services.sign_now(ready, by=deputy, at=NOON)


@pytest.mark.usefixtures("keys")
def test_while_the_approver_is_away_his_substitute_approves_anew_and_signs_with_his_own_key(
    ready: UUID, chair: Actor, office: UUID
) -> None:
    agency = agencies.agency(office)
    assert agency is not None
    deputy = replace(testing.officer("signing_authority", office, "Ngô Phó"), in_place_of=chair.id)
    services.provision_keys([KeyHolder(deputy.id, deputy.name, agency.name)], by=SYSTEM, at=NOON)

    services.take_approval_over(ready, signer_title="Người được ủy quyền", by=deputy, at=NOON)
    done = services.sign_now(ready, by=deputy, at=NOON)

    assert (done.state, done.signatures) == (DocumentState.SIGNED, 2)
    with scope(SYSTEM):
        made = Signature.objects.get(purpose="personal")
        assert made.key_name == str(deputy.id)
        assert made.approval.approver_name == "Ngô Phó"
        assert Approval.objects.filter(approver_id=chair.id).count() == 2  # evidence stays
    with pytest.raises(Refused, match="cannot-change"):
        services.take_approval_over(ready, signer_title="Chủ tịch", by=chair_again(deputy, chair), at=NOON)


def chair_again(deputy: Actor, chair: Actor) -> Actor:
    """The chair standing in for his deputy: the same office, another person."""
    return replace(chair, in_place_of=deputy.id)


def test_a_clerk_may_not_order_a_signature(ready: UUID, clerk: Actor) -> None:
    with pytest.raises(Refused, match="not-permitted"):
        services.order_signature(ready, by=clerk, at=NOON)


@pytest.mark.usefixtures("keys")
def test_a_silent_time_stamp_authority_keeps_the_document_waiting(
    ready: UUID, chair: Actor, settings: Any, authority: str
) -> None:
    settings.MOTCUA = settings.MOTCUA.model_copy(update={"tsa_url": "http://127.0.0.1:9/tsa"})
    ports.forget_signer()

    waiting = services.sign_now(ready, by=chair, at=NOON)

    assert (waiting.state, waiting.waiting_for) == (DocumentState.SIGNING, "time-stamp")
    assert DocumentSigned not in facts_of(ready)
    with scope(SYSTEM):
        assert Document.objects.get(id=ready).fault.startswith("time-stamp")
        fixed = Signature.objects.get(document_id=ready)
        assert (fixed.attempts, fixed.made_at) == (1, None)

    settings.MOTCUA = settings.MOTCUA.model_copy(update={"tsa_url": f"{authority}/tsa"})
    ports.forget_signer()
    assert handlers.retry_waiting_signatures(NOON + timedelta(hours=4)) == 1

    with scope(SYSTEM):
        assert Document.objects.get(id=ready).state == DocumentState.SIGNED
        assert Signature.objects.get(document_id=ready, purpose="personal").tbs_digest == fixed.tbs_digest
    assert facts_of(ready).count(DocumentSigned) == 1


@pytest.mark.usefixtures("keys")
def test_after_a_kill_only_the_same_bytes_are_signed(ready: UUID, chair: Actor) -> None:
    """The process dies after the bytes were fixed and before the key was used."""
    killed = _Dies()
    ports.bind_signer(killed)
    with pytest.raises(KeyboardInterrupt):
        services.sign_now(ready, by=chair, at=NOON)
    with scope(SYSTEM):
        fixed = Signature.objects.get(document_id=ready)
        Signature.objects.filter(id=fixed.id).update(leased_until=NOON - timedelta(days=1))
    ports.forget_signer()

    done = services.finish_signing(ready, at=NOON)

    assert done.state == DocumentState.SIGNED
    assert fixed.tbs_digest == killed.digest.hex()
    with scope(SYSTEM):
        assert Signature.objects.get(id=fixed.id).tbs_digest == fixed.tbs_digest


@pytest.mark.usefixtures("keys")
def test_a_signature_in_another_hand_is_left_to_it(ready: UUID, chair: Actor) -> None:
    ports.bind_signer(_Dies())
    with pytest.raises(KeyboardInterrupt):
        services.sign_now(ready, by=chair, at=NOON)
    ports.forget_signer()

    assert services.finish_signing(ready, at=NOON).waiting_for == "another-signature"


@pytest.mark.usefixtures("keys")
def test_without_a_key_the_document_waits_and_says_so(drafter: Actor, clerk: Actor, office: UUID) -> None:
    keyless = testing.officer("signing_authority", office, "Người Không Khóa")
    ready = numbered(drafter, keyless, clerk).id

    assert services.sign_now(ready, by=keyless, at=NOON).waiting_for == "key"
    with scope(drafter):
        assert "key" in queries.document(ready, by=drafter).fault


@pytest.mark.usefixtures("keys")
def test_signed_bytes_never_change_not_even_by_sql(ready: UUID, chair: Actor) -> None:
    services.sign_now(ready, by=chair, at=NOON)

    for change in ({"sha256": "0" * 64}, {"number": 99}, {"content": "0" * 64}):
        with scope(SYSTEM), pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            Document.objects.filter(id=ready).update(**change)


@pytest.mark.usefixtures("keys")
def test_there_is_one_signed_result_at_a_time(drafter: Actor, chair: Actor, clerk: Actor) -> None:
    first, second = numbered(drafter, chair, clerk), numbered(drafter, chair, clerk)
    with scope(SYSTEM):
        Document.objects.filter(id=second.id).update(subject_id=first.subject_id)
    services.sign_now(first.id, by=chair, at=NOON)

    with pytest.raises(IntegrityError, match="one_current_signed_result"):
        services.sign_now(second.id, by=chair, at=NOON)


class _Dies:
    """A signer that is killed just before it uses the key."""

    digest = b""

    def holds(self, key_name: str) -> bool:
        return bool(key_name)

    def sign(self, digest: bytes, *, key_name: str, at: datetime) -> ports.SignedContainer:
        del key_name, at
        self.digest = digest
        raise KeyboardInterrupt
