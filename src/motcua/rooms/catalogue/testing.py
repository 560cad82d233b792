"""For tests of this room and of the rooms above: the shipped catalogue, or a small package made to measure."""

from copy import deepcopy
from pathlib import Path
from typing import Any

from motcua.kernel import clock
from motcua.kernel.types import SYSTEM
from motcua.rooms.catalogue import queries, services
from motcua.rooms.catalogue.package import Package
from motcua.rooms.catalogue.types import Definition, PublishedAll

PROCEDURES = Path(__file__).resolve().parents[4] / "procedures"

_SMALL: dict[str, Any] = {
    "schema": 1,
    "procedure": {
        "key": "kite_permit",
        "code": None,
        "local_code": "MC.990001",
        "name": {"vi": "Cấp giấy phép thả diều", "en": "Kite permit"},
        "plain_name": {"vi": "Giấy phép thả diều"},
        "aliases": ["xin thả diều"],
        "field": {"key": "kites", "name": {"vi": "Diều sáo"}},
        "levels": ["commune"],
        "agency_kind": "commune_pc",
        "eligible_subjects": ["individual"],
        "minutes": 3,
        "online": {"mode": "full"},
        "steps": [{"vi": "Nộp tờ khai rồi chờ."}],
        "methods": [
            {
                "channel": "online",
                "time_limit": {"amount": "1", "unit": "working_day"},
                "fees": [{"code": "kite", "kind": "le_phi", "name": {"vi": "Lệ phí thả diều"}, "amount": 5000}],
            },
            {
                "channel": "counter",
                "time_limit": {"amount": "3", "unit": "working_day"},
                "fees": [{"code": "kite", "kind": "le_phi", "name": {"vi": "Lệ phí thả diều"}, "amount": 20000}],
            },
        ],
        "result": {
            "name": {"vi": "Giấy phép thả diều"},
            "symbol": "GP-TD",
            "book": "kites",
            "validity": {"vi": "Một mùa gió"},
            "template": "result.typ",
        },
        "legal_bases": [{"number": "01/2026/QĐ-TD"}],
        "publication": {
            "number": "1/QĐ-UBND",
            "decided_on": "2026-01-05",
            "effective_from": "2026-02-01",
        },
        "provenance": {"confidence": "illustrative", "sources": []},
        "status": "published",
    },
    "papers": {"components": []},
    "form": {
        "key": "kite_permit",
        "pages": [
            {
                "key": "kite",
                "title": {"vi": "Con diều"},
                "fields": [{"key": "colour", "kind": "text", "label": {"vi": "Màu diều"}, "required": True}],
            }
        ],
    },
    "process": {
        "steps": [
            {"key": "receive", "name": "Tiếp nhận", "role": "reception_officer", "unit": "pvhcc", "does": "receive"},
            {
                "key": "approve",
                "name": "Duyệt",
                "role": "signing_authority",
                "unit": "ld",
                "does": "approve",
                "share": 1,
            },
        ]
    },
    "messages": {},
    "templates": {"result.typ": "Giấy phép"},
}


def load_catalogue() -> PublishedAll:
    """Publish everything below procedures/; a second call in the same database reads no package."""
    queries.forget()
    return services.publish_all(PROCEDURES, by=SYSTEM, at=clock.now())


def a_package(**changes: Any) -> Package:
    """A small procedure about kites. `changes` replace members of its procedure.yaml."""
    definition = deepcopy(_SMALL)
    definition["procedure"] |= changes
    return Package.from_definition(definition, folder="kites/MC.990001")


def published(package: Package) -> Definition:
    """The package as the version in effect."""
    done = services.publish(package, by=SYSTEM, at=clock.now())
    return queries.version(done.version_id)
