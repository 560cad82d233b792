"""A backup opens only with its own key, is whole or refused, and comes back without giving any number twice."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings

from motcua.config import backup, embedded, instance
from motcua.config.testing import NAME, server
from motcua.kernel import relay
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.testing import AT, citizen

pytestmark = [pytest.mark.committed, pytest.mark.slow]


@pytest.fixture
def lived() -> Iterator[Any]:
    """An installation with a dossier that was accepted, and its papers."""
    testing.world()
    lan = citizen()
    accepted = testing.accepted(lan)
    relay.drain(at=lambda: AT)
    instance.load(Path(django_settings.MOTCUA.data_dir)).save()
    yield accepted
    agencies.forget()
    catalogue.forget()


def roomy(folder: Path) -> Path:
    """PostgreSQL runs as an account of its own and must be able to enter."""
    for one in (folder, *folder.parents[:3]):
        one.chmod(0o755)
    return folder


def made(to: Path, public: Path) -> backup.Kept:
    return backup.make(
        Path(django_settings.MOTCUA.data_dir), to, public_key=public, database_url=server().superuser_url(NAME)
    )


def test_an_installation_comes_back_whole_and_gives_no_number_twice(lived: Any, tmp_path: Path) -> None:
    public, private = backup.make_key(tmp_path / "keys")
    kept = made(tmp_path / "one.backup", public)
    place = roomy(tmp_path) / "new"

    manifest = backup.restore(kept.path, place, private_key=private, jump=500)

    assert kept.files > 0
    assert manifest["files"] == kept.files
    again = embedded.Server(place / "postgres")
    again.start()
    try:
        with psycopg.connect(instance.load(place).values["owner_database_url"]) as owner:
            owner.execute("set motcua.system = 'on'")
            codes = owner.execute("select code from dossiers_dossier where code is not null").fetchall()
            counters = owner.execute(
                "select min(last) from dossiers_daycounter where day >= (now() at time zone 'Asia/Ho_Chi_Minh')::date"
            ).fetchone()
        with psycopg.connect(instance.load(place).values["database_url"]) as mine:
            blind = mine.execute("select count(*) from dossiers_dossier").fetchone()
    finally:
        again.stop()
    assert codes == [(lived.code,)]
    assert counters is not None
    assert counters[0] >= 500
    assert blind == (0,), "row-level security came back too"


def test_only_the_other_half_of_the_key_opens_it(lived: Any, tmp_path: Path) -> None:
    public, private = backup.make_key(tmp_path / "keys")
    _, stranger = backup.make_key(tmp_path / "other")
    kept = made(tmp_path / "one.backup", public)

    with pytest.raises(backup.BackupTrouble, match="with this key"):
        backup.restore(kept.path, tmp_path / "new", private_key=stranger)
    assert lived.code.encode() not in kept.path.read_bytes()
    assert oct(private.stat().st_mode & 0o777) == "0o600"
    assert oct(kept.path.stat().st_mode & 0o077) == "0o0"


def test_an_altered_backup_is_not_restored(lived: Any, tmp_path: Path) -> None:
    del lived
    public, private = backup.make_key(tmp_path / "keys")
    kept = made(tmp_path / "one.backup", public)
    content = bytearray(kept.path.read_bytes())
    content[len(content) // 2] ^= 1
    kept.path.write_bytes(content)

    with pytest.raises(backup.BackupTrouble, match="altered"):
        backup.restore(kept.path, tmp_path / "new", private_key=private)


def test_nothing_is_restored_over_something(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("something")

    with pytest.raises(backup.BackupTrouble, match="not empty"):
        backup.restore(tmp_path / "one.backup", tmp_path, private_key=tmp_path / "key")


def test_a_key_is_made_once(tmp_path: Path) -> None:
    public, private = backup.make_key(tmp_path)
    before = private.read_text()

    with pytest.raises(backup.BackupTrouble, match="another folder"):
        backup.make_key(tmp_path)
    assert private.read_text() == before
    assert public.exists()
