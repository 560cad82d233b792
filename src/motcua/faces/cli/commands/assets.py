"""Compile the message catalogs and build style sheets and scripts into small hashed files."""

import argparse
import subprocess
import sys

from django.conf import settings
from django.core.management import call_command

from motcua.config.env import ROOT
from motcua.faces.kit import assets


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print nothing")


def run(arguments: argparse.Namespace) -> int:
    del arguments
    subprocess.run([sys.executable, str(ROOT / "bin" / "words"), "--compile"], check=True, stdout=subprocess.DEVNULL)
    call_command("collectstatic", interactive=False, verbosity=0)
    assets.build(settings.STATIC_ROOT)
    return 0
