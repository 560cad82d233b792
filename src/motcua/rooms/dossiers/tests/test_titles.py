"""What stands above the name of who signs (NĐ 30/2020, Art. 13): head, deputy, head of a unit, substitute."""

from dataclasses import replace

import pytest

from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies.queries import agency
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents import services as documents_do
from motcua.rooms.documents.testing import text_of
from motcua.rooms.dossiers import services, testing
from motcua.rooms.dossiers.rules.signers import signature_block
from motcua.rooms.dossiers.services.signers import block, signer
from motcua.rooms.dossiers.testing import AT, COMMUNE, HOME, PEOPLE, citizen
from motcua.rooms.dossiers.types import ResultKind
from motcua.rooms.identity import testing as identity
from motcua.rooms.identity.types import IdentityClaims

DEPUTY, HEAD = "Đặng Văn Phó", "Bùi Thị Trưởng"


def leader(name: str, title: str, capacity: str, number: int = 1) -> Actor:
    claims = IdentityClaims(f"07908511{number:04d}", name, assurance=2, authentication_level=2)
    return identity.officer(
        "signing_authority", agency=COMMUNE, unit="ld", claims=claims, title=title, capacity=capacity, at=AT
    )


@pytest.mark.parametrize(
    ("title", "capacity", "printed"),
    [
        ("Chủ tịch", "head", ("CHỦ TỊCH", "")),
        ("", "", ("CHỦ TỊCH", "")),
        ("Phó Chủ tịch", "deputy", ("Phó Chủ tịch", "KT. CHỦ TỊCH")),
        ("Phó Trưởng Thuế", "deputy", ("Phó Trưởng Thuế", "KT. TRƯỞNG THUẾ")),
        ("", "deputy", ("PHÓ CHỦ TỊCH", "KT. CHỦ TỊCH")),
        ("Chánh Văn phòng", "by_order", ("Chánh Văn phòng", "TL. CHỦ TỊCH")),
        ("Trưởng phòng Tư pháp", "authority", ("Trưởng phòng Tư pháp", "TUQ. CHỦ TỊCH")),
        ("", "authority", ("NGƯỜI ĐƯỢC ỦY QUYỀN", "TUQ. CHỦ TỊCH")),
    ],
)
def test_the_block_follows_the_capacity(title: str, capacity: str, printed: tuple[str, str]) -> None:
    assert signature_block("CHỦ TỊCH", title, capacity) == printed


def refused_by(approver: Actor) -> str:
    """The words of a reasoned refusal that he approved, as its PDF has them."""
    dossier_id = testing.for_approval(citizen(), kind=ResultKind.REFUSED)
    services.approve(dossier_id, by=approver, at=AT)
    made = services.number(dossier_id, by=PEOPLE.clerk, at=AT)
    documents_do.render_now(made.document_id, by=SYSTEM, at=AT)
    with scope(approver):
        return text_of(documents.document_content(made.document_id, by=approver, purpose="ký"))


@pytest.mark.django_db
def test_the_paper_says_that_a_deputy_signs_for_the_chairman() -> None:
    testing.world()
    deputy = leader(DEPUTY, "Phó Chủ tịch", "deputy")

    assert f"KT. CHỦ TỊCH PHÓ CHỦ TỊCH {DEPUTY}" in refused_by(deputy)


@pytest.mark.django_db
def test_the_paper_of_the_chairman_has_his_office_alone() -> None:
    testing.world()
    head = leader(HEAD, "Chủ tịch", "head")

    text = refused_by(head)
    assert f"CHỦ TỊCH {HEAD}" in text
    assert "KT." not in text
    assert signer(head, agency(HOME)) == {
        "name": HEAD, "title": "CHỦ TỊCH", "authority_prefix": "TM. ỦY BAN NHÂN DÂN",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_substitute_signs_with_his_own_title_and_a_deputy_always_as_deputy() -> None:
    testing.world()
    absent, deputy = leader(HEAD, "Chủ tịch", "head"), leader(DEPUTY, "Phó Chủ tịch", "deputy", 2)
    claims = IdentityClaims("079085110003", "Lý Chánh", assurance=2, authentication_level=2)
    office = identity.officer(
        "unit_head", agency=COMMUNE, unit="vp", claims=claims, title="Chánh Văn phòng", capacity="by_order", at=AT
    )
    home = agency(HOME)

    with scope(deputy):
        assert block(replace(deputy, in_place_of=absent.id), home) == ("Phó Chủ tịch", "KT. CHỦ TỊCH")
        assert block(replace(office, in_place_of=absent.id, offices=absent.offices), home) == (
            "Chánh Văn phòng", "TUQ. CHỦ TỊCH",
        )  # fmt: skip
        letter = signer(office, home)
        body = signer(deputy, home)
    assert letter == {"name": "Lý Chánh", "title": "Chánh Văn phòng", "authority_prefix": "TL. CHỦ TỊCH"}
    assert body is not None
    assert body["authority_prefix"] == "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH"
