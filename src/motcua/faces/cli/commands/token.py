"""Make an API token that acts as a person: motcua token --as NAME."""

import argparse
import json

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.identity import services


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as", dest="name", required=True, metavar="NAME", help="name from «motcua demo people», or a full name"
    )
    parser.add_argument("--agency", default="", metavar="KEY", help="the officer's agency, when there are several")
    parser.add_argument("--citizen", action="store_true", help="act as a citizen although the person holds an office")
    parser.add_argument("--organisation", action="store_true", help="act on behalf of the organisation represented")
    parser.add_argument("--days", type=int, default=30, help="how long the token lives (default 30, at most 366)")
    parser.add_argument("--label", default="", help="what the token is for")
    parser.add_argument("--json", action="store_true", help="print everything about the token as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the token alone, so that a script can keep it: TOKEN=$(motcua token --as hoa)."""
    agency = agencies.agency_by_key(arguments.agency) if arguments.agency else None
    if arguments.agency and agency is None:
        raise Refused("capacity.not-held")
    issued = services.issue_token(
        arguments.name,
        label=arguments.label,
        days=arguments.days,
        as_citizen=arguments.citizen,
        agency_id=agency.id if agency else None,
        for_organisation=arguments.organisation,
        by=SYSTEM,
        at=clock.now(),
    )
    if arguments.json:
        about = {"token": issued.token, "id": str(issued.token_id), "name": issued.name, "acting_as": issued.acting_as}
        about |= {"agency": issued.agency_name, "expires_at": issued.expires_at.isoformat()}
        print(json.dumps(about, ensure_ascii=False))
    else:
        print(issued.token)
    return 0
