"""An encrypted backup of the whole installation in one file; see `motcua restore` for the way back."""

import argparse
import os
import sys
from pathlib import Path

from motcua.config import backup, embedded, env


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("key", "make"), help="key: make the pair of keys once; make: write a backup")
    parser.add_argument("--to", type=Path, required=True, help="key: a folder; make: the file to write")
    parser.add_argument("--key", type=Path, help=f"make: the public half of the key ({backup.PUBLIC})")


def run(arguments: argparse.Namespace) -> int:
    try:
        return _key(arguments.to) if arguments.what == "key" else _make(arguments)
    except (backup.BackupTrouble, embedded.DatabaseTrouble) as fault:
        print(f"motcua: {fault}", file=sys.stderr)
        return 2


def _key(folder: Path) -> int:
    public, private = backup.make_key(folder)
    print(f"Public half, for making backups: {public}")
    print(f"Private half, needed to restore: {private}. Keep it elsewhere, and not on this machine.")
    return 0


def _make(arguments: argparse.Namespace) -> int:
    if arguments.key is None:
        raise backup.BackupTrouble(
            "Say with --key which public half to use; «motcua backup key --to FOLDER» makes one."
        )
    data = env.load().data_dir
    url = os.environ.get("MOTCUA_BACKUP_DATABASE_URL") or embedded.Server(data / "postgres").superuser_url("motcua")
    kept = backup.make(data, arguments.to, public_key=arguments.key, database_url=url)
    print(
        f"{kept.path}: {kept.size / 1e6:,.1f} MB, {kept.files} files, {kept.chains} chains of evidence, {kept.made_at}"
    )
    return 0
