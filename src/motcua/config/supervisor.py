"""`bin/run`: the whole installation as one tree of processes that starts with one command and stops with Ctrl-C.

Database, sandbox world, web server and worker are our children. Each is told to stop when we die, however we die, so
nothing is left that could block the next start.
"""

import argparse
import fcntl
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TextIO
from urllib.request import urlopen

from motcua.config import embedded, external, instance
from motcua.config.env import ROOT

RESTART_PAUSE = 2.0


@dataclass
class Child:
    """One process of ours and how to start it again."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0

    def start(self, logs: Path) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        with (logs / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
                env=os.environ | self.environment, preexec_fn=embedded.die_with_parent(signal.SIGTERM),
            )  # fmt: skip
        self.started = time.monotonic()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(8)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)


class Stopped(Exception):
    """Ctrl-C or a polite signal."""


class Installation:
    """Everything that belongs to one data folder."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        self.folder = Path(arguments.data).absolute()
        self.port: int = arguments.port
        self.logs = self.folder / "logs"
        self.children: list[Child] = []
        self.database: embedded.Server | None = None
        self.growing: Child | None = None
        self.began = time.monotonic()

    def run(self) -> int:
        """Set up what is missing, start, watch until stopped."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "running.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return _complain(
                    f"Một Cửa is already running on {self.folder}. Stop it first, or choose another folder with --data."
                )
            if busy := self._busy_ports():
                return _complain(f"Port {busy} is in use by another program. Choose another with --port.")
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, _stop)
            try:
                self._start()
                self._watch()
            except Stopped:
                pass
            except (embedded.DatabaseTrouble, SetupFailed) as fault:
                return _complain(str(fault))
            finally:
                self._stop_all()
        return 0

    def _start(self) -> None:
        one = instance.load(self.folder)
        instance.remember_sandbox(one, self.port)
        self._settle_database(one)
        one.save()
        instance.activate(self.folder)
        if self.arguments.now:
            os.environ["MOTCUA_NOW"] = self.arguments.now
        from motcua.kernel import crypto  # noqa: PLC0415 (settings are only known now)

        crypto.make_master(self.folder / "secrets")
        self._start_sandbox(one)
        self._prepare()
        self._start_web()
        self._report()
        self._demonstrate()

    def _settle_database(self, one: instance.Instance) -> None:
        passwords = {role: one.secret(f"password_{role}") for role in instance.ROLES}
        if url := os.environ.get("DATABASE_URL"):
            one.values |= external.settle(url, passwords)
            os.environ.pop("DATABASE_URL")  # an administrator's rights are for this moment only
            self._say("database", "external, from DATABASE_URL")
            return
        self.database = embedded.Server(self.folder / "postgres")
        fresh = self.database.prepare()
        self.database.start()
        if fresh or not one.values.get("provisioned"):
            embedded.provision(self.database.superuser_url(), "motcua", passwords)
            embedded.grant(self.database.url("motcua_owner", passwords["motcua_owner"], "motcua"))
            one.values["provisioned"] = True
        one.values["database_url"] = self.database.url("motcua_app", passwords["motcua_app"], "motcua")
        one.values["owner_database_url"] = self.database.url("motcua_owner", passwords["motcua_owner"], "motcua")
        self._say("database", "PostgreSQL 18, new cluster" if fresh else "PostgreSQL 18")

    def _start_sandbox(self, one: instance.Instance) -> None:
        people = str(ROOT / "content" / "people.yaml")
        extra = {
            "identity": ["--people", people, "--client-id", "motcua", "--redirect-uri", f"http://127.0.0.1:{self.port}/dang-nhap/tra-ve",
                         "--post-logout-uri", f"http://127.0.0.1:{self.port}/"],
            "mail": ["--smtp-port", str(self.port + instance.SMTP_OFFSET)],
            "vnpay": ["--ipn-url", f"http://127.0.0.1:{self.port}/doi-tac/vnpay/ipn", "--terminal", "MOTCUA01", "--retry-seconds", "20"],
            "bank": ["--advice-url", f"http://127.0.0.1:{self.port}/doi-tac/ngan-hang/bao-co"],
        }  # fmt: skip
        secrets = {
            "SANDBOX_OIDC_SECRET": one.values["oidc_client_secret"],
            "SANDBOX_VNPAY_SECRET": one.values["vnpay_hash_secret"],
            "SANDBOX_BANK_SECRET": one.values["bank_advice_secret"],
            "SANDBOX_SMS_TOKEN": one.values["sms_token"],
        }
        for name, offset in instance.SANDBOX_PORTS.items():
            port = str(self.port + offset)
            command = [
                sys.executable,
                "-m",
                "motcua.sandbox",
                name,
                "--port",
                port,
                "--data",
                str(self.folder / "sandbox" / name),
                *extra.get(name, []),
            ]
            self._add(Child(f"sandbox-{name}", command, secrets))
        for name, offset in instance.SANDBOX_PORTS.items():
            self._await_port(self.port + offset, f"sandbox {name}")
        self._say("sandbox world", ", ".join(instance.SANDBOX_PORTS))

    def _prepare(self) -> None:
        """Migrate and load content when the code or the content changed since the last start."""
        digest = _digest()
        stamp = self.folder / "prepared"
        if stamp.exists() and stamp.read_text() == digest:
            self._say("schema and content", "up to date")
            return
        self._step("schema", "migrate")
        self._step("reference content", "content")
        self._step("pages' words and styles", "assets")
        self._step("demonstration people and their keys", "demo", "settle")
        stamp.write_text(digest)

    def _start_web(self) -> None:
        self._add(Child("web", [sys.executable, "-m", "motcua.config.server", "--port", str(self.port)]))
        self._await_port(self.port, "web server", path="/song")
        for number in range(self.arguments.workers):
            self._add(Child(f"worker-{number + 1}", [sys.executable, "-m", "motcua.faces.cli", "worker"]))

    def _demonstrate(self) -> None:
        """Let the demonstration province grow beside the running product; it is marked when it is whole."""
        if self.arguments.empty or (self.folder / "demonstrated").exists():
            return
        self.growing = Child("demonstration", [sys.executable, "-m", "motcua.faces.cli", "demo", "grow"])
        self.growing.start(self.logs)
        self._say("demonstration province", "growing beside you: about 2,000 dossiers of the last 90 days")

    def _look_after_growth(self) -> None:
        if self.growing is None or self.growing.process is None or (code := self.growing.process.poll()) is None:
            return
        if code == 0:
            (self.folder / "demonstrated").write_text("")
            self._say("demonstration province", "grown")
        else:
            self._say("demonstration province", f"stopped early; see {self.logs / 'demonstration.log'}")
        self.growing = None

    def _step(self, title: str, *words: str, quiet: bool = True) -> None:
        started = time.monotonic()
        with (self.logs / "setup.log").open("ab") as log:
            child = subprocess.Popen(
                [sys.executable, "-m", "motcua.faces.cli", *words], stdout=log if quiet else None, stderr=log, start_new_session=True,
                preexec_fn=embedded.die_with_parent(signal.SIGTERM),
            )  # fmt: skip
            try:
                code = child.wait()
            except Stopped:
                child.terminate()
                child.wait(10)
                raise
        if code:
            raise SetupFailed(
                f"«motcua {' '.join(words)}» failed; the reason is at the end of {self.logs / 'setup.log'}"
            )
        self._say(title, f"{time.monotonic() - started:.1f} s")

    def _report(self) -> None:
        print(
            f"\n  Một Cửa: http://127.0.0.1:{self.port}   (ready after {time.monotonic() - self.began:.1f} s)",
            flush=True,
        )
        print(
            f"  Officers: http://127.0.0.1:{self.port}/can-bo/    Mail sink: http://127.0.0.1:{self.port + 4}/    SMS: http://127.0.0.1:{self.port + 7}/"
        )
        print("  Who is who: bin/motcua demo people    Stop: Ctrl-C\n", flush=True)

    def _add(self, child: Child) -> None:
        child.start(self.logs)
        self.children.append(child)

    def _watch(self) -> None:
        while True:
            time.sleep(0.5)
            self._look_after_growth()
            for child in self.children:
                gone = child.process is not None and child.process.poll() is not None
                if gone and time.monotonic() - child.started > RESTART_PAUSE:
                    print(f"  {child.name} stopped; starting it again", flush=True)
                    child.start(self.logs)
            if (
                self.database is not None
                and self.database.process is not None
                and self.database.process.poll() is not None
            ):
                print("  PostgreSQL stopped; starting it again", flush=True)
                self.database.start()

    def _stop_all(self) -> None:
        every = [*self.children, *([self.growing] if self.growing else [])]
        for child in reversed(every):
            child.stop()
        for child in reversed(every):
            child.wait()
        if self.database is not None:
            self.database.stop()

    def _busy_ports(self) -> int | None:
        wanted = [
            self.port,
            self.port + instance.SMTP_OFFSET,
            *(self.port + n for n in instance.SANDBOX_PORTS.values()),
        ]
        for port in wanted:
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError:
                    return port
        return None

    def _await_port(self, port: int, name: str, path: str | None = None) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                with socket.create_connection(("127.0.0.1", port), 1):
                    pass
                if path:
                    urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).close()
            except OSError:
                time.sleep(0.03)
            else:
                return
        raise SetupFailed(f"The {name} does not answer on port {port}; see the logs in {self.logs}")

    def _say(self, title: str, text: str) -> None:
        print(f"  [{time.monotonic() - self.began:5.1f} s] {title}: {text}", flush=True)


class SetupFailed(Exception):
    """A step of the first start did not succeed."""


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise Stopped


def _complain(text: str, out: TextIO = sys.stderr) -> int:
    print(f"motcua: {text}", file=out)
    return 2


def _digest() -> str:
    """Changes when a migration, a message catalog, a style or the content changes."""
    digest = hashlib.sha256()
    patterns = (
        "src/motcua/**/migrations/*.py",
        "src/motcua/**/*.po",
        "src/motcua/**/static/**/*",
        "content/**/*",
        "procedures/**/*",
    )
    for pattern in patterns:
        for path in sorted(p for p in ROOT.glob(pattern) if p.is_file() and "__pycache__" not in p.parts):
            status = path.stat()
            digest.update(f"{path}{status.st_size}{status.st_mtime_ns}".encode())
    return digest.hexdigest()


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bin/run", description="Set up and run Một Cửa with its demonstration world.")
    parser.add_argument("--port", type=int, default=8000, help="web port; the sandbox world uses the ports after it")
    parser.add_argument(
        "--data",
        default=os.environ.get("MOTCUA_DATA_DIR") or str(ROOT / "var"),
        help="folder of everything that is not code",
    )
    parser.add_argument("--now", default="", help="hold the business clock still at this instant (ISO 8601)")
    parser.add_argument("--empty", action="store_true", help="no demonstration dossiers")
    parser.add_argument("--workers", type=int, default=1, help="processes that deliver, render and sign")
    return Installation(parser.parse_args(argv)).run()


if __name__ == "__main__":
    sys.exit(main())
