"""Verify or export the chain of evidence."""

import argparse
import json
import sys

from django.db import connection

from motcua.kernel import anchoring, audit, tenancy
from motcua.kernel.types import SYSTEM


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("verify", "export", "heads"))


def run(arguments: argparse.Namespace) -> int:
    with tenancy.scope(SYSTEM):
        return {"verify": _verify, "export": _export, "heads": _heads}[arguments.what]()


def _verify() -> int:
    found = [*audit.verify(), *anchoring.verify()]
    for one in found:
        print(f"chain {one.chain}, entry {one.seq}: {one.reason}")
    with connection.cursor() as cursor:
        cursor.execute("select count(*), coalesce(sum(seq), 0) from kernel_auditchain")
        chains, entries = cursor.fetchone()
    print(f"{chains} chains, {entries} entries: " + ("every chain holds" if not found else f"{len(found)} broken"))
    return 1 if found else 0


def _export() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select chain, seq, entry, previous, hash from kernel_audit order by chain, seq")
        for chain, seq, entry, previous, digest in cursor:
            line = {"chain": chain, "seq": seq, "entry": entry, "previous": previous, "hash": digest}
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0


def _heads() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select chain, seq, head from kernel_auditchain order by chain")
        json.dump({chain: [seq, head] for chain, seq, head in cursor}, sys.stdout, indent=1)
    sys.stdout.write("\n")
    return 0
