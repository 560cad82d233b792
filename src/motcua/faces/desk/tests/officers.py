"""Officers of Phường Sài Gòn as content/people.yaml names them, each with a browser that runs no JavaScript."""

import re
from collections.abc import Callable
from functools import cache
from html import unescape
from typing import Any
from uuid import UUID

import yaml
from django.test import Client

from motcua.config.env import ROOT
from motcua.faces.portal.account import cookies
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies.types import agency_id, unit_id
from motcua.rooms.documents import services as documents
from motcua.rooms.dossiers import queries, testing
from motcua.rooms.dossiers import services as dossiers
from motcua.rooms.dossiers.testing import AT, PEOPLE
from motcua.rooms.dossiers.types import DossierView
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity import services
from motcua.rooms.identity.testing import signed_in
from motcua.rooms.identity.types import IdentityClaims, OfficeGrant

CITIZEN = testing.citizen()


@cache
def people() -> dict[str, dict[str, Any]]:
    listed = yaml.safe_load((ROOT / "content" / "people.yaml").read_text(encoding="utf-8"))["people"]
    return {one["key"]: one for one in listed}


class Officer:
    """One officer at his desk."""

    def __init__(self, key: str) -> None:
        person = people()[key]
        claims = IdentityClaims(
            personal_id=person["personal_id"],
            full_name=person["full_name"],
            birth_date=str(person["birth_date"]),
            gender=person["gender"],
            assurance=2,
            authentication_level=2,
        )
        account = signed_in(claims).account_id
        for held in person.get("offices", ()):
            grant = OfficeGrant(agency_id(held["agency"]), held["role"], unit_id(held["agency"], held["unit"]))
            services.grant_office(account, grant, by=SYSTEM, at=AT)
        home = agency_id(person["offices"][0]["agency"])
        token = signed_in(claims).session_token
        himself = identity.actor_for_session(token, AT)
        assert himself is not None
        token = services.choose_capacity(token, home, by=himself, at=AT).session_token
        actor = identity.actor_for_session(token, AT)
        assert actor is not None
        self.actor: Actor = actor
        self.client = Client()
        self.client.cookies[cookies.session_name()] = token

    def get(self, address: str, status: int = 200) -> str:
        answer = self.client.get(f"/can-bo{address}")
        assert answer.status_code == status, f"{address}: {answer.status_code} {plain(answer.content.decode())[:1500]}"
        return answer.content.decode()

    def post(self, address: str, status: int = 302, **fields: Any) -> str:
        """Send a form; gives the page it leads to, or the page when it stays."""
        answer = self.client.post(f"/can-bo{address}", fields)
        assert answer.status_code == status, f"{address}: {answer.status_code} {plain(answer.content.decode())[:1500]}"
        if status != 302:
            return answer.content.decode()
        self.led_to = str(answer["Location"])
        return self.client.get(self.led_to).content.decode()


Desk = Callable[[str], Officer]


def plain(page: str) -> str:
    """The words of a page, as somebody who cannot see it hears them."""
    body = re.sub(r"<(style|script)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body))).strip()


def seen(dossier_id: UUID) -> DossierView:
    with scope(SYSTEM):
        return queries.dossier(dossier_id, by=SYSTEM)


def issued_for_the_counter() -> UUID:
    """A dossier whose signed result lies at the counter."""
    draft = testing.drafted(CITIZEN)
    dossiers.choose_options(draft, result_channel="counter", by=CITIZEN, at=AT)
    dossiers.submit(draft, by=CITIZEN, at=AT)
    dossiers.accept(draft, by=PEOPLE.reception, at=AT)
    dossiers.draft_result(draft, testing.VALUES, by=PEOPLE.case, at=AT)
    dossiers.complete_step(testing.task(draft, "appraise").id, by=PEOPLE.case, at=AT)
    dossiers.complete_step(testing.task(draft, "work").id, by=PEOPLE.head, at=AT)
    dossiers.approve(draft, by=PEOPLE.chief, at=AT)
    numbered = dossiers.number(draft, by=PEOPLE.clerk, at=AT)
    documents.render_now(numbered.document_id, by=SYSTEM, at=AT)
    dossiers.sign(draft, by=PEOPLE.chief, at=AT)
    dossiers.issue(draft, numbered.document_id, by=SYSTEM, at=AT)
    return draft
