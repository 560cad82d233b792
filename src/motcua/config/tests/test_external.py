"""An installation on a PostgreSQL that somebody else runs."""

from pathlib import Path

import psycopg
import pytest

from motcua.config import embedded, external
from motcua.config.testing import server

PASSWORDS = dict.fromkeys(("motcua_owner", "motcua_app", "motcua_auditor"), "a/strange:pass@word")


@pytest.fixture(scope="module")
def somebody_else_s(tmp_path_factory: pytest.TempPathFactory) -> object:
    folder = tmp_path_factory.mktemp("elsewhere")
    for parent in (folder, *folder.parents[:3]):
        parent.chmod(0o755)
    one = embedded.Server(Path(folder))
    one.prepare()
    one.start()
    yield one
    one.stop()


def test_an_administrator_s_address_is_enough(somebody_else_s: embedded.Server) -> None:
    url = somebody_else_s.superuser_url("cong_dich_vu")

    first, again = external.settle(url, PASSWORDS), external.settle(url, PASSWORDS)

    assert first == again
    with psycopg.connect(first["owner_database_url"]) as owner:
        owner.execute("create table of_the_owner (n integer)")
    with psycopg.connect(first["database_url"]) as mine:
        assert mine.execute("select current_user::text, current_database()::text").fetchone() == (
            "motcua_app",
            "cong_dich_vu",
        )
        assert mine.execute("insert into of_the_owner values (1) returning n").fetchone() == (1,)
        rights = mine.execute("select rolsuper, rolbypassrls, rolcreatedb from pg_roles where rolname = 'motcua_app'")
        assert rights.fetchone() == (False, False, False)


def test_the_application_s_own_role_needs_the_owner_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MOTCUA_OWNER_DATABASE_URL", raising=False)

    with pytest.raises(embedded.DatabaseTrouble, match="MOTCUA_OWNER_DATABASE_URL"):
        external.settle(server().url("motcua_app", "x", "motcua"), PASSWORDS)


def test_an_address_where_nobody_answers_says_what_is_needed() -> None:
    with pytest.raises(embedded.DatabaseTrouble, match="an account that may create roles and databases"):
        external.settle("postgresql://postgres:x@127.0.0.1:1/motcua", PASSWORDS)
