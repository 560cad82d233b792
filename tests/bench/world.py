"""What has to be there before anything is measured: the procedure, citizens who signed in, drafts, dossiers.

Made by the product's own services in this process, against the database of the installation that is measured.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen
from uuid import UUID

from tests.bench import procedure
from tests.bench.installation import Installation

ENOUGH = 24


def connect(data: Path) -> None:
    """Let this process act inside the installation."""
    os.environ["MOTCUA_DATA_DIR"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
    import django

    django.setup()


@dataclass(frozen=True)
class Person:
    """A citizen with a session."""

    token: str
    actor: Any


def publish() -> None:
    from motcua.kernel import clock
    from motcua.kernel.types import SYSTEM
    from motcua.rooms.catalogue import services

    services.publish(procedure.package(), by=SYSTEM, at=clock.now())


def citizens(count: int) -> list[Person]:
    """Invented people of one ward, signed in."""
    from motcua.kernel import clock
    from motcua.kernel.types import SYSTEM
    from motcua.rooms.identity import queries, services
    from motcua.rooms.identity.types import Address, IdentityClaims

    people = []
    for number in range(count):
        at = clock.now()
        claims = IdentityClaims(
            personal_id=f"0792{90_000_000 + number}",
            full_name=f"Nguyễn Thị Đo {number + 1}",
            birth_date="1990-05-12",
            gender="female",
            residence=Address("79", "Thành phố Hồ Chí Minh", "26740", "Phường Sài Gòn", "12 Lê Lợi"),
            assurance=2,
            authentication_level=2,
        )
        token = services.sign_in(claims, by=SYSTEM, at=at).session_token
        actor = queries.actor_for_session(token, at)
        assert actor is not None
        people.append(Person(token, actor))
    return people


def draft(person: Person, paper: bytes) -> UUID:
    """A draft with everything filled in and its paper attached, ready to be handed in."""
    from motcua.kernel import clock
    from motcua.kernel.types import SYSTEM
    from motcua.rooms.agencies.types import agency_id
    from motcua.rooms.documents import services as documents
    from motcua.rooms.documents.types import FileState, Verdict
    from motcua.rooms.dossiers import services

    by, at = person.actor, clock.now()
    stored = documents.take_in(paper, "giay-to.pdf", owner_id=by.person_id, purpose="bench", by=by, at=at)
    clean = Verdict(FileState.CLEAN, media_type="application/pdf", pages=1)
    documents.record_inspection(stored.id, clean, by=SYSTEM, at=at)
    visited = {f"_done.{page['key']}": True for page in procedure.PAGES}
    answers = procedure.answers() | visited | {procedure.FILE_FIELD: [str(stored.id)]}
    return services.start_draft(procedure.CODE, answers=answers, agency_id=agency_id("hcm25_w26740"), by=by, at=at)


def dossier(person: Person, paper: bytes) -> UUID:
    """The same, handed in."""
    from motcua.kernel import clock
    from motcua.rooms.dossiers import services

    return services.submit(draft(person, paper), by=person.actor, at=clock.now()).dossier_id


def drain() -> int:
    """Deliver everything that waits, in this process."""
    from motcua.kernel import relay

    return relay.drain()


def wait_for_catalogue(installation: Installation, seconds: float = 30.0) -> None:
    """Every web process reads the lists of the catalogue anew within ten seconds; wait until all know the procedure."""
    end, seen = time.monotonic() + seconds, 0
    while time.monotonic() < end and seen < ENOUGH:
        try:
            urlopen(
                f"http://{installation.host}:{installation.port}/thu-tuc/{procedure.CODE}?{time.monotonic()}",
                timeout=30,
            ).close()
        except OSError:
            seen = 0
            time.sleep(0.5)
        else:
            seen += 1


def officer(personal_id: str, full_name: str) -> tuple[str, Any]:
    """A session of somebody of the demonstration, in his office."""
    from motcua.kernel import clock
    from motcua.kernel.types import SYSTEM
    from motcua.rooms.identity import queries, services
    from motcua.rooms.identity.types import IdentityClaims

    claims = IdentityClaims(
        personal_id=personal_id,
        full_name=full_name,
        birth_date="1984-05-20",
        gender="female",
        assurance=2,
        authentication_level=3,
    )
    done = services.sign_in(claims, prefer_office=True, by=SYSTEM, at=clock.now())
    actor = queries.actor_for_session(done.session_token, clock.now())
    assert actor is not None
    assert actor.agency_id is not None, "this person holds no office"
    return done.session_token, actor
