"""The ground tests stand on: a real PostgreSQL, roles and migrations as in production, a database of one's own a run.

Loaded by pytest before Django's settings (`-p motcua.config.testing`). One cluster serves all runs on a machine; the
last to leave stops it. A migrated database is kept as a template under the digest of the migrations and the content.
"""

import atexit
import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from motcua.config import embedded
from motcua.config.env import ROOT

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
HOME = Path(os.environ.get("MOTCUA_TEST_HOME") or ROOT / "var" / "test")
PASSWORD = "only-for-tests-on-this-machine"  # noqa: S105 (a throw-away cluster without a network address)
NAME = f"motcua_test_{os.getpid()}_{WORKER}"
COPY_TRIES = 40
# Procedures that tests publish (MC.99…) go with the test that committed them; those shipped stay.
FORGET_TRIALS = """
delete from catalogue_publishedfolder f using catalogue_procedureversion v, catalogue_procedure p
 where f.version_id = v.id and v.procedure_id = p.id and p.code like 'MC.99%';
delete from catalogue_searchentry e using catalogue_procedure p where e.procedure_id = p.id and p.code like 'MC.99%';
delete from catalogue_searchphrase e using catalogue_procedure p where e.procedure_id = p.id and p.code like 'MC.99%';
delete from catalogue_procedureversion v using catalogue_procedure p
 where v.procedure_id = p.id and p.code like 'MC.99%';
delete from catalogue_procedure where code like 'MC.99%';
"""
_users: int | None = None


def environment() -> None:
    """Give this run its settings before Django reads them."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-test-"))
    os.environ.pop("MOTCUA_NOW", None)
    os.environ.update(
        MOTCUA_DATA_DIR=str(folder),
        MOTCUA_SECRET_KEY="tests-only-0123456789-abcdefghijklmnopqrstuvwxyz",  # noqa: S106 (throw-away)
        MOTCUA_DATABASE_URL=server().url("motcua_app", PASSWORD, NAME),
        MOTCUA_DEMO="true",
        DJANGO_SETTINGS_MODULE="motcua.config.settings",
    )
    from motcua.kernel import crypto  # noqa: PLC0415 (reads the environment above)

    crypto.make_master(folder / "secrets")


_server: embedded.Server | None = None


def server() -> embedded.Server:
    """The shared cluster, started when nobody runs it."""
    global _server, _users  # noqa: PLW0603 (one a process, by design)
    if _server is not None:
        return _server
    HOME.mkdir(parents=True, exist_ok=True)
    _users = os.open(HOME / "users.lock", os.O_RDWR | os.O_CREAT)
    with (HOME / "start.lock").open("w") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)
        fcntl.flock(_users, fcntl.LOCK_SH)
        _server = embedded.Server(HOME / "postgres")
        if _server.prepare():
            with (_server.cluster / "motcua.conf").open("a") as conf:
                conf.write("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 150\n")
        if not _answers(_server):
            _server.start(lasting=True)
            embedded.provision(
                _server.superuser_url(),
                "motcua",
                dict.fromkeys(("motcua_owner", "motcua_app", "motcua_auditor"), PASSWORD),
            )
    atexit.register(_leave)
    return _server


def _answers(one: embedded.Server) -> bool:
    try:
        psycopg.connect(one.superuser_url(), connect_timeout=2).close()
    except (psycopg.OperationalError, FileNotFoundError):
        return False
    return True


def _leave() -> None:
    """The last run on the machine stops the cluster."""
    if _users is None or _server is None:
        return
    fcntl.flock(_users, fcntl.LOCK_UN)
    try:
        fcntl.flock(_users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    _server.stop_running()


def make_database() -> None:
    """Copy the migrated template for this run."""
    template = _template()
    with psycopg.connect(server().superuser_url(), autocommit=True) as connection:
        for attempt in range(COPY_TRIES):
            try:
                connection.execute(
                    sql.SQL("create database {} template {} owner motcua_owner").format(
                        sql.Identifier(NAME), sql.Identifier(template)
                    )
                )
            except psycopg.errors.ObjectInUse:  # another run is copying the same template
                if attempt == COPY_TRIES - 1:
                    raise
                connection.execute("select pg_sleep(0.3)")
            else:
                return


def drop_database() -> None:
    with psycopg.connect(server().superuser_url(), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(NAME)))


def _template() -> str:
    digest = hashlib.sha256()
    watched = [*ROOT.glob("src/motcua/**/migrations/*.py"), *ROOT.glob("content/**/*"), *ROOT.glob("procedures/**/*")]
    for path in sorted(p for p in watched if p.is_file()):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    name = f"motcua_template_{digest.hexdigest()[:12]}"
    with (HOME / "template.lock").open("w") as making:
        fcntl.flock(making, fcntl.LOCK_EX)
        with psycopg.connect(server().superuser_url(), autocommit=True) as connection:
            if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
                return name
            for (old,) in connection.execute(
                "select datname from pg_database where datname like 'motcua_template_%'"
            ).fetchall():
                connection.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(old)))
            fresh = f"{name}_new"
            connection.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(fresh)))
            connection.execute(sql.SQL("create database {} owner motcua_owner").format(sql.Identifier(fresh)))
        _fill(fresh)
        with psycopg.connect(server().superuser_url(), autocommit=True) as connection:
            connection.execute(
                sql.SQL("alter database {} rename to {}").format(sql.Identifier(fresh), sql.Identifier(name))
            )
    return name


def _fill(database: str) -> None:
    """Migrate and load the reference content in a process of its own, exactly as an installation does."""
    owner = server().url("motcua_owner", PASSWORD, database)
    embedded.grant(owner)
    settings = os.environ | {
        "MOTCUA_DATABASE_URL": server().url("motcua_app", PASSWORD, database),
        "MOTCUA_OWNER_DATABASE_URL": owner,
    }
    for step in (["migrate"], ["content"]):
        done = subprocess.run(
            [sys.executable, "-m", "motcua.faces.cli", *step], env=settings, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(
                f"motcua {step[0]} failed on the test database:\n{done.stdout[-1500:]}\n{done.stderr[-4000:]}"
            )
    empty_tables(database)  # what loading the content left in the outbox and the chain is nobody's test


def empty_tables(database: str = NAME) -> None:
    """Empty everything but the reference content; after a test that committed, and once in the template."""
    kept = ("agencies_", "catalogue_", "calendar_", "django_")
    with psycopg.connect(server().superuser_url(database), autocommit=True) as connection:
        names = [
            n for (n,) in connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        ]
        doomed = [sql.Identifier(n) for n in names if not n.startswith(kept)]
        if doomed:
            connection.execute("set session_replication_role = replica")
            connection.execute(sql.SQL("truncate {}").format(sql.SQL(", ").join(doomed)))
            connection.execute(FORGET_TRIALS, prepare=False)


environment()
