"""What people choose for their console, and how the next one begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from console import preferences
from console.commands import Prefer
from console.config import default_data_folder
from console.desk import load
from console.errors import PreferenceUnfit
from console.events import Preferred
from console.preferences import kept_keys, keys_in
from console.starting import Starting, keep_start, read_start
from console.state import ShowState, apply
from console.store import settings
from console.store.database import Db
from tests.console.conftest import Books


def test_a_choice_is_kept_and_there_at_the_next_start(books: Books) -> None:
    """Language, look, size and keys survive a restart, and what was taken back is gone."""
    books.do(Prefer(name="lang", value="en"))
    books.do(Prefer(name="text", value="150"))
    books.do(Prefer(name="keys", value='{"sale":["F10"]}'))
    books.do(Prefer(name="lang"))
    assert load(books.db).preferences == {"text": "150", "keys": '{"sale":["F10"]}'}


@pytest.mark.parametrize(
    ("name", "value"),
    [("lang", "fr"), ("look", "pink"), ("text", "90"), ("text", "big"), ("keys", "F10"), ("keys", "[1]"),
     ("picture", "huge"), ("first steps", "half"), ("font", "Comic")],
)  # fmt: skip
def test_what_cannot_be_chosen_is_refused(books: Books, name: str, value: str) -> None:
    """An unknown name and a value nobody offers change nothing."""
    with pytest.raises(PreferenceUnfit):
        books.do(Prefer(name=name, value=value))
    assert load(books.db).preferences == {}


def test_what_cannot_be_understood_any_more_is_no_choice(books: Books) -> None:
    """A row that a newer or an older console left does not keep this one from starting."""

    def spoil(db: Db) -> dict[str, str]:
        settings.write(db, "prefer look", "hologram")
        settings.write(db, "prefer keys", "\x00{")
        settings.write(db, "prefer text", "120")
        return preferences.preferences(db)

    assert spoil(books.db) == {"text": "120"}


def test_the_state_tells_the_choice() -> None:
    """Whoever looks at the state sees the choice of this moment."""
    state = apply(ShowState(), Preferred(name="look", value="light"))
    assert state.preferences == {"look": "light"}


def test_keys_are_kept_as_they_were_chosen() -> None:
    """Actions and their keys come back the same, and nothing means none."""
    chosen = {"sale": ("F10", "Ctrl+Shift+S"), "next": ()}
    assert keys_in(kept_keys(chosen)) == chosen
    assert keys_in("") == {}


def test_how_the_next_console_begins_is_kept_whole(tmp_path: Path) -> None:
    """Shop and folder are read back; a folder that was never chosen is the usual one of its shop."""
    file = tmp_path / "config" / "start.json"
    chosen = Starting().with_platform("kuaishou").with_folder("kuaishou", tmp_path / "shop")
    keep_start(chosen, file)
    again = read_start(file)
    assert (again.shop, again.folder("kuaishou")) == ("kuaishou", tmp_path / "shop")
    assert again.folder("simulator") == default_data_folder("simulator")
    assert again.with_folder("kuaishou", None).folder("kuaishou") == default_data_folder("kuaishou")
    assert [path.name for path in file.parent.iterdir()] == ["start.json"]


@pytest.mark.parametrize("content", [None, b"", b"{", b'{"platform": 3}', b'{"platform": "taobao"}'])
def test_a_start_file_that_cannot_be_understood_is_no_choice(tmp_path: Path, content: bytes | None) -> None:
    """Without a choice, and with a spoilt one, practice is opened."""
    file = tmp_path / "start.json"
    if content is not None:
        file.write_bytes(content)
    assert read_start(file).shop == "simulator"
