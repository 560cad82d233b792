"""C5: the whole way from the sign-in page through the e-identity and back, and out again."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from motcua.faces.portal.account.middleware import StepUpMiddleware
from motcua.faces.portal.account.tests.conftest import Visitor
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies.types import agency_id
from motcua.rooms.identity import services
from motcua.rooms.identity.models import Account, OfficeHolding, Person, Session
from motcua.rooms.identity.testing import LAN, signed_in
from motcua.rooms.identity.types import OfficeGrant

pytestmark = pytest.mark.django_db
WARD = "hcm25_w26740"


def _grant(agency: str = WARD) -> Any:
    account = signed_in(LAN).account_id
    from motcua.kernel import clock

    return services.grant_office(account, OfficeGrant(agency_id(agency), "case_officer"), by=SYSTEM, at=clock.now())


def test_a_citizen_signs_in_and_returns_to_the_page_he_wanted(visitor: Visitor) -> None:
    answer = visitor.sign_in("hoa", "/tai-khoan")

    assert answer.status_code == 302
    assert answer["Location"] == "/tai-khoan"
    shown = visitor.client.get("/tai-khoan")
    assert shown.status_code == 200
    assert "Nguyễn Thị Hoa" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"


def test_the_session_cookie_is_for_this_site_and_not_for_scripts(visitor: Visitor) -> None:
    answer = visitor.sign_in("hoa")

    cookie = answer.cookies["motcua"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["max-age"], "ends with the browser"


def test_with_https_the_cookie_is_bound_to_the_host(visitor: Visitor, settings: Any) -> None:
    address = visitor.choose(visitor.begin(), "hoa")
    settings.MOTCUA = settings.MOTCUA.model_copy(update={"public_url": "https://dvc.example.vn"})

    answer = visitor.client.get("/dang-nhap/tra-ve", {"code": "x"}, secure=True)

    assert address
    assert "__Host-motcua-dn" in answer.cookies
    assert answer.cookies["__Host-motcua-dn"]["secure"]


def test_the_request_to_the_provider_carries_pkce_nonce_and_state(visitor: Visitor) -> None:
    query = parse_qs(urlsplit(visitor.begin("/ho-so")).query)

    assert query["response_type"] == ["code"]
    assert query["code_challenge_method"] == ["S256"]
    assert len(query["state"][0]) >= 40
    assert len(query["nonce"][0]) >= 40
    assert query["redirect_uri"] == ["http://127.0.0.1:8000/dang-nhap/tra-ve"]


def test_sensitive_claims_of_the_provider_are_stored_nowhere(visitor: Visitor, provider: str) -> None:
    visitor.sign_in("hoa")

    with scope(SYSTEM), connection.cursor() as cursor:
        person = Person.objects.get()
        opened = str(person.facts())
        cursor.execute("select string_agg(entry, ' ') from kernel_audit")
        audit = cursor.fetchone()[0]
    assert "079190012345" in opened
    for claim in ("DanToc", "TonGiao", "NhomMau", "TinhTrangHonNhan", "Kinh", "Phật giáo", "hôn"):
        assert claim not in opened
    for value in ("079190012345", "Hoa", "0901234567"):
        assert value not in audit


def test_signing_in_changes_the_token_and_ends_the_session_before(visitor: Visitor) -> None:
    first = visitor.sign_in("hoa").cookies["motcua"].value
    second = visitor.sign_in("hoa").cookies["motcua"].value

    assert first != second
    with scope(SYSTEM):
        assert Session.objects.filter(ended_at__isnull=True).count() == 1
    visitor.client.cookies["motcua"] = first
    assert visitor.client.get("/tai-khoan").status_code == 302


def test_a_stranger_is_led_to_the_sign_in_page_and_back(visitor: Visitor) -> None:
    answer = visitor.client.get("/tai-khoan/du-lieu")

    assert answer.status_code == 302
    assert answer["Location"] == "/dang-nhap?next=%2Ftai-khoan%2Fdu-lieu"
    assert visitor.client.get(answer["Location"]).status_code == 200


def test_a_stale_cookie_is_removed(visitor: Visitor) -> None:
    visitor.client.cookies["motcua"] = "something-old"

    answer = visitor.client.get("/dang-nhap")

    assert answer.cookies["motcua"].value == ""
    assert answer.cookies["motcua"]["max-age"] == 0


def test_an_officer_with_one_agency_goes_straight_to_his_desk_when_he_asked_for_it(visitor: Visitor) -> None:
    _grant()

    answer = visitor.sign_in("lan", "/can-bo/")

    assert answer["Location"] == "/can-bo/"
    with scope(SYSTEM):
        assert Session.objects.order_by("-created_at").filter(acting_as="officer").exists()


def test_an_officer_chooses_between_himself_and_his_agencies(visitor: Visitor) -> None:
    _grant()
    _grant("moit")

    answer = visitor.sign_in("lan", "/tai-khoan")
    page = visitor.client.get(answer["Location"]).content.decode()
    chosen = visitor.client.post("/dang-nhap/tu-cach", {"as": str(agency_id("moit")), "next": "/"})

    assert answer["Location"] == "/dang-nhap/tu-cach?next=%2Ftai-khoan"
    assert "Bộ Công Thương" in page
    assert "Uỷ ban nhân dân Phường Sài Gòn" in page
    assert chosen["Location"] == "/can-bo/"
    assert visitor.client.get("/tai-khoan").status_code == 403, "an officer in office has no citizen's account page"
    back = visitor.client.post("/dang-nhap/tu-cach", {"as": "citizen", "next": "/tai-khoan"})
    assert back["Location"] == "/tai-khoan"
    assert visitor.client.get("/tai-khoan").status_code == 200


@pytest.mark.parametrize("chosen", ["", "nonsense", str(agency_id("hcm25_stp"))])
def test_an_agency_where_no_office_is_held_cannot_be_chosen(visitor: Visitor, chosen: str) -> None:
    visitor.sign_in("hoa")

    answer = visitor.client.post("/dang-nhap/tu-cach", {"as": chosen})

    assert answer.status_code == 403
    assert visitor.client.get("/tai-khoan").status_code == 200


def test_an_officer_whose_office_ended_is_out_with_the_next_request(visitor: Visitor) -> None:
    holding = _grant()
    visitor.sign_in("lan", "/can-bo/")
    assert visitor.client.get("/dang-nhap/tu-cach").status_code == 200
    from motcua.kernel import clock

    services.end_office(holding, by=SYSTEM, at=clock.now())

    assert visitor.client.get("/dang-nhap/tu-cach").status_code == 302


def test_an_organisation_account_signs_in_for_it(visitor: Visitor) -> None:
    visitor.sign_in("minh@organisation")

    shown = visitor.client.get("/tai-khoan/du-lieu").content.decode()

    assert "Công ty TNHH Thương mại Thu Đa" in shown
    assert "0101234567" in shown


def test_signing_out_ends_the_session_here_and_at_the_provider(visitor: Visitor, provider: str) -> None:
    visitor.sign_in("hoa")

    answer = visitor.client.post("/dang-xuat")

    assert answer["Location"].startswith(f"{provider}/logout?")
    assert httpx.get(answer["Location"]).headers["location"] == "http://127.0.0.1:8000/"
    assert visitor.client.get("/tai-khoan").status_code == 302
    with scope(SYSTEM):
        assert not Session.objects.filter(ended_at__isnull=True).exists()


def test_signing_out_works_while_the_provider_is_down(visitor: Visitor, provider: str) -> None:
    from motcua.rooms.identity import oidc

    visitor.sign_in("hoa")
    httpx.post(f"{provider}/_sandbox/outage", data={"state": "on"})
    oidc.forget()

    answer = visitor.client.post("/dang-xuat")

    assert answer["Location"] == "/"
    assert visitor.client.get("/tai-khoan").status_code == 302


def test_a_get_never_signs_out(visitor: Visitor) -> None:
    visitor.sign_in("hoa")

    assert visitor.client.get("/dang-xuat").status_code == 200
    assert visitor.client.get("/tai-khoan").status_code == 200


def test_on_a_shared_machine_the_browser_forgets_everything(visitor: Visitor) -> None:
    visitor.come_back(visitor.choose(visitor.begin("/", shared="yes"), "hoa"))

    answer = visitor.client.post("/dang-xuat")

    assert "storage" in answer["Clear-Site-Data"]
    with scope(SYSTEM):
        assert Session.objects.get().idle_minutes == 10


def test_a_stronger_proof_is_asked_for_and_kept_with_the_same_page(visitor: Visitor) -> None:
    visitor.sign_in("hoa", "/tai-khoan")
    page = visitor.client.get("/dang-nhap", {"next": "/ho-so/1", "muc": "3"})

    address = visitor.begin("/ho-so/1", muc="3")
    answer = visitor.come_back(visitor.choose(address, "hoa"))

    assert page.status_code == 200
    asked = parse_qs(urlsplit(address).query)
    assert asked["acr_values"] == ["03"]
    assert asked["prompt"] == ["login"]
    assert answer["Location"] == "/ho-so/1"
    with scope(SYSTEM):
        assert Session.objects.get(ended_at__isnull=True).authentication_level == 3


def test_a_refusal_for_want_of_a_fresh_proof_leads_to_the_e_identity_and_back(visitor: Visitor) -> None:
    request = RequestFactory().get("/ho-so/1/rut?x=1")
    shield = StepUpMiddleware(lambda _request: HttpResponse())

    answer = shield.process_exception(request, Refused("session.step-up-needed", minutes=5, level=3))

    assert answer is not None
    assert answer["Location"] == "/dang-nhap?next=%2Fho-so%2F1%2Frut%3Fx%3D1&muc=3"
    assert visitor.client.get(answer["Location"]).status_code == 200
    assert shield.process_exception(request, Refused("act.out-of-reach")) is None


def test_posting_to_sign_in_needs_the_forms_own_token(provider: str, agencies: None) -> None:
    strict = Visitor(enforce_csrf_checks=True)

    assert strict.client.post("/dang-nhap", {"next": "/"}).status_code == 403
    assert strict.client.post("/dang-xuat").status_code == 403


def test_nothing_of_the_demonstration_is_left_from_a_refused_sign_in(visitor: Visitor) -> None:
    answer = visitor.come_back(visitor.choose(visitor.begin("/ho-so"), "hoa"), state="other")

    assert answer.status_code == 422
    with scope(SYSTEM):
        assert not Person.objects.exists()
        assert not Account.objects.exists()
        assert not OfficeHolding.objects.exists()
