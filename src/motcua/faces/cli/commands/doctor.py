"""Say in plain sentences what is wrong with this installation, and how to mend it."""

import argparse
import os
import shutil
import smtplib
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urlparse

import httpx
import psycopg

from motcua.config import env

FREE_MB = 1024
SKEW_SECONDS = 5


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `mend` is empty when all is well."""

    title: str
    text: str
    mend: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="only what is wrong")


def run(arguments: argparse.Namespace) -> int:
    try:
        settings = env.load()
    except env.Misconfigured as fault:
        print(f"✗ settings: {fault}\n  → run bin/run once, or set what is listed")
        return 1
    bad = 0
    for finding in examine(settings):
        if finding.mend:
            bad += 1
            print(f"✗ {finding.title}: {finding.text}\n  → {finding.mend}")
        elif not arguments.quiet:
            print(f"✓ {finding.title}: {finding.text}")
    return int(bad > 0)


def examine(settings: env.Settings) -> Iterator[Finding]:
    """Look at everything an installation leans on; never raises, never changes anything."""
    checks: tuple[Callable[[env.Settings], Finding], ...] = (
        _python, _disk, _database, _schema, _web, _identity, _mail, _signing, _time_stamps, _clock, _fonts,
    )  # fmt: skip
    for check in checks:
        try:
            yield check(settings)
        except Exception as fault:  # noqa: BLE001 (a doctor does not faint)
            yield Finding(
                check.__name__.strip("_"), f"could not be examined: {fault}", "Report this with the text above"
            )


def _python(settings: env.Settings) -> Finding:
    del settings
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(
        "Python", version, "" if sys.version_info >= (3, 11) else "Install Python 3.11 or newer and run bin/setup"
    )


def _disk(settings: env.Settings) -> Finding:
    folder = settings.data_dir if settings.data_dir.exists() else settings.data_dir.parent
    free = shutil.disk_usage(folder).free // 2**20
    writable = os.access(folder, os.W_OK)
    if not writable:
        return Finding(
            "disk",
            f"{folder} cannot be written",
            "Give this account the right to write there, or choose another folder with --data",
        )
    return Finding(
        "disk",
        f"{free} MB free",
        "" if free > FREE_MB else "Free some space: files and the database need at least 1 GB",
    )


def _database(settings: env.Settings) -> Finding:
    try:
        with psycopg.connect(settings.database_url, connect_timeout=3) as connection:
            row = connection.execute(
                "select current_setting('server_version_num')::int, rolsuper or rolbypassrls, current_setting('server_encoding'), lower('Đ') = 'đ' "
                "from pg_roles where rolname = current_user"
            ).fetchone()
    except psycopg.OperationalError as fault:
        return Finding(
            "database",
            f"does not answer ({str(fault).strip().splitlines()[-1]})",
            "Start bin/run, or check DATABASE_URL and the server",
        )
    version, too_strong, encoding, folds = row or (0, True, "", False)
    if version < 160000:
        return Finding("database", f"version {version // 10000}", "PostgreSQL 16 or newer is needed")
    if too_strong:
        return Finding(
            "database",
            "the application's role can bypass row-level security",
            "Connect as motcua_app: not a superuser, NOBYPASSRLS",
        )
    if encoding != "UTF8" or not folds:
        return Finding(
            "database",
            "its locale does not know Vietnamese letters",
            "Make the cluster with --locale-provider=builtin --builtin-locale=PG_UNICODE_FAST --encoding=UTF8",
        )
    return Finding("database", f"PostgreSQL {version // 10000}, role without special rights")


def _schema(settings: env.Settings) -> Finding:
    with psycopg.connect(settings.database_url, connect_timeout=3) as connection:
        naked = connection.execute(
            "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname in ('agency_id', 'owner_id') and not a.attisdropped "
            "where c.relkind = 'r' and not c.relrowsecurity and c.relnamespace = 'public'::regnamespace and c.relname !~ '^(agencies|catalogue|calendar|django)_' "
            "and c.relname <> 'kernel_delivery' group by 1"
        ).fetchall()
    names = ", ".join(sorted(n for (n,) in naked))
    return Finding(
        "row-level security",
        names or "on every agency's table",
        "Run bin/motcua migrate; report it if this stays" if names else "",
    )


def _web(settings: env.Settings) -> Finding:
    url = urlparse(settings.public_url)
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        with socket.create_connection((url.hostname or "", port), 3):
            return Finding("web", f"{settings.public_url} answers")
    except OSError:
        return Finding(
            "web",
            f"{settings.public_url} does not answer",
            "Start bin/run; if the port is taken, choose another with --port",
        )


def _identity(settings: env.Settings) -> Finding:
    if not settings.oidc_issuer:
        return Finding(
            "e-identity",
            "no provider is set",
            "Set MOTCUA_OIDC_ISSUER, MOTCUA_OIDC_CLIENT_ID and MOTCUA_OIDC_CLIENT_SECRET",
        )
    try:
        answer = httpx.get(f"{settings.oidc_issuer}/.well-known/openid-configuration", timeout=5)
        answer.raise_for_status()
    except httpx.HTTPError as fault:
        return Finding(
            "e-identity",
            f"{settings.oidc_issuer} does not answer ({type(fault).__name__})",
            "Check the address and the network; people can still read and continue drafts",
        )
    return Finding("e-identity", settings.oidc_issuer)


def _mail(settings: env.Settings) -> Finding:
    if not settings.mail_host:
        return Finding("mail", "no server is set; mail waits", "Set MOTCUA_MAIL_HOST and MOTCUA_MAIL_PORT")
    try:
        with smtplib.SMTP(settings.mail_host, settings.mail_port, timeout=5) as server:
            server.noop()
    except (OSError, smtplib.SMTPException):
        return Finding(
            "mail",
            f"{settings.mail_host}:{settings.mail_port} does not answer",
            "Check the server; messages wait and are sent later",
        )
    return Finding("mail", f"{settings.mail_host}:{settings.mail_port}")


def _signing(settings: env.Settings) -> Finding:
    folder = settings.signing_keys
    if settings.pkcs11_module:
        return Finding("signing keys", f"hardware module {settings.pkcs11_module}")
    keys = list(folder.glob("*.p12")) if folder and folder.exists() else []
    if not keys:
        return Finding(
            "signing keys",
            "none found; results cannot be signed",
            "Put one PKCS#12 file for each signer and agency in MOTCUA_SIGNING_KEYS",
        )
    open_ones = [k.name for k in keys if k.stat().st_mode & 0o077]
    return Finding(
        "signing keys",
        f"{len(keys)} files",
        f"chmod 600 {', '.join(open_ones[:3])}: others can read them" if open_ones else "",
    )


def _time_stamps(settings: env.Settings) -> Finding:
    if not settings.tsa_url:
        return Finding(
            "time-stamps", "no authority is set", "Set MOTCUA_TSA_URL; signatures wait for their time-stamp until then"
        )
    url = urlparse(settings.tsa_url)
    try:
        with socket.create_connection((url.hostname or "", url.port or 80), 3):
            return Finding("time-stamps", settings.tsa_url)
    except OSError:
        return Finding(
            "time-stamps",
            f"{settings.tsa_url} does not answer",
            "Signatures wait and are finished when it is back; check the network",
        )


def _clock(settings: env.Settings) -> Finding:
    held = os.environ.get("MOTCUA_NOW")
    if held:
        return Finding("clock", f"held at {held}", "" if settings.demo else "Unset MOTCUA_NOW on a real installation")
    with psycopg.connect(settings.database_url, connect_timeout=3) as connection:
        row = connection.execute("select extract(epoch from clock_timestamp())").fetchone()
    skew = abs(float(row[0] if row else 0) - time.time())
    if settings.oidc_issuer:
        try:
            date = httpx.head(f"{settings.oidc_issuer}/.well-known/openid-configuration", timeout=3).headers.get("date")
            skew = max(skew, abs(parsedate_to_datetime(date).timestamp() - time.time())) if date else skew
        except httpx.HTTPError:
            pass
    return Finding(
        "clock",
        f"within {skew:.1f} s of the database and the e-identity provider",
        "" if skew < SKEW_SECONDS else "Switch time synchronisation on (systemd-timesyncd or chrony) on every machine",
    )


def _fonts(settings: env.Settings) -> Finding:
    del settings
    import django  # noqa: PLC0415 (only this check needs the rooms, and they need the settings above)

    django.setup()
    from motcua.rooms.documents import queries  # noqa: PLC0415

    report = queries.fonts()
    used = next((family for family, state in report.items() if state == "used"), "")
    text = "; ".join(f"{family}: {state}" for family, state in report.items())
    return Finding("fonts", text, "" if used else "Install fonts-liberation2 or Times New Roman")
