"""The installation that is measured: one of our own in a temporary folder, or one that is running already."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from motcua.config import embedded
from tests.bench.machine import Use, command, tree, use

ROOT = Path(__file__).resolve().parents[2]
COUNTING = "\nshared_preload_libraries = 'pg_stat_statements'\npg_stat_statements.max = 5000\n"
READY_SECONDS = 900
TRANSACTION = ("begin", "commit", "rollback", "savepoint", "release", "start transaction")


@dataclass
class Counted:
    """Statements the database executed."""

    statements: float
    transaction: float
    """BEGIN, COMMIT and savepoints, which carry no rows."""


@dataclass
class Installation:
    """Where it answers, and which processes are the web, the worker and the database."""

    folder: Path
    host: str
    port: int
    ours: bool
    supervisor: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None
    started: dict[str, float] = field(default_factory=dict)

    @property
    def database(self) -> embedded.Server:
        return embedded.Server(self.folder / "postgres")

    # Processes

    def web(self) -> list[int]:
        return self._pids("motcua.config.server")

    def web_workers(self) -> list[int]:
        """The processes that answer requests: children of the server, without the inspectors beside them."""
        return [
            pid for pid in self.web()[1:] if "inspector" not in command(pid) and "resource_tracker" not in command(pid)
        ]

    def postgres(self) -> list[int]:
        pid = int((self.database.cluster / "postmaster.pid").read_text().split()[0])
        return tree(pid)

    def use_of_web(self) -> Use:
        return use(self.web())

    def use_of_database(self) -> Use:
        return use(self.postgres())

    def _pids(self, module: str) -> list[int]:
        mark = f"MOTCUA_DATA_DIR={self.folder}\0".encode()
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and module in command(int(entry.name)):
                try:
                    mine = mark in (entry / "environ").read_bytes() + b"\0"
                    parent = (entry / "stat").read_text().rsplit(")", 1)[1].split()[1]
                except OSError:
                    continue
                if mine and module not in command(int(parent)):
                    return tree(int(entry.name))
        return []

    # Life

    def start(self) -> None:
        """Start our own and note how long it took until the first page came."""
        command_line = [sys.executable, "-m", "motcua.config.supervisor", "--empty", "--workers", "0"]
        command_line += ["--port", str(self.port), "--data", str(self.folder)]
        began = time.perf_counter()
        log = (self.folder / "bench.log").open("ab")
        self.supervisor = subprocess.Popen(command_line, cwd=ROOT, stdout=log, stderr=log, env=_clean())
        while not self._answers("/song"):
            if self.supervisor.poll() is not None or time.perf_counter() - began > READY_SECONDS:
                raise RuntimeError(f"the installation did not start; see {self.folder}/bench.log")
            time.sleep(0.02)
        ready = time.perf_counter()
        self._answers("/")
        self.started = {"until ready": ready - began, "first page": time.perf_counter() - ready}

    def stop(self) -> None:
        self.stop_worker()
        if self.supervisor is not None:
            self.supervisor.send_signal(signal.SIGTERM)
            self.supervisor.wait(60)
            self.supervisor = None

    def start_worker(self) -> None:
        if not self.ours or self.worker is not None:
            return
        log = (self.folder / "bench.log").open("ab")
        self.worker = subprocess.Popen(
            [sys.executable, "-m", "motcua.faces.cli", "worker"], cwd=ROOT, stdout=log, stderr=log,
            env=_clean() | {"MOTCUA_DATA_DIR": str(self.folder)},
        )  # fmt: skip

    def stop_worker(self) -> None:
        """With the worker away, what the web and the database use is what the request cost."""
        if self.worker is not None:
            self.worker.terminate()
            self.worker.wait(60)
            self.worker = None

    def _answers(self, path: str) -> bool:
        try:
            with urllib.request.urlopen(f"http://{self.host}:{self.port}{path}", timeout=60) as answer:
                return int(answer.status) == 200
        except OSError:
            return False

    # Statements

    def count(self) -> Counted | None:
        """Statements of the application's role so far; None where the database does not count them."""
        try:
            with self.superuser() as connection:
                rows = connection.execute(
                    "select lower(query), calls from pg_stat_statements s join pg_roles r on r.oid = s.userid "
                    "where rolname = 'motcua_app'"
                ).fetchall()
        except psycopg.Error:
            return None
        apart = sum(calls for query, calls in rows if query.startswith(TRANSACTION))
        return Counted(float(sum(calls for _, calls in rows) - apart), float(apart))

    def counted(self, before: Counted | None, times: int) -> Counted | None:
        after = self.count()
        if before is None or after is None:
            return None
        return Counted((after.statements - before.statements) / times, (after.transaction - before.transaction) / times)

    def superuser(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.database.superuser_url("motcua"), autocommit=True)


def our_own(folder: Path) -> Installation:
    """A new installation whose database counts statements."""
    database = embedded.Server(folder / "postgres")
    database.prepare()
    with (database.cluster / "motcua.conf").open("a") as configuration:
        configuration.write(COUNTING)
    return Installation(folder, "127.0.0.1", _free_ports(), ours=True)


def running(url: str, folder: Path) -> Installation:
    parts = urlsplit(url)
    return Installation(folder.absolute(), parts.hostname or "127.0.0.1", parts.port or 80, ours=False)


def begin_counting(installation: Installation) -> None:
    with installation.superuser() as connection:
        connection.execute("create extension if not exists pg_stat_statements")


def _free_ports() -> int:
    """A port with room for the sandbox world behind it."""
    for port in range(9300, 9900, 40):
        if all(_free(port + n) for n in (0, 1, 2, 3, 4, 6, 7, 25)):
            return port
    raise RuntimeError("no free ports between 9300 and 9900")


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _clean() -> dict[str, str]:
    """Our environment without settings that belong to another installation."""
    return {
        k: v
        for k, v in os.environ.items()
        if not k.startswith("MOTCUA_") and k not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
