"""A company's certificate of origin form D: filed by its own program, paid in Chromium, signed by the issuing office."""

import json
import sys
import time
import uuid
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from PIL import Image
from playwright.sync_api import Browser

sys.path.insert(0, str(Path(__file__).parent))

from installation import Installation
from walking import SOON, pay_by_card, screens, sign_in, visitor

from motcua.config.env import ROOT
from motcua.kernel.clock import ZONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FORM = ROOT / "procedures" / "moit" / "co_form_d"
PAPERS = ("commercial_invoice", "transport_document", "origin_criteria_sheet", "production_process")
STEPS = (("receive", "dat"), ("appraise", "loan"), ("approve", "loan_co"), ("number", "khanh"), ("sign", "loan_co"))
ONLINE_LIMIT = timedelta(hours=4)
MINUTE = timedelta(minutes=1)


def test_a_certificate_of_origin_is_promised_in_four_working_hours(
    browser: Browser, installation: Installation
) -> None:
    thao = installation.as_person("thao", "--organisation")
    receipt = file(thao)
    assert receipt["amount"] == (30_000 if datetime.now(ZONE).date() < date(2027, 1, 1) else 60_000)
    pay(browser, installation, receipt)

    officers = {person: installation.as_person(person) for _, person in STEPS}
    for does, person in STEPS:
        finish(officers[person], receipt["id"], does)
    result = signed(thao, receipt["id"])

    dossier = thao.get(f"/api/v1/dossiers/{receipt['id']}").json()
    assert dossier["result_kind"] == "granted"
    assert working_time(dossier["accepted_at"], dossier["due_at"]) == ONLINE_LIMIT
    assert "4 giờ làm việc" in dossier["explanation"]["text"]
    found = httpx.post(f"{installation.url}/api/v1/verification", files={"file": ("co.pdf", result)}, timeout=60).json()
    assert found["truth"] == "valid"
    assert all(one["trusted"] and one["intact"] for one in found["signatures"])


def file(thao: httpx.Client) -> dict[str, Any]:
    """The usual case with its papers; sent twice it is one dossier."""
    example = yaml.safe_load((FORM / "examples.yaml").read_text())["examples"][0]
    answers = {key: value for key, value in example["answers"].items() if key not in PAPERS}
    body = json.dumps({"procedure": "co_form_d", "answers": answers}, default=str)
    papers = [(field, (f"{field}.pdf", paper(number), "application/pdf")) for number, field in enumerate(PAPERS)]
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first, again = (thao.post("/api/v1/dossiers", data={"dossier": body}, files=papers, headers=key) for _ in range(2))
    assert first.status_code == 201, first.text
    assert again.json() == first.json()
    receipt: dict[str, Any] = first.json()
    return receipt


def paper(shade: int) -> bytes:
    """A scanned page."""
    kept = BytesIO()
    Image.new("L", (600, 850), 255 - shade).save(kept, "PDF")
    return kept.getvalue()


def pay(browser: Browser, installation: Installation, receipt: dict[str, Any]) -> None:
    hold = screens()
    with visitor(browser, installation) as page:
        page.goto(f"{installation.url}/thanh-toan/{receipt['obligation_id']}")
        sign_in(page, installation, "thao@organisation", hold)
        pay_by_card(page, installation, hold)
        page.locator("main .actions a[href^='/ho-so/']").first.click()
        hold(page)


def finish(officer: httpx.Client, dossier_id: str, does: str) -> None:
    """Do the step that waits for this officer."""
    waiting = officer.get("/api/v1/tasks").json()["items"]
    mine = [task for task in waiting if (task["dossier_id"], task["does"]) == (dossier_id, does)]
    assert len(mine) == 1, (does, waiting)
    done = officer.post(f"/api/v1/tasks/{mine[0]['id']}/completion", json={"version": mine[0]["version"] or None})
    assert done.status_code == 200, done.text


def signed(thao: httpx.Client, dossier_id: str) -> bytes:
    """The signed certificate, when the worker has put the seal on it."""
    deadline = time.monotonic() + SOON
    while (answer := thao.get(f"/api/v1/dossiers/{dossier_id}/result")).status_code != 200:
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.5)
    assert answer.content.startswith(b"%PDF-")
    return answer.content


def working_time(start: str, end: str) -> timedelta:
    """Opening time between two instants, counted minute by minute from the calendar as it was written down."""
    now, until = (
        datetime.fromisoformat(text).astimezone(ZONE).replace(second=0, microsecond=0) for text in (start, end)
    )
    calendar = yaml.safe_load(next((ROOT / "content" / "calendars").glob("*.yaml")).read_text())
    shifts = [tuple(shift.split("-")) for shift in calendar["weekly"]["hours"]]
    special = {entry["day"]: entry["kind"] for entry in calendar["days"] if "day" in entry}
    counted = timedelta()
    while now < until:
        opens = special.get(now.date(), "open" if now.weekday() < 5 else "closed") == "open"
        if opens and any(first <= f"{now:%H:%M}" < last for first, last in shifts):
            counted += MINUTE
        now += MINUTE
    return counted
