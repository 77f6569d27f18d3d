"""Where things lie when nobody says so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from console.config import Options, default_data_folder


def test_practice_and_the_real_shop_have_folders_of_their_own() -> None:
    """What was listed in a rehearsal can never wait in the folder of a real shop."""
    practice, shop = default_data_folder(), default_data_folder("kuaishou")
    assert practice != shop
    assert default_data_folder("simulator") == practice


@pytest.mark.skipif(os.name != "posix", reason="Windows lets few people make links")
def test_a_data_folder_has_one_journal_by_whatever_name_it_is_opened(tmp_path: Path) -> None:
    """Through a link, or a path with dots in it: two journals of one database would each lack what the other has."""
    (tmp_path / "data").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "data")
    folders = {Options(data=tmp_path / name).journal_folder for name in ("data", "link", "link/../data")}
    assert folders == {tmp_path.resolve() / "data-journal"}
    assert Options(data=tmp_path / "link", journal=tmp_path / "own").journal_folder == tmp_path / "own"
