"""Where a shop's secrets live."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.backends.fail
import pytest

from console.errors import CredentialsUnreadable
from console.platforms.simulator import default_credentials
from console.platforms.vault import open_vault


class _Memory(keyring.backend.KeyringBackend):
    """A keyring that lives as long as the test."""

    priority = 1.0  # type: ignore[assignment]  # a class property in the base

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "shop.json"
    path.write_text(json.dumps(default_credentials() | {"template": {"category_id": 7}}), encoding="utf-8")
    return path


@pytest.fixture
def with_keyring() -> Iterator[_Memory]:
    before, own = keyring.get_keyring(), _Memory()
    keyring.set_keyring(own)
    yield own
    keyring.set_keyring(before)


@pytest.fixture
def without_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    yield
    keyring.set_keyring(before)


def test_once_entered_the_keyring_has_them(with_keyring: _Memory, file: Path) -> None:
    """After one start with a file, later starts need none, and renewed tokens are kept there."""
    first = open_vault(file)
    assert first.file is None
    first.keep_tokens("new access", "new refresh")
    file.unlink()
    later = open_vault(None).credentials
    assert (later.access_token, later.refresh_token) == ("new access", "new refresh")
    assert later.template.category_id == 7
    assert later == first.credentials


def test_a_file_that_was_moved_before_brings_no_old_tokens_back(with_keyring: _Memory, file: Path) -> None:
    """A shortcut that names the file each time keeps the renewed tokens; a file that was edited is read again."""
    open_vault(file).keep_tokens("new access", "new refresh")
    assert open_vault(file).credentials.refresh_token == "new refresh"
    fields = json.loads(file.read_text(encoding="utf-8")) | {"refresh_token": "authorised anew"}
    file.write_text(json.dumps(fields), encoding="utf-8")
    assert open_vault(file).credentials.refresh_token == "authorised anew"


def test_a_keyring_that_keeps_nothing_is_none(with_keyring: _Memory, file: Path) -> None:
    """A backend that forgets, and an entry of another kind, are treated as no keyring at all."""
    with_keyring.set_password = lambda *_: None  # type: ignore[method-assign]  # that forgetful
    assert open_vault(file).file == file
    with_keyring.kept["kaibo", "last shop"] = "x"
    with_keyring.kept["kaibo", "x"] = "{}"
    with pytest.raises(CredentialsUnreadable):
        open_vault(None)


def test_without_a_keyring_the_file_keeps_them(without_keyring: None, file: Path) -> None:
    """The file is read, renewed tokens are written back whole, and nothing else in it changes."""
    vault = open_vault(file)
    assert vault.file == file
    vault.keep_tokens("new access", "new refresh")
    again = open_vault(file).credentials
    assert (again.access_token, again.refresh_token) == ("new access", "new refresh")
    assert json.loads(file.read_text(encoding="utf-8"))["template"] == {"category_id": 7}
    assert [path.name for path in file.parent.iterdir()] == ["shop.json"]


def test_nothing_anywhere_is_told(without_keyring: None, tmp_path: Path) -> None:
    """Neither a file nor a keyring entry is an error with advice."""
    with pytest.raises(CredentialsUnreadable) as told:
        open_vault(None)
    assert "--credentials" in told.value.shown("en").advice
