"""A new installation from a backup: into an empty folder, with every chain and file checked."""

import argparse
import sys
from pathlib import Path

from motcua.config import backup, embedded


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="what «motcua backup make» wrote")
    parser.add_argument("--key", type=Path, required=True, help=f"the private half of the key ({backup.PRIVATE})")
    parser.add_argument("--data", type=Path, required=True, help="a new folder for the installation")
    parser.add_argument(
        "--jump", type=int, default=1000, help="how far counters go on, so that no number is given a second time"
    )


def run(arguments: argparse.Namespace) -> int:
    try:
        data = arguments.data.absolute()
        manifest = backup.restore(arguments.file, data, private_key=arguments.key, jump=arguments.jump)
    except (backup.BackupTrouble, embedded.DatabaseTrouble) as fault:
        print(f"motcua: {fault}", file=sys.stderr)
        return 2
    print(
        f"Restored as of {manifest['made_at']}: {manifest['files']} files, {len(manifest['heads'])} chains of evidence."
    )
    print(f"Start it with: bin/run --data {data}")
    return 0
