"""Where things lie when nobody says so."""

from __future__ import annotations

from console.config import default_data_folder


def test_practice_and_the_real_shop_have_folders_of_their_own() -> None:
    """What was listed in a rehearsal can never wait in the folder of a real shop."""
    practice, shop = default_data_folder(), default_data_folder("kuaishou")
    assert practice != shop
    assert default_data_folder("simulator") == practice
