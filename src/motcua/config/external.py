"""A PostgreSQL that somebody else runs: the same roles, the same rights, the same migrations."""

import os
from collections.abc import Mapping
from urllib.parse import quote, urlencode

import psycopg
from psycopg import conninfo

from motcua.config import embedded

OLDEST = 160000
OLDEST_NAME = 16
ROLE, DATABASE = "motcua_app", "motcua"


def settle(url: str, passwords: dict[str, str]) -> dict[str, str]:
    """Make the three roles and the database where `url` leads, and answer the addresses the product uses from now on.

    `url` is an administrator's (it may create roles and databases); its database is used when it names one. As
    motcua_app it is used as it is: then somebody made the roles already, and MOTCUA_OWNER_DATABASE_URL is needed.
    Raises DatabaseTrouble with what to do.
    """
    try:
        parts = conninfo.conninfo_to_dict(url)
        if parts.get("user") == ROLE:
            return _as_given(url)
        database = str(parts.get("dbname") or DATABASE)
        database = DATABASE if database == "postgres" else database
        with psycopg.connect(url, connect_timeout=10, dbname="postgres", autocommit=True) as connection:
            _refuse_unfit(connection)
        embedded.provision(conninfo.make_conninfo(url, dbname="postgres"), database, passwords)
        owner, mine = (_address(parts, role, passwords[role], database) for role in ("motcua_owner", ROLE))
        with psycopg.connect(conninfo.make_conninfo(url, dbname=database), autocommit=True) as connection:
            connection.execute("grant usage, create on schema public to motcua_owner")
        embedded.grant(owner)
    except psycopg.Error as fault:
        raise embedded.DatabaseTrouble(
            f"DATABASE_URL: {str(fault).strip()}. Give the address of an account that may create roles and databases, "
            "for example postgresql://postgres:…@host:5432/motcua"
        ) from fault
    return {"database_url": mine, "owner_database_url": owner}


def _as_given(url: str) -> dict[str, str]:
    if not os.environ.get("MOTCUA_OWNER_DATABASE_URL"):
        raise embedded.DatabaseTrouble(
            "DATABASE_URL names motcua_app, who may not change the schema: set MOTCUA_OWNER_DATABASE_URL too, or give an "
            "administrator's address."
        )
    return {"database_url": url, "owner_database_url": os.environ["MOTCUA_OWNER_DATABASE_URL"]}


def _refuse_unfit(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    if connection.info.server_version < OLDEST:
        raise embedded.DatabaseTrouble(
            f"DATABASE_URL: PostgreSQL {connection.info.server_version // 10000} is too old, {OLDEST_NAME} or newer is needed."
        )
    found = connection.execute("select lower('Đ') = 'đ', current_setting('server_encoding')").fetchone()
    if found != (True, "UTF8"):
        raise embedded.DatabaseTrouble(
            "DATABASE_URL: the cluster does not know Vietnamese letters. Make it with UTF-8 and a locale that does, for "
            "example initdb --encoding=UTF8 --locale=C.UTF-8."
        )


def _address(parts: Mapping[str, object], role: str, password: str, database: str) -> str:
    kept = {name: str(parts[name]) for name in ("host", "port", "sslmode", "sslrootcert") if parts.get(name)}
    kept.setdefault("host", "localhost")
    return f"postgresql://{role}:{quote(password, safe='')}@/{quote(database)}?{urlencode(kept)}"
