"""The web server: granian with as many processes as the settings say."""

import argparse
import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from motcua.config import env


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    arguments = parser.parse_args()
    settings = env.load()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
    # glibc keeps a heap per thread, each with its own holes; the workers start after this and have two.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    Granian(
        "motcua.config.wsgi:application",
        address=arguments.host,
        port=arguments.port,
        interface=Interfaces.WSGI,
        workers=settings.web_workers,
        blocking_threads=settings.web_threads,
        backlog=2048,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()


if __name__ == "__main__":
    main()
