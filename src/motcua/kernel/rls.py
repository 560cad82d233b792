"""Migration operations: row-level security and append-only tables."""

from django.db.migrations.operations.special import RunSQL


def tenant_policy(
    table: str,
    *,
    agency: str | None = "agency_id",
    other_agency: str | None = None,
    owner: str | None = None,
    other_owner: str | None = None,
    shared: str | None = None,
) -> RunSQL:
    """Let a row be seen and written only by its agency, its owner, or the system.

    `other_agency` and `other_owner` are second columns, for what passes between two.
    `shared` names a table of further agencies as "table:its_column=our_column"; that table needs an agency_id.
    FORCE binds the owner of the table too. The functions are wrapped in (select …) so that they run once a statement.
    """
    rules = ["(select motcua_system())"]
    if agency:
        rules.append(f"{agency} = (select motcua_agency())")
    if other_agency:
        rules.append(f"{other_agency} = (select motcua_agency())")
    if owner:
        rules.append(f"{owner} = (select motcua_person())")
    if other_owner:
        rules.append(f"{other_owner} = (select motcua_person())")
    if shared:
        other, _, columns = shared.partition(":")
        theirs, _, ours = columns.partition("=")
        rules.append(
            f"exists (select 1 from {other} s where s.{theirs} = {table}.{ours} and s.agency_id = (select motcua_agency()))"  # noqa: S608 (names of our own)
        )
    rule = " or ".join(rules)
    return RunSQL(
        sql=[
            f"alter table {table} enable row level security",
            f"alter table {table} force row level security",
            f"create policy {table}_tenant on {table} using ({rule}) with check ({rule})",
        ],
        reverse_sql=[
            f"drop policy if exists {table}_tenant on {table}",
            f"alter table {table} no force row level security",
            f"alter table {table} disable row level security",
        ],
    )


def append_only(table: str) -> RunSQL:
    """Rows can be added, never changed or removed: neither by the application nor, by accident, by the owner."""
    return RunSQL(
        sql=[
            f"create trigger {table}_append_only before update or delete on {table} for each row execute function motcua_refuse_change()",
            f"create trigger {table}_no_truncate before truncate on {table} for each statement execute function motcua_refuse_change()",
            f"revoke update, delete, truncate on {table} from motcua_app",
        ],
        reverse_sql=[
            f"drop trigger if exists {table}_append_only on {table}",
            f"drop trigger if exists {table}_no_truncate on {table}",
            f"grant update, delete on {table} to motcua_app",
        ],
    )
