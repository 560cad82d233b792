"""Sense checks over a package whose shape is already right."""

from motcua.rooms.catalogue.package_expansion import WholeForm
from motcua.rooms.catalogue.package_source import Source


def check(package: object, sources: dict[str, Source], form: WholeForm) -> None:
    """Note every fault of sense in the sources."""
