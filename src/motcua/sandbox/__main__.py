"""python -m motcua.sandbox <service> --port N --public-url URL --data DIR …

Each service is a package with a module `service` that offers `build(options) -> web.Service`
and, when it has options of its own, `add_arguments(parser)`.
"""

import argparse
from importlib import import_module
from pathlib import Path

from motcua.sandbox import web

SERVICES = ("identity", "vnpay", "bank", "mail", "trust", "sms")


def main(argv: list[str] | None = None) -> None:
    """Start the named service and serve until stopped."""
    first = argparse.ArgumentParser(prog="python -m motcua.sandbox", add_help=False)
    first.add_argument("service", choices=SERVICES)
    chosen, _ = first.parse_known_args(argv)
    module = import_module(f"motcua.sandbox.{chosen.service}.service")

    parser = argparse.ArgumentParser(prog="python -m motcua.sandbox")
    parser.add_argument("service", choices=SERVICES)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--public-url", default="", help="address under which browsers reach the service")
    parser.add_argument("--data", type=Path, required=True, help="folder for keys and messages")
    parser.add_argument("--verbose", action="store_true", help="log every request")
    if hasattr(module, "add_arguments"):
        module.add_arguments(parser)
    options = parser.parse_args(argv)
    options.public_url = (options.public_url or f"http://{options.host}:{options.port}").rstrip("/")
    options.data.mkdir(parents=True, exist_ok=True)

    web.serve(module.build(options), host=options.host, port=options.port, quiet=not options.verbose)


if __name__ == "__main__":
    main()
