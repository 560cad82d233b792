"""Migrations form one line, and say everything the models say."""

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState


def test_the_migrations_of_a_room_are_one_line() -> None:
    loader = MigrationLoader(None)

    assert loader.detect_conflicts() == {}


def test_nothing_in_the_models_waits_for_a_migration() -> None:
    loader = MigrationLoader(None)
    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
    waiting = [one for found in changes.values() for migration in found for one in migration.operations]

    assert [one for one in waiting if getattr(one, "options", {}).get("managed", True)] == []
