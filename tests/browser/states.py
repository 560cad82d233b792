"""What a screen shows: dossiers and other things in every state, made once each by the real acts when first asked for."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache, cached_property
from typing import Any
from uuid import UUID

from motcua.faces.desk.tests.officers import Officer, seen
from motcua.faces.portal.account import cookies
from motcua.kernel import clock, relay
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies.types import agency_id
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.testing import clean_file
from motcua.rooms.dossiers import services, testing
from motcua.rooms.dossiers.tests import linked
from motcua.rooms.dossiers.types import SupplementItem
from motcua.rooms.feedback import services as feedback
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity import services as people
from motcua.rooms.identity.testing import BINH, HOA, LAN, officer, signed_in
from motcua.rooms.notifications import services as notifications
from motcua.rooms.payments import queries as payments_read
from motcua.rooms.payments import services as payments

POLICE = agency_id("hcm_police_pc08")
CASE = "/ho-so/{}"
CITIZENS = {"hoa": HOA, "binh": BINH}


class States(Mapping[str, str]):
    """Placeholders of addresses: `states["accepted"]` is the identifier of a dossier that is accepted."""

    def __init__(self) -> None:
        testing.world()
        self._made: dict[str, str] = {}
        self.officer = cache(Officer)

    def __getitem__(self, name: str) -> str:
        if name not in self._made:
            self._made[name] = str(getattr(self, f"_{name}")())
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return (name[1:] for name in dir(self) if name.startswith("_") and not name.startswith("__"))

    def __len__(self) -> int:
        return len(list(self))

    def token(self, who: str) -> str:
        """The session of one of the officers of content/people.yaml, of a citizen, or of who keeps the country's days."""
        if who in CITIZENS:
            return signed_in(CITIZENS[who]).session_token
        if who == "country":
            officer("business_admin", agency="vpcp", claims=LAN)
            there = signed_in(LAN)
            himself = identity.actor_for_session(there.session_token, clock.now())
            assert himself is not None
            return people.choose_capacity(
                there.session_token, agency_id("vpcp"), by=himself, at=clock.now()
            ).session_token
        return self.officer(who).client.cookies[cookies.session_name()].value

    @cached_property
    def hoa(self) -> Actor:
        found = identity.actor_for_session(signed_in(HOA).session_token, clock.now())
        assert found is not None
        return found

    def _filed(self) -> UUID:
        paper = clean_file(self.hoa, name="chứng minh.pdf")
        return testing.filed(self.hoa, at=clock.now(), proof=[str(paper.id)]).dossier_id

    def _accepted(self) -> UUID:
        return testing.accepted(self.hoa, at=clock.now()).dossier_id

    def _late(self) -> UUID:
        return testing.accepted(self.hoa, at=clock.now() - timedelta(days=20)).dossier_id

    def _complained(self) -> UUID:
        dossier_id = testing.accepted(self.hoa, at=clock.now() - timedelta(days=18)).dossier_id
        feedback.complain(dossier_id, sentence="Bao giờ thì xong?", by=self.hoa, at=clock.now())
        return dossier_id

    def _overseen(self) -> UUID:
        """A late dossier of which the leaders' figures know."""
        dossier_id = UUID(self["complained"])
        relay.drain(("bulk",))
        return dossier_id

    def _asked(self) -> UUID:
        paper = clean_file(self.hoa, name="mờ.pdf")
        dossier_id = testing.filed(
            self.hoa, at=clock.now(), purpose="other", purpose_other="Việc nhà", proof=[str(paper.id)]
        ).dossier_id
        items = [
            SupplementItem("proof", "Ảnh mờ, không đọc được số"),
            SupplementItem("purpose", "Khác với giấy đã gửi"),
        ]
        services.request_supplement(dossier_id, items, reason="Chưa khớp", by=testing.PEOPLE.reception, at=clock.now())
        return dossier_id

    def _kept(self) -> UUID:
        """A dossier of a procedure about which a good sentence was kept."""
        first = testing.filed(self.hoa, at=clock.now()).dossier_id
        item: dict[str, Any] = {
            "item-purpose": "yes",
            "words-purpose": "Ghi khác giấy tờ. Chọn lại mục đích",
            "ground": "does_not_match",
        }
        self.officer("tai").post(f"/ho-so/{first}/bo-sung", _action="send", keep="yes", **item)
        return testing.filed(self.hoa, at=clock.now()).dossier_id

    def _consulted(self) -> UUID:
        asked: UUID = seen(UUID(self["consulting"])).consultations[0].id
        return asked

    def _consulting(self) -> UUID:
        dossier_id = testing.accepted(self.hoa, at=clock.now()).dossier_id
        question: dict[str, Any] = {"to": f"agency:{POLICE}", "question": "Người này có tiền án không?", "days": "2"}
        self.officer("quan").post(f"/ho-so/{dossier_id}/y-kien", **question)
        return dossier_id

    def _opened(self) -> UUID:
        slip = testing.accepted(self.hoa)
        by = self.officer("tram").actor
        services.open_for_reason(slip.dossier_id, "complaint", words="Đơn 12", by=by, at=clock.now())
        return slip.dossier_id

    def _noticed(self) -> UUID:
        dossier_id = testing.accepted(self.hoa, at=clock.now()).dossier_id
        further: dict[str, Any] = {
            "further_name": "Lệ phí trước bạ",
            "further_kind": "tax",
            "further_amount": "1.200.000",
        }
        self.officer("quan").post(f"/ho-so/{dossier_id}/nop-tien", reason="Thông báo thuế 12/TB", **further)
        return dossier_id

    def _issued(self) -> UUID:
        return testing.issued(self.hoa, at=clock.now()).dossier_id

    def _corrected(self) -> UUID:
        dossier_id = testing.issued(self.hoa, at=clock.now()).dossier_id
        services.request_correction(dossier_id, "Sai năm sinh, đúng là 1990", by=self.hoa, at=clock.now())
        return dossier_id

    def _copied(self) -> UUID:
        """A result of which the owner asked for another copy."""
        dossier_id = testing.issued(self.hoa, at=clock.now()).dossier_id
        services.request_copy(dossier_id, "Mất bản giấy", by=self.hoa, at=clock.now())
        return dossier_id

    def _to_sign(self) -> UUID:
        """Approved, numbered, and written out for the leader to sign."""
        dossier_id = testing.approved(self.hoa, at=clock.now())
        numbered = services.number(dossier_id, by=testing.PEOPLE.clerk, at=clock.now())
        documents.render_now(numbered.document_id, by=SYSTEM, at=clock.now())
        return dossier_id

    def _refused(self) -> UUID:
        dossier_id = testing.filed(self.hoa, at=clock.now()).dossier_id
        services.refuse(
            dossier_id, "not_competent", "Nộp ở Phường Bến Thành", by=testing.PEOPLE.reception, at=clock.now()
        )
        return dossier_id

    def _unpaid(self) -> UUID:
        return testing.filed(self.hoa, code=testing.CHARGED, at=clock.now()).dossier_id

    def _owed(self) -> UUID:
        return self._obligation(UUID(self["unpaid"]))

    def _transferring(self) -> UUID:
        """A fee that is being paid by transfer."""
        owed = self._obligation(testing.filed(self.hoa, code=testing.CHARGED, at=clock.now()).dossier_id)
        payments.start_attempt(owed, "vietqr", return_url="", client_ip="", by=self.hoa, at=clock.now())
        return owed

    def _obligation(self, dossier_id: UUID) -> UUID:
        with scope(SYSTEM):
            return next(one.id for one in payments_read.obligations(dossier_id, by=SYSTEM))

    def _group(self) -> UUID:
        """A group of three procedures, accepted: one begins, one runs, one waits for the first."""
        linked.world()
        return linked.accepted(self.hoa)

    def _told(self) -> str:
        """Two things told to the head of unit at his desk."""
        head = self.officer("thom").actor
        for number, kind in enumerate(("desk_overdue", "desk_reminder")):
            notifications.tell_officer(
                head.id, kind, {"code": "H29.57.8-261110-0001", "due_at": "17 giờ ngày 24/11/2026", "unit": "Văn phòng"},
                subject_id=UUID(self["late"]), agency_id=testing.HOME, cause=f"k{number}", by=SYSTEM, at=clock.now(),
            )  # fmt: skip
        return ""

    def _absent(self) -> str:
        """Case officer Quân is away from today for a week."""
        starts, ends = clock.today(), clock.today() + timedelta(days=7)
        days: dict[str, Any] = {
            f"{name}-{part}": getattr(day, part)
            for name, day in (("starts", starts), ("ends", ends))
            for part in ("day", "month", "year")
        }
        substitute = self.officer("linh").actor.id
        self.officer("quan").post("/vang-mat", substitute=str(substitute), ground="Đơn nghỉ phép", **days)
        return ""

    def _claimed(self) -> UUID:
        """An accepted dossier that Quân has taken, so that he can pass it on."""
        dossier_id = testing.accepted(self.hoa, at=clock.now()).dossier_id
        task = testing.task(dossier_id, "appraise")
        self.officer("quan").post(f"/ho-so/{dossier_id}/viec/{task.id}/nhan")
        return dossier_id

    def filled(self, path: str) -> str:
        """The address with every placeholder in its place."""
        return re.sub(r"\{(\w+)\}", lambda found: self[found[1]], path)
