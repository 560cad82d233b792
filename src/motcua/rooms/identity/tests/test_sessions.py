"""Sessions begin with a proof, change their token, grow old, and die with the office or the account."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import ANONYMOUS, SYSTEM, ActorKind
from motcua.rooms.agencies.types import agency_id, unit_id
from motcua.rooms.identity import queries, services
from motcua.rooms.identity.models import Account, OfficeHolding, Person, Session
from motcua.rooms.identity.testing import HOA, LAN, THU_DA, citizen, officer, signed_in
from motcua.rooms.identity.types import OfficeGrant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_agencies")]
NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
WARD = "hcm25_w26740"
OTHER = "moit"


def _grant(account: object, agency: str = WARD, role: str = "reception_officer") -> object:
    return services.grant_office(account, OfficeGrant(agency_id(agency), role), by=SYSTEM, at=NOON)  # type: ignore[arg-type]


def test_a_person_signs_in_twice_and_stays_one_person() -> None:
    first, second = signed_in(at=NOON), signed_in(replace(HOA, full_name="Nguyễn Thị Hoà"), at=NOON)

    assert first.person_id == second.person_id
    assert first.session_token != second.session_token
    with scope(SYSTEM):
        assert Account.objects.get(id=first.account_id).display_name == "Nguyễn Thị Hoà"


def test_the_database_holds_no_readable_personal_value() -> None:
    signed = signed_in(at=NOON)

    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select row_to_json(p)::text from identity_person p where id = %s", [signed.person_id])
        stored = cursor.fetchone()[0]
        cursor.execute("select row_to_json(s)::text from identity_session s where account_id = %s", [signed.account_id])
        session = cursor.fetchone()[0]
    for value in (HOA.personal_id, HOA.full_name, HOA.phone, HOA.email, "Lê Lợi"):
        assert value not in stored
        assert value.encode().hex() not in stored
    assert signed.session_token not in session


def test_the_actor_of_a_session_is_found_in_one_statement() -> None:
    token = signed_in(at=NOON).session_token

    with CaptureQueriesContext(connection) as statements:
        actor = queries.actor_for_session(token, NOON + timedelta(minutes=5))

    assert len(statements) == 1
    assert actor is not None
    assert actor.kind == ActorKind.CITIZEN
    assert actor.assurance == 2
    assert actor.name == HOA.full_name


def test_looking_up_a_session_leaves_the_scope_as_it_was() -> None:
    token = signed_in(at=NOON).session_token

    queries.actor_for_session(token, NOON)

    assert Person.objects.count() == 0, "without a scope nothing is visible"
    with scope(SYSTEM):
        queries.actor_for_session(token, NOON)
        assert Person.objects.count() == 1


def test_a_session_ends_after_half_an_hour_without_a_request() -> None:
    token = signed_in(at=NOON).session_token

    assert queries.actor_for_session(token, NOON + timedelta(minutes=29)) is not None
    assert queries.actor_for_session(token, NOON + timedelta(minutes=58)) is not None, "each request prolongs it"
    assert queries.actor_for_session(token, NOON + timedelta(minutes=89)) is None


def test_a_session_ends_after_twelve_hours_in_any_case() -> None:
    token = signed_in(at=NOON).session_token
    for quarter in range(1, 48):
        assert queries.actor_for_session(token, NOON + timedelta(minutes=15 * quarter)) is not None

    assert queries.actor_for_session(token, NOON + timedelta(hours=12)) is None


def test_a_session_on_a_shared_machine_ends_after_ten_minutes() -> None:
    token = services.sign_in(HOA, shared_device=True, by=ANONYMOUS, at=NOON).session_token

    assert queries.actor_for_session(token, NOON + timedelta(minutes=11)) is None


@pytest.mark.parametrize("token", ["", "guess", "x" * 500, "\x00"])
def test_a_guessed_token_is_nobody(token: str) -> None:
    assert queries.actor_for_session(token, NOON) is None


def test_signing_in_again_ends_the_session_before() -> None:
    first = signed_in(at=NOON).session_token

    second = services.sign_in(HOA, previous_token=first, by=ANONYMOUS, at=NOON).session_token

    assert queries.actor_for_session(first, NOON) is None
    assert queries.actor_for_session(second, NOON) is not None


def test_signing_out_ends_the_session_and_may_be_repeated() -> None:
    token = signed_in(at=NOON).session_token

    services.sign_out(token, by=ANONYMOUS, at=NOON)
    services.sign_out(token, by=ANONYMOUS, at=NOON)

    assert queries.actor_for_session(token, NOON) is None


def test_an_officer_starts_as_a_citizen_and_chooses_his_office() -> None:
    signed = signed_in(LAN, at=NOON)
    _grant(signed.account_id)
    again = signed_in(LAN, at=NOON)
    me = queries.actor_for_session(again.session_token, NOON)
    assert me is not None

    chosen = services.choose_capacity(again.session_token, agency_id(WARD), by=me, at=NOON)
    actor = queries.actor_for_session(chosen.session_token, NOON)

    assert again.must_choose
    assert me.kind == ActorKind.CITIZEN
    assert actor is not None
    assert actor.kind == ActorKind.OFFICER
    assert actor.agency_id == agency_id(WARD)
    assert actor.person_id is None, "an officer owns no citizen's rows while in office"
    assert actor.holds("reception_officer")
    assert queries.actor_for_session(again.session_token, NOON) is None, "the token changed"


def test_a_proof_repeated_keeps_the_office_that_was_chosen() -> None:
    lan = officer("case_officer", agency=WARD, at=NOON)
    with scope(SYSTEM):
        assert Session.objects.filter(account_id=lan.id, acting_as="officer").exists()
    first = services.sign_in(LAN, prefer_office=True, by=ANONYMOUS, at=NOON)

    again = services.sign_in(
        replace(LAN, authentication_level=3), previous_token=first.session_token, by=ANONYMOUS, at=NOON
    )

    assert first.acting_as == again.acting_as == "officer"
    assert again.agency_id == agency_id(WARD)


def test_an_office_needs_two_factors() -> None:
    signed = signed_in(LAN, at=NOON)
    _grant(signed.account_id)
    weak = replace(LAN, authentication_level=1)

    token = services.sign_in(weak, prefer_office=True, by=ANONYMOUS, at=NOON).session_token

    me = queries.actor_for_session(token, NOON)
    assert me is not None
    assert me.kind == ActorKind.CITIZEN
    with pytest.raises(Refused, match=r"capacity.stronger-proof-needed"):
        services.choose_capacity(token, agency_id(WARD), by=me, at=NOON)


def test_an_office_that_is_not_held_cannot_be_chosen() -> None:
    me = citizen(at=NOON)
    token = signed_in(at=NOON).session_token

    with pytest.raises(Refused, match=r"capacity.not-held"):
        services.choose_capacity(token, agency_id(WARD), by=me, at=NOON)


def test_somebody_elses_session_cannot_be_moved_to_an_office() -> None:
    lan = officer("case_officer", agency=WARD, at=NOON)
    token = signed_in(at=NOON).session_token

    with pytest.raises(Refused, match=r"session.ended"):
        services.choose_capacity(token, agency_id(WARD), by=lan, at=NOON)


def test_ending_the_office_ends_the_officers_session_with_the_next_request() -> None:
    signed = signed_in(LAN, at=NOON)
    holding = _grant(signed.account_id)
    token = services.sign_in(LAN, prefer_office=True, by=ANONYMOUS, at=NOON).session_token
    assert queries.actor_for_session(token, NOON) is not None

    services.end_office(holding, by=SYSTEM, at=NOON)  # type: ignore[arg-type]

    assert queries.actor_for_session(token, NOON) is None


def test_closing_the_account_ends_everything_and_refuses_the_next_sign_in() -> None:
    signed = signed_in(LAN, at=NOON)
    bearer = services.issue_token(str(signed.account_id), by=SYSTEM, at=NOON).token

    services.close_account(signed.account_id, by=SYSTEM, at=NOON)

    assert queries.actor_for_session(signed.session_token, NOON) is None
    assert queries.actor_for_token(bearer, NOON) is None
    with pytest.raises(Refused, match=r"account.closed"):
        signed_in(LAN, at=NOON)


def test_an_office_counts_only_between_its_days() -> None:
    signed = signed_in(LAN, at=NOON)
    substitute = OfficeGrant(
        agency_id(WARD), "unit_head", held_from=NOON.date() + timedelta(1), held_to=NOON.date() + timedelta(2)
    )
    services.grant_office(signed.account_id, substitute, by=SYSTEM, at=NOON)

    offered = {
        days: services.sign_in(LAN, prefer_office=True, by=ANONYMOUS, at=NOON + timedelta(days=days)).acting_as
        for days in (0, 1, 2, 3)
    }

    assert offered == {0: "citizen", 1: "officer", 2: "officer", 3: "citizen"}


def test_nobody_grants_himself_an_office() -> None:
    admin = officer("business_admin", agency=WARD, at=NOON)

    with pytest.raises(Refused, match=r"office.self-granted"):
        services.grant_office(admin.id, OfficeGrant(agency_id(WARD), "signing_authority"), by=admin, at=NOON)


def test_an_administrator_grants_offices_of_his_own_agency_only() -> None:
    admin = officer("business_admin", agency=WARD, at=NOON)
    hoa = signed_in(at=NOON)

    services.grant_office(hoa.account_id, OfficeGrant(agency_id(WARD), "case_officer"), by=admin, at=NOON)
    with pytest.raises(Refused, match=r"act.out-of-reach"):
        services.grant_office(hoa.account_id, OfficeGrant(agency_id(OTHER), "case_officer"), by=admin, at=NOON)
    with pytest.raises(Refused, match=r"office.already-held"):
        services.grant_office(hoa.account_id, OfficeGrant(agency_id(WARD), "case_officer"), by=admin, at=NOON)
    with pytest.raises(Refused, match=r"office.unit-elsewhere"):
        services.grant_office(
            hoa.account_id, OfficeGrant(agency_id(WARD), "unit_head", unit_id("moit", "mc")), by=admin, at=NOON
        )


def test_an_officer_of_two_agencies_sees_offices_of_the_chosen_one_only() -> None:
    signed = signed_in(LAN, at=NOON)
    _grant(signed.account_id)
    _grant(signed.account_id, OTHER, "case_officer")
    fresh = signed_in(LAN, at=NOON)
    me = queries.actor_for_session(fresh.session_token, NOON)
    assert me is not None

    token = services.choose_capacity(fresh.session_token, agency_id(OTHER), by=me, at=NOON).session_token

    actor = queries.actor_for_session(token, NOON)
    assert actor is not None
    assert [office.role for office in actor.offices] == ["case_officer"]
    with scope(actor):
        assert [one.name for one in queries.officers(by=actor, at=NOON)] == [LAN.full_name]
        assert OfficeHolding.objects.count() == 1


def test_a_strong_recent_proof_is_demanded_before_weighty_things() -> None:
    token = signed_in(replace(HOA, authentication_level=3, proved_seconds_ago=60), at=NOON).session_token
    seen = queries.session_seen(token, NOON)

    services.require_recent(seen, minutes=5, level=3, at=NOON)
    for minutes, level, at in ((5, 4, NOON), (5, 3, NOON + timedelta(minutes=5)), (0, 1, NOON)):
        with pytest.raises(Refused, match=r"session.step-up-needed"):
            services.require_recent(seen, minutes=minutes, level=level, at=at)
    with pytest.raises(Refused, match=r"session.step-up-needed"):
        services.require_recent(None, minutes=5, level=1, at=NOON)


def test_an_organisation_account_acts_on_its_behalf() -> None:
    token = signed_in(replace(HOA, organisation=THU_DA), at=NOON).session_token

    actor = queries.actor_for_session(token, NOON)

    assert actor is not None
    assert actor.on_behalf_of is not None
    with scope(actor):
        assert queries.organisations(by=actor) == [(actor.on_behalf_of, THU_DA.name, THU_DA.tax_code)]
        known = queries.known_facts(actor.person_id)  # type: ignore[arg-type]
    assert known.value("tax_code") == THU_DA.tax_code
