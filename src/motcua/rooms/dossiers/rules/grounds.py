"""Legal grounds an officer may name, as data: a refusal never stands on a technical error."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from motcua.kernel.errors import Refused
from motcua.rooms.dossiers.rules.wording import plain
from motcua.rooms.dossiers.types import WAITS_FOR_OPINION

SOURCE = Path(__file__).resolve().parent.parent / "grounds.yaml"


Faults = dict[str, Refused | None]
OTHER_TEXT = "other"


@dataclass(frozen=True, slots=True)
class Provision:
    """A text of law a ground may rest on. `whole`: it names its article itself."""

    key: str
    words: str
    words_en: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Ground:
    key: str
    words: str
    words_en: str
    law: str
    advice: str = ""
    provisions: tuple[Provision, ...] = ()
    """Which texts it may rest on, when the officer has to say which."""


@cache
def grounds(of: str) -> dict[str, Ground]:
    """Grounds of one family: reception_refusal, supplement, brought, result_refusal, stop, extension, pause, correction."""
    document = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    return {
        key: Ground(
            key, line["vi"], line["en"], line["law"], line.get("advice", ""),
            tuple(
                Provision(name, text["vi"], text["en"], text.get("whole", False))
                for name, text in line.get("provisions", {}).items()
            ),
        )
        for key, line in document[of].items()
    }  # fmt: skip


def provisions(ground: Ground, bases: Iterable[str]) -> list[Provision]:
    """What the officer chooses from: the register's texts, then those of the procedure itself, then any other."""
    own = [Provision(f"basis-{n}", text, text, whole=False) for n, text in enumerate(bases, 1)]
    known = [one for one in ground.provisions if one.key != OTHER_TEXT]
    return known + own + [one for one in ground.provisions if one.key == OTHER_TEXT]


def provision_faults(ground: Ground | None, bases: Iterable[str], chosen: str, article: str) -> Faults:
    """What is wrong with the provision that was chosen and the words beside it, by field."""
    if ground is None or not ground.provisions:
        return {}
    one = _chosen(ground, bases, chosen)
    missing = one is not None and not one.whole and not plain(article)
    return {
        "provision": None if one else Refused("stop.provision-missing"),
        "article": Refused("stop.article-missing") if missing else None,
    }


def provision_said(ground: Ground, bases: Iterable[str], chosen: str, article: str) -> str:
    """The provision in words; empty for a ground that needs none."""
    one = _chosen(ground, bases, chosen)
    if one is None:
        return ""
    return ", ".join(part for part in ("" if one.key == OTHER_TEXT else one.words, plain(article)) if part)


def _chosen(ground: Ground, bases: Iterable[str], key: str) -> Provision | None:
    offered = provisions(ground, bases) if ground.provisions else []
    return next((one for one in offered if one.key == key), None)


def careless(of: str, ground: str, reason: str) -> Faults:
    """What is wrong with a ground of a family and the words beside it, by field."""
    return {
        "ground": None if ground in grounds(of) else Refused("dossier.ground-unknown"),
        "reason": None if plain(reason) else Refused("dossier.reason-missing"),
    }


def not_awaited(ground: str, *, waiting: int, last: str) -> Refused | None:
    """An opinion is no ground to wait when nobody owes one: none was asked, or all are in, `last` from whom and when."""
    if ground != WAITS_FOR_OPINION or waiting:
        return None
    return Refused("extension.opinions-are-in", last=last) if last else Refused("extension.nobody-was-asked")
