"""Compile the message catalogs and build the style sheets and scripts into hashed files."""

import argparse
import subprocess
import sys

from motcua.config.env import ROOT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    del arguments
    words = ROOT / "bin" / "words"
    if words.exists():
        subprocess.run([sys.executable, str(words), "--compile"], check=True)
    from motcua.faces.kit import assets  # noqa: PLC0415

    if hasattr(assets, "build"):
        assets.build()
    return 0
