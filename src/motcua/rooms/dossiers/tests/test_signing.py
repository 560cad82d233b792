"""The whole way with real signatures: sandbox authority, real keys, a PDF anybody can verify."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from motcua.kernel import clock
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies.queries import agency
from motcua.rooms.documents import ports
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents import services as documents_do
from motcua.rooms.documents.services.keys import KeyHolder
from motcua.rooms.documents.testing import trust_service
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.testing import HOME, PEOPLE, citizen

LAN = citizen()


@pytest.fixture
def _keys(settings: Any, tmp_path: Path) -> Iterator[None]:
    with trust_service(tmp_path / "trust") as url:
        settings.MOTCUA = settings.MOTCUA.model_copy(
            update={
                "signing_keys": tmp_path / "keys",
                "signing_password": "pass-word-of-tests",
                "trust_roots": tmp_path / "roots",
                "ca_url": url,
                "tsa_url": f"{url}/tsa",
            }
        )
        yield
        ports.forget_signer()


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.usefixtures("_keys")
def test_signing_while_the_leader_waits_issues_and_delivers_a_verifiable_result() -> None:
    testing.world()
    home = agency(HOME)
    assert home is not None
    at = clock.now()
    documents_do.provision_keys(
        [
            KeyHolder(PEOPLE.chief.id, PEOPLE.chief.name, home.name),
            KeyHolder(HOME, home.name, home.name, profile="organisation"),
        ],
        by=SYSTEM,
        at=at,
    )
    dossier_id = testing.approved(LAN, at=at)
    numbered = services.number(dossier_id, by=PEOPLE.clerk, at=at)

    done = services.sign_and_issue(dossier_id, by=PEOPLE.chief, at=at)

    assert done.status == "delivered"
    with scope(LAN):
        view = queries.dossier(dossier_id, by=LAN)
        pdf = documents.document_content(numbered.document_id, by=LAN)
    verified = documents.verify_file(pdf)
    assert (verified.truth, verified.number_text, verified.holder_initials) == ("valid", numbered.number, "N.T.L.")
    assert len(verified.signatures) == 2
    assert view.row.result_document_id == numbered.document_id
    assert documents.verify_file(pdf[:-20] + b"0" * 20).truth != "valid"
    _corrected(dossier_id, pdf, numbered.number, at)


def _corrected(dossier_id: UUID, wrong: bytes, old_number: str, at: datetime) -> None:
    """Correct what was just signed: only the right paper holds, the wrong one says which."""
    services.request_correction(dossier_id, "Sai nội dung", by=LAN, at=at)
    services.draft_correction(
        dossier_id, {"result_text": "Nội dung đúng"}, ground="office_mistake", reason="Chép nhầm", by=PEOPLE.case, at=at
    )
    services.approve_correction(dossier_id, by=PEOPLE.chief, at=at)
    right = services.number_correction(dossier_id, by=PEOPLE.clerk, at=at)

    done = services.sign_correction_now(dossier_id, by=PEOPLE.chief, at=at)

    assert (done.status, done.document_id) == ("corrected", right.document_id)
    old = documents.verify_file(wrong)
    assert (old.truth, old.number_text) == ("revoked", old_number)
    assert right.number in old.revoked_reason
    with scope(LAN):
        assert documents.verify_file(documents.document_content(right.document_id, by=LAN)).truth == "valid"
