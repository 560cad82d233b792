"""Each fence alone: row-level security without the application, the application without row-level security.

Generated over the tables of the database, so that a table that forgets its policy is found the day it appears.
"""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import Error
from psycopg.types.json import Jsonb

from motcua.faces.api.tests.worlds import World
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import ANONYMOUS, SYSTEM, Actor
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents import services as documents_do
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers import services
from motcua.rooms.dossiers.testing import AT
from motcua.rooms.dossiers.types import SupplementItem
from motcua.rooms.feedback import queries as feedback
from motcua.rooms.feedback import services as feedback_do
from motcua.rooms.forms import queries as forms
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity import services as identity_do
from motcua.rooms.notifications import queries as notifications
from motcua.rooms.payments import queries as payments
from motcua.rooms.payments import services as payments_do
from motcua.rooms.process import queries as process
from motcua.rooms.process import services as process_do

TENANT_COLUMNS = frozenset({"agency_id", "owner_id", "person_id", "reception_agency_id", "applicant_name"})
# Tables of which nobody is the tenant, each with the reason. Everything else must have a policy.
OPEN_TO_ALL = {
    "agencies_": "published: the tree of agencies",
    "calendar_": "published: working days",
    "catalogue_": "published: procedures",
    "django_migrations": "what the installation is made of",
    "documents_template": "published forms of documents",
    "insights_dossierfigure": "figures without a person, published from five upwards",
    "insights_recount": "how far the figures are counted: one row, nobody's",
    "kernel_auditanchor": "digests",
    "kernel_auditchain": "digests",
    "kernel_datakey": "keys, wrapped by the master key, which is not in the database",
    "kernel_delivery": "identifiers of facts and of listeners",
    "kernel_idempotency": "digests of requests and identifiers they made, found by the actor's own key",
    "kernel_job": "names of jobs",
    "process_pinneddefinition": "published: steps of procedures",
}
# Written for somebody else by design: a fact and its owner, told by whoever did it; reading is fenced.
WRITTEN_BY_ALL = {"kernel_event"}
APPEND_ONLY = {
    "kernel_event", "kernel_audit", "payments_posting", "dossiers_duechange", "documents_approval",
    "process_pinneddefinition", "dossiers_escalation", "feedback_answer",
}  # fmt: skip
NEVER_DELETED = APPEND_ONLY | {
    "dossiers_dossier",
    "documents_document",
    "documents_signature",
    "documents_registerbook",
}


# A row the rules of the table itself would let somebody write: those speak before the fence does.
WRITABLE = {"dossiers_dossier": "status = 'submitted'"}


FENCED = {"act.out-of-reach", "act.not-permitted", "file.out-of-reach", "session.ended"}


def rows(statement: str, values: Any = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall() if cursor.description else []
    return found


def tables() -> dict[str, set[str]]:
    """Every table with its columns."""
    found: dict[str, set[str]] = {}
    listed = "select table_name, column_name from information_schema.columns where table_schema = 'public'"
    for table, column in rows(listed):
        found.setdefault(table, set()).add(column)
    return found


def is_open(table: str) -> bool:
    return any(table == name or (name.endswith("_") and table.startswith(name)) for name in OPEN_TO_ALL)


def strangers(worlds: dict[str, World]) -> list[Actor]:
    """Who is at home in the second world, and nobody at all; all look at the first."""
    found = [worlds["b"].citizen.actor, worlds["b"].officer.actor, ANONYMOUS]
    return [actor for actor in found if actor is not None]


def theirs(worlds: dict[str, World], columns: set[str]) -> tuple[str, list[UUID]]:
    """A condition that is true of the first world's rows alone."""
    owner = worlds["a"].citizen.actor
    assert owner is not None
    wanted = {
        "agency_id": worlds["a"].agency_id, "reception_agency_id": worlds["a"].agency_id,
        "owner_id": owner.person_id, "person_id": owner.person_id,
    }  # fmt: skip
    used = {name: value for name, value in wanted.items() if name in columns and value}
    return " or ".join(f"{name} = %s" for name in used), list(used.values())


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_table_is_fenced_or_open_for_a_reason(worlds: dict[str, World]) -> None:
    fenced = {
        name: (enabled, forced)
        for name, enabled, forced in rows(
            "select relname, relrowsecurity, relforcerowsecurity from pg_class"
            " where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
        )
    }
    policies = {name for (name,) in rows("select distinct tablename from pg_policies where schemaname = 'public'")}

    open_ones = {table for table, (enabled, _) in fenced.items() if not enabled}
    assert {table for table in open_ones if not is_open(table)} == set()
    assert {table for table in fenced if fenced[table][0]} == policies
    # the chain of evidence is appended by a function of its owner's; everything else binds its owner too
    assert {table for table, (enabled, forced) in fenced.items() if enabled and not forced} == {"kernel_audit"}
    named_by_all = {t for t, columns in tables().items() if is_open(t) and columns & TENANT_COLUMNS}
    assert named_by_all == {"agencies_competence", "agencies_unit"}


def test_views_look_with_the_eyes_of_who_asks(worlds: dict[str, World]) -> None:
    views = rows(
        "select relname, coalesce(array_to_string(reloptions, ','), '') from pg_class"
        " where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace"
    )

    assert [name for name, options in views if "security_invoker=true" not in options] == []


def test_functions_with_the_rights_of_their_owner_are_the_reviewed_ones(worlds: dict[str, World]) -> None:
    found = {
        n for (n,) in rows("select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace")
    }

    assert found == {"kernel_audit_append"}


def test_the_application_is_no_owner_and_no_exception(worlds: dict[str, World]) -> None:
    ((name, superuser, bypass),) = rows(
        "select rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user"
    )
    owned = rows("select tablename from pg_tables where schemaname = 'public' and tableowner = current_user")

    assert (name, superuser, bypass) == ("motcua_app", False, False)
    assert owned == []


def test_nobody_reads_rows_of_others(worlds: dict[str, World]) -> None:
    """Raw SELECT in a stranger's scope, over every table that says whose its rows are."""
    looked = 0
    for table, columns in sorted(tables().items()):
        condition, values = theirs(worlds, columns)
        if is_open(table) or not condition:
            continue
        with scope(SYSTEM):
            assert rows(f"select count(*) from {table}") is not None
            there = rows(f"select count(*) from {table} where {condition}", values)[0][0]
        for stranger in strangers(worlds):
            with scope(stranger):
                seen = rows(f"select count(*) from {table} where {condition}", values)[0][0]
            assert seen == 0, f"{stranger.name or 'a stranger'} sees {seen} of {there} rows of {table}"
        looked += bool(there)

    assert looked >= 20


def test_without_a_scope_there_is_nothing(worlds: dict[str, World]) -> None:
    for table in tables():
        if not is_open(table):
            assert rows(f"select count(*) from {table}")[0][0] == 0, table


def test_nobody_changes_rows_of_others(worlds: dict[str, World]) -> None:
    """Raw UPDATE and DELETE in a stranger's scope touch nothing."""
    for table, columns in sorted(tables().items()):
        condition, values = theirs(worlds, columns)
        if is_open(table) or not condition:
            continue
        column = _insertable(table)[0]
        for stranger in strangers(worlds):
            for statement in (
                f"update {table} set {column} = {column} where {condition}",
                f"delete from {table} where {condition}",
            ):
                touched = _touched(stranger, statement, values)
                assert touched == 0, f"{stranger.name or 'a stranger'}: {statement} touched {touched}"


def _touched(stranger: Actor, statement: str, values: list[UUID]) -> int:
    """How many rows a statement reached; 0 when it was refused for want of rights."""
    try:
        with undone(), scope(stranger), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)
    except Error as fault:
        if "permission denied" in str(fault) or "append-only" in str(fault):
            return 0
        raise


def test_nobody_writes_rows_in_the_name_of_others(worlds: dict[str, World]) -> None:
    """A copy of a row of the first world, inserted by somebody of the second: refused by the policy, not by luck."""
    tried = 0
    for table, columns in sorted(tables().items()):
        condition, values = theirs(worlds, columns)
        if is_open(table) or not condition or table in WRITTEN_BY_ALL:
            continue
        with scope(SYSTEM):
            found = rows(
                f"select to_jsonb(t) from {table} t where ({condition}) and {WRITABLE.get(table, 'true')} limit 1",
                values,
            )
        if not found:
            continue
        tried += 1
        for stranger in strangers(worlds):
            refused = _inserted(stranger, table, found[0][0])
            assert "row-level security" in refused or "permission denied" in refused, f"{table}: {refused}"

    assert tried >= 18


def _inserted(stranger: Actor, table: str, row: Any) -> str:
    """What the database said to the copy of a row."""
    plain: Any = row if isinstance(row, str) else Jsonb(row)
    names = _insertable(table)
    statement = (
        f"insert into {table} ({', '.join(names)}) select {', '.join(names)}"
        f" from jsonb_populate_record(null::{table}, %s::jsonb)"
    )
    try:
        with undone(), scope(stranger), connection.cursor() as cursor:
            cursor.execute(statement, [plain])
    except Error as fault:
        return str(fault)
    return "was written"


def _insertable(table: str) -> list[str]:
    """Columns that are not computed."""
    listed = rows(
        "select column_name from information_schema.columns where table_name = %s and is_generated = 'NEVER'"
        " and coalesce(identity_generation, '') <> 'ALWAYS'",
        [table],
    )
    return [name for (name,) in listed]


def test_what_is_written_for_good_can_be_neither_changed_nor_removed(worlds: dict[str, World]) -> None:
    rights = {
        (table, right)
        for table, right in rows(
            "select table_name, privilege_type from information_schema.role_table_grants where grantee = current_user"
        )
    }
    guarded = {
        table
        for (table,) in rows(
            "select tgrelid::regclass::text from pg_trigger where tgname like '%%append_only' and tgenabled = 'O'"
        )
    }

    assert guarded == APPEND_ONLY
    for table in APPEND_ONLY:
        assert not rights & {(table, "UPDATE"), (table, "DELETE"), (table, "TRUNCATE")}, table
    for table in NEVER_DELETED:
        assert (table, "DELETE") not in rights, table
    assert not {right for _, right in rights} & {"TRUNCATE", "TRIGGER", "REFERENCES"}
    assert ("kernel_audit", "INSERT") not in rights


@pytest.fixture
def unfenced(worlds: dict[str, World]) -> Iterator[None]:
    """Row-level security lets everything through, as if it had been forgotten or misconfigured.

    The system's setting is what the policies ask; it is switched on below every scope of the test.
    """
    from motcua.kernel import tenancy

    honest = tenancy._tell_database

    def lying(actor: Actor) -> None:
        honest(actor)
        rows("select set_config('motcua.system', 'on', true)")

    tenancy._tell_database = lying
    try:
        with undone():
            yield
    finally:
        tenancy._tell_database = honest


def test_the_application_alone_shows_strangers_nothing(worlds: dict[str, World], unfenced: None) -> None:
    """Every question about somebody's thing, asked by a stranger while the database's fence is down."""
    faults = []
    for stranger in strangers(worlds):
        for name, ask in _questions(worlds["a"], stranger):
            try:
                with undone(), scope(stranger):
                    answer = ask()
                    given = list(answer) if hasattr(answer, "__iter__") and not isinstance(answer, str) else answer
            except Refused as no:
                if no.code not in FENCED:
                    faults.append(f"{stranger.name or 'nobody'}: {name} refused with {no.code}")
                continue
            if given not in (None, [], {}, 0, ""):
                faults.append(f"{stranger.name or 'nobody'}: {name} answers {str(given)[:80]}")

    assert not faults, "\n".join(faults)


def _questions(world: World, by: Actor) -> list[tuple[str, Any]]:
    rich, waiting, work = world.settings
    owner = world.citizen.actor
    assert owner is not None
    assert owner.person_id is not None
    with scope(SYSTEM):
        answers = dossiers.dossier(rich["dossier_id"], by=SYSTEM).answers_id
    dossier, obligation = rich["dossier_id"], waiting["obligation_id"]
    return [
        ("dossier", lambda: dossiers.dossier(dossier, by=by)),
        ("find", lambda: dossiers.find(dossier, by=by)),
        ("papers_to_hand_out", lambda: dossiers.papers_to_hand_out(dossier, by=by)),
        ("fee_at_desk", lambda: dossiers.fee_at_desk(waiting["dossier_id"], by=by)),
        ("paper_ways", lambda: dossiers.paper_ways(dossier, by=by)),
        ("paper_way", lambda: dossiers.paper_way(work["way_id"], by=by)),
        ("principal_of", lambda: dossiers.principal_of(dossier, by=by)),
        ("filed_for_others", lambda: [one for part in dossiers.filed_for_others(by=by, at=AT) for one in part]),
        ("facts_at_counter", lambda: identity.facts_at_counter(owner.person_id, by=by, at=AT)),
        ("authorisation", lambda: identity.authorisation(work["authorisation_id"], by=by)),
        ("cash_of", lambda: payments.cash_of(obligation, by=by)),
        ("rows", lambda: dossiers.rows([dossier], by=by)),
        ("draft", lambda: dossiers.draft(rich["draft_id"], by=by)),
        ("find_draft", lambda: dossiers.find_draft(rich["draft_id"], by=by)),
        ("result_draft", lambda: dossiers.result_draft(dossier, by=by)),
        ("result_fields", lambda: dossiers.result_fields(dossier, by=by)),
        ("result_preview", lambda: dossiers.result_preview(dossier, by=by)),
        ("result_pages", lambda: dossiers.result_pages(dossier, by=by)),
        ("file", lambda: documents.file(rich["file_id"], by=by)),
        ("files_of", lambda: documents.files_of(dossier, by=by)),
        ("files_by_id", lambda: documents.files_by_id([rich["file_id"]], by=by)),
        ("content", lambda: documents.content(rich["file_id"], by=by, purpose="x")),
        ("page_image", lambda: documents.page_image(rich["file_id"], 1, by=by)),
        ("document", lambda: documents.document(rich["document_id"], by=by)),
        ("documents", lambda: documents.documents(dossier, by=by)),
        ("document_content", lambda: documents.document_content(rich["document_id"], by=by)),
        ("document_page", lambda: documents.document_page(rich["document_id"], 1, by=by)),
        ("values_of", lambda: documents.values_of(rich["document_id"], by=by)),
        ("preview_values", lambda: documents.preview_values(rich["document_id"], values={}, by=by)),
        ("approval", lambda: documents.approval(rich["document_id"], by=by)),
        ("answers", lambda: forms.answers(answers, by=by)),
        ("rating", lambda: feedback.rating(dossier, by=by)),
        ("obligation", lambda: payments.obligation(waiting["dossier_id"], by=by)),
        ("obligations", lambda: payments.obligations(waiting["dossier_id"], by=by)),
        ("obligation_by_id", lambda: payments.obligation_by_id(obligation, by=by)),
        ("attempt", lambda: payments.attempt(waiting["attempt_id"], by=by)),
        ("attempts", lambda: payments.attempts(obligation, by=by)),
        ("open_attempt", lambda: payments.open_attempt(obligation, by=by)),
        ("refunds", lambda: payments.refunds(obligation, by=by)),
        ("repayment", lambda: payments.repayment(work["refund_id"], by=by)),
        ("repayment_account", lambda: payments.repayment_account(work["refund_id"], by=by)),
        (
            "repayments_waiting",
            lambda: [one for one in payments.repayments_waiting(by=by) if one.id == work["refund_id"]],
        ),
        ("receipt", lambda: payments.receipt(obligation, by=by)),
        ("parked_on", lambda: payments.parked_on(obligation, by=by)),
        ("task", lambda: process.task(work["task_id"], by=by)),
        ("inbox", lambda: [m for m in notifications.inbox(by=by) if m.subject_id == dossier]),
        ("mine", lambda: [row for row in dossiers.mine(by=by) if row.id == dossier]),
        ("worklist", lambda: [r for r in dossiers.worklist(by=by, at=AT).rows if r.dossier.id == dossier]),
    ]


def test_the_application_alone_lets_strangers_do_nothing(worlds: dict[str, World], unfenced: None) -> None:
    """Every act about somebody's thing, tried by a stranger while the database's fence is down."""
    faults = []
    for stranger in strangers(worlds):
        for name, act in _acts(worlds["a"], stranger):
            try:
                with undone():
                    act()
            except Refused as no:
                if no.code not in FENCED:
                    faults.append(f"{stranger.name or 'nobody'}: {name} refused with {no.code}")
            else:
                faults.append(f"{stranger.name or 'nobody'}: {name} was done")

    assert not faults, "\n".join(faults)


def _acts(world: World, by: Actor) -> list[tuple[str, Any]]:
    rich, waiting, work = world.settings
    named: dict[str, Any] = {"by": by, "at": AT}
    item = SupplementItem("purpose", "x")
    dossier, task = work["dossier_id"], work["task_id"]
    return [
        ("accept", lambda: services.accept(waiting["dossier_id"], **named)),
        ("take_cash", lambda: services.take_cash(waiting["dossier_id"], 15_000, **named)),
        ("void_cash", lambda: services.void_cash(waiting["dossier_id"], reason="x", **named)),
        ("hand_back_cash", lambda: payments_do.hand_back_cash(work["refund_id"], evidence="x", **named)),
        ("complete_refund", lambda: payments_do.complete_refund(work["refund_id"], evidence="x", **named)),
        ("name_account", lambda: payments_do.name_account(work["refund_id"], "970436", "0071000123456", "x", **named)),
        ("settle_doubled", lambda: payments_do.settle_doubled(work["refund_id"], words="x", **named)),
        ("receive_paper", lambda: services.receive_paper(work["way_id"], **named)),
        ("end_authorisation", lambda: identity_do.end_authorisation(work["authorisation_id"], **named)),
        ("start_draft_for", lambda: services.start_draft_for(work["authorisation_id"], "MC.990010", **named)),
        ("refuse", lambda: services.refuse(waiting["dossier_id"], "not_eligible", "x", **named)),
        ("request_supplement", lambda: services.request_supplement(dossier, [item], reason="x", **named)),
        ("answer_supplement", lambda: services.answer_supplement(dossier, {"purpose": "x"}, **named)),
        ("complete_step", lambda: services.complete_step(task, **named)),
        ("return_for_rework", lambda: services.return_for_rework(task, reason="x", **named)),
        ("claim", lambda: services.claim(task, **named)),
        ("release", lambda: services.release(task, **named)),
        ("hand_over", lambda: services.hand_over(task, world.agency_id, **named)),
        ("assign", lambda: services.assign(task, by.id, **named)),
        ("note", lambda: services.note(dossier, "x", **named)),
        ("draft_result", lambda: services.draft_result(dossier, {"result_text": "x"}, **named)),
        ("approve", lambda: services.approve(dossier, **named)),
        ("number", lambda: services.number(dossier, **named)),
        ("sign", lambda: services.sign(dossier, **named)),
        ("issue", lambda: services.issue(rich["dossier_id"], rich["document_id"], **named)),
        ("deliver", lambda: services.deliver(rich["dossier_id"], evidence="x", **named)),
        ("withdraw", lambda: services.withdraw(dossier, **named)),
        ("extend", lambda: services.extend(dossier, AT, ground="needs_more_time", reason="x", **named)),
        ("stop", lambda: services.stop(dossier, "applicant_silent", "x", **named)),
        ("pause", lambda: services.pause(dossier, "financial_obligation", reason="x", **named)),
        ("resume", lambda: services.resume(dossier, **named)),
        ("save_draft", lambda: services.save_draft(rich["draft_id"], {"full_name": "x"}, **named)),
        ("choose_agency", lambda: services.choose_agency(rich["draft_id"], world.agency_id, **named)),
        ("discard", lambda: services.discard(rich["draft_id"], **named)),
        ("submit", lambda: services.submit(rich["draft_id"], **named)),
        ("submit again", lambda: services.submit(rich["dossier_id"], **named)),
        ("rate", lambda: feedback_do.rate(rich["dossier_id"], grade=5, **named)),
        ("start_attempt", lambda: _start(waiting, **named)),
        ("abandon_attempt", lambda: payments_do.abandon_attempt(waiting["attempt_id"], **named)),
        ("waive", lambda: payments_do.waive(waiting["obligation_id"], reason="x", evidence="x", **named)),
        ("cancel", lambda: payments_do.cancel(waiting["obligation_id"], **(named | _reasoned(payments_do.cancel)))),
        ("discard file", lambda: documents_do.discard(rich["file_id"], **named)),
        (
            "attach",
            lambda: documents_do.attach([rich["file_id"]], subject_id=dossier, agency_id=world.agency_id, **named),
        ),
        ("revoke", lambda: documents_do.revoke(rich["document_id"], reason="x", **named)),
        ("order_signature", lambda: documents_do.order_signature(rich["document_id"], **named)),
        ("end_session", lambda: identity_do.end_session(rich["session_id"], **named)),
        ("claim task", lambda: process_do.claim(task, **named)),
        ("complete task", lambda: process_do.complete(task, **named)),
    ]


def _start(waiting: dict[str, Any], **named: Any) -> Any:
    return payments_do.start_attempt(waiting["obligation_id"], "vietqr", return_url="", client_ip="", **named)


def _reasoned(act: Any) -> dict[str, str]:
    return {"reason": "x"} if "reason" in inspect.signature(act).parameters else {}


def test_the_fence_was_really_down(worlds: dict[str, World], unfenced: None) -> None:
    """Else the two tests above would prove nothing."""
    stranger = strangers(worlds)[0]
    with scope(stranger):
        assert rows("select count(*) from dossiers_dossier where agency_id = %s", [worlds["a"].agency_id])[0][0] >= 3


def test_the_application_cannot_become_somebody_else(worlds: dict[str, World]) -> None:
    assert rows("select current_user, session_user") == [("motcua_app", "motcua_app")]
    with pytest.raises(Error), transaction.atomic():
        rows("set role motcua_owner")
