"""The embedded database starts after any death and leaves nothing behind."""

import os
import signal
import time
from pathlib import Path

import psycopg
import pytest

from motcua.config.embedded import Server, grant, provision

ROLES = ("motcua_owner", "motcua_app", "motcua_auditor")


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cluster")
    for parent in (folder, *folder.parents):
        if parent.stat().st_uid == os.getuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o711)  # pytest hides its folders from other accounts
    return folder / "postgres"


def test_a_killed_server_starts_again_with_its_rows(home: Path) -> None:
    server = Server(home)
    server.prepare()
    server.start()
    with psycopg.connect(server.superuser_url(), autocommit=True) as connection:
        connection.execute("create table kept (n int)")
        connection.execute("insert into kept values (7)")
    assert server.process is not None
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()

    again = Server(home)
    assert again.prepare() is False
    again.start()

    with psycopg.connect(again.superuser_url()) as connection:
        assert connection.execute("select n, lower('Đ') from kept").fetchone() == (7, "đ")
    again.stop()


def test_an_orphan_of_a_killed_supervisor_is_replaced(home: Path) -> None:
    orphan = Server(home)
    orphan.prepare()
    orphan.start(lasting=True)
    pid = orphan.process.pid if orphan.process else 0
    successor = Server(home)

    started = time.monotonic()
    if orphan.process:  # nobody would wait for it in real life
        os.waitpid(pid, os.WNOHANG)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        successor.start()
    finally:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)

    assert successor.process is not None
    assert successor.process.pid != pid
    assert time.monotonic() - started < 60
    successor.stop()


def test_the_application_role_cannot_bypass_anything(home: Path) -> None:
    server = Server(home)
    server.prepare()
    server.start()
    provision(server.superuser_url(), "motcua", dict.fromkeys(ROLES, "a-test-password"))
    provision(server.superuser_url(), "motcua", dict.fromkeys(ROLES, "a-test-password"))
    grant(server.url("motcua_owner", "a-test-password", "motcua"))

    with psycopg.connect(server.url("motcua_app", "a-test-password", "motcua")) as connection:
        row = connection.execute(
            "select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user"
        ).fetchone()
        assert row == (False, False, False)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("create table mine (n int)")
    server.stop()
