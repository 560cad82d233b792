"""What people ask about a dossier they handed in: how they say it, the short answer, and where it is done."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.kernel.vietnamese import fold
from motcua.rooms.feedback import queries as feedback


@dataclass(frozen=True, slots=True)
class Topic:
    """One question. `key` is its place on the help page."""

    key: str
    title: str
    text: str
    links: tuple[tuple[str, str], ...]


SAID = {
    "tre-hen": (
        "tre hen", "qua hen", "tre han", "qua ngay hen", "khieu nai", "cham tra", "tra cham", "tra ket qua cham",
        "ho so cham", "cham ket qua", "chua co ket qua", "co kip",
    ),
    "hoan-tien": (
        "hoan tien", "hoan lai tien", "lay lai tien", "doi lai tien", "tra lai tien", "hoan phi", "hoan le phi",
        "lay lai phi", "lay lai le phi",
    ),
    "rut-ho-so": ("rut ho so", "rut lai ho so", "huy ho so", "khong lam nua"),
    "ket-qua-sai": ("ket qua sai", "ket qua bi sai", "sai ket qua", "bao sai", "in sai", "sua ket qua"),
    "mat-giay": (
        "mat giay hen", "mat phieu hen", "mat bien nhan", "mat ma ho so", "quen ma ho so", "mat ket qua", "cap lai ket qua",
    ),
    "nop-thay": ("nop thay", "nop giup", "lam thay", "nho nguoi khac", "uy quyen nop", "nguoi khac nop"),
}  # fmt: skip
"""Folded words, each known as whole words only: «nộp hộ» would be found in «nộp hộ chiếu»."""


def asked_about(text: str) -> list[Topic]:
    """The topics a question speaks of, with or without marks."""
    folded = f" {fold(text)} "
    keys = {key for key, words in SAID.items() if any(f" {one} " in folded for one in words)}
    return [one for one in topics() if one.key in keys] if keys else []


def topics() -> list[Topic]:
    """Every question with its answer, in the order people ask them."""
    mine = (_("My dossiers"), reverse("follow:dossiers"))
    track = (_("Track a dossier"), reverse("open:track"))
    days = feedback.answer_working_days(clock.today())
    late = _(
        "Open the dossier and press “This dossier is late: ask for an answer”. The office answers within %(days)s working"
        " days. Shortly before the promised day one may ask there whether it will be on time."
    )
    return [
        Topic("tre-hen", _("The dossier is late"), late % {"days": days}, (mine, track)),
        Topic("hoan-tien", _("Getting money back"), _(
            "Withdrawn or not taken in: what was paid comes back the way it was paid. Once taken in, the office answers"
            " in writing whether it comes back. The page of the dossier says how far it is."
        ), (mine,)),
        Topic("rut-ho-so", _("Withdrawing a dossier"), _(
            "Open the dossier and press “Withdraw this dossier”, at the end of the page. This is possible until the"
            " decision is made."
        ), (mine,)),
        Topic("ket-qua-sai", _("The result has a mistake"), _(
            "Open the dossier and press “The result is wrong”, say what is wrong. Mending it costs nothing."
        ), (mine,)),
        Topic("mat-giay", _("The slip or the result is lost"), _(
            "The slip is not needed: the code is in the messages and in “My dossiers”. For a lost result open the dossier"
            " and press “Ask for another copy”."
        ), (mine,)),
        Topic("nop-thay", _("Somebody else hands in"), _(
            "Say once who may hand in, for what and until when. That person signs in with an e-identity of his own."
            " Or come to a desk together."
        ), ((_("Authorise somebody"), reverse("account:authorisations")),)),
    ]  # fmt: skip
