"""The launcher of the PostgreSQL suite: addresses, and that it fails where there is no server."""

from __future__ import annotations

import pytest

from tests import postgres


@pytest.mark.parametrize(
    ("admin", "expected"),
    [
        ("postgresql://desk@/postgres?host=/a/folder", "postgresql://desk@/clone?host=/a/folder"),
        ("postgresql://desk:secret@db.example:5432/postgres", "postgresql://desk:secret@db.example:5432/clone"),
    ],
)
def test_a_clone_has_the_address_of_its_server(admin: str, expected: str):
    assert postgres.address(admin, "clone") == expected


def test_without_a_server_the_suite_fails_and_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(postgres, "INSTALLED", tmp_path)
    monkeypatch.setattr(postgres.shutil, "which", lambda _: None)

    with pytest.raises(SystemExit, match="apt-get install postgresql"):
        postgres.binaries()


def test_without_a_command_there_is_nothing_to_run():
    with pytest.raises(SystemExit, match="Name the command"):
        postgres.main([])
