"""What the settings tell of a running console, and do for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console import restoring
from console.app import open_console
from console.commands import Prefer
from console.config import Options
from console.errors import CredentialsUnreadable, NoKeysYet
from console.starting import read_start
from console.store import backup
from console.upkeep import Upkeep
from tests.waiting import reached

pytestmark = pytest.mark.anyio
KEYS = {"appkey": "ks1", "app_secret": "S3CRET", "sign_secret": "S3CRET", "sign_method": "MD5",
        "access_token": "a", "refresh_token": "r"}  # fmt: skip


async def test_a_backup_is_made_when_asked_and_told(tmp_path: Path) -> None:
    """The settings ask for a backup, see it run and end, and find one more than before."""
    async with open_console(Options(data=tmp_path / "data", camera="synthetic")) as console:
        upkeep = Upkeep(console, tmp_path / "start.json")
        await console.desk.do(Prefer(name="look", value="light"))
        before = await upkeep.standing()
        upkeep.back_up()
        assert upkeep.backing_up is not None
        await reached(lambda: upkeep.backing_up is None)
        after = await upkeep.standing()
        assert after.backup_count == before.backup_count + 1
        assert after.last_backup_ms is not None
        assert after.used > 0
        assert after.free > 0


async def test_a_backup_is_looked_through_and_wished_for_at_the_next_start(tmp_path: Path) -> None:
    """A sound one says so, a damaged one says what is wrong; the wish waits until it is withdrawn."""
    options = Options(data=tmp_path / "data", camera="synthetic")
    async with open_console(options) as console:
        upkeep = Upkeep(console, tmp_path / "start.json")
        await console.desk.do(Prefer(name="look", value="light"))
        upkeep.back_up()
        await reached(lambda: upkeep.backing_up is None)
        made = backup.listed(options.backup_folder)[-1]
        copy = (await upkeep.standing()).copies[0]
        assert (copy.name, copy.made_at_ms, copy.size) == (made.path.name, made.made_at_ms, made.path.stat().st_size)
        assert await upkeep.check_backup(copy.name) == ""
        await upkeep.ask_restore(copy.name)
        assert (await upkeep.standing()).restore_next == copy.name
        assert restoring.wished(options) == made.path
        await upkeep.withdraw_restore()
        assert (await upkeep.standing()).restore_next is None
        made.path.write_bytes(b"no database")
        assert await upkeep.check_backup(copy.name)


async def test_shop_and_folder_are_chosen_for_the_next_start(tmp_path: Path) -> None:
    """A choice changes nothing now, and stands in the start file; what is open is still told."""
    start = tmp_path / "start.json"
    async with open_console(Options(data=tmp_path / "data", camera="synthetic")) as console:
        upkeep = Upkeep(console, start)
        assert (await upkeep.standing()).next_data == tmp_path / "data"
        await upkeep.choose_folder(tmp_path / "elsewhere")
        standing = await upkeep.standing()
        assert (standing.data, standing.next_data) == (tmp_path / "data", tmp_path / "elsewhere")
        with pytest.raises(NoKeysYet):
            await upkeep.choose_shop("kuaishou")
        (tmp_path / "shop.json").write_text(json.dumps(KEYS))
        await upkeep.take_keys(tmp_path / "shop.json")
        await upkeep.choose_shop("kuaishou")
        standing = await upkeep.standing()
        assert (standing.platform, standing.next_platform) == ("simulator", "kuaishou")
    assert read_start(start).shop == "kuaishou"
    assert read_start(start).folder("simulator") == tmp_path / "elsewhere"


async def test_a_sample_line_up_is_made_for_a_rehearsal_once(tmp_path: Path) -> None:
    """Six goods with pictures of their own stand in the line-up, and asking again makes none twice."""
    async with open_console(Options(data=tmp_path / "data", camera="synthetic")) as console:
        upkeep, told = Upkeep(console, tmp_path / "start.json"), []
        assert await upkeep.load_samples(lambda done, all_: told.append((done, all_))) == 6
        assert await upkeep.load_samples(lambda _done, _all: None) == 0
        items = console.desk.state.items
        assert told[-1] == (6, 6)
        assert len({item.thumb for item in items}) == len(items) == 6
        assert all((tmp_path / "data" / item.thumb).exists() and item.points for item in items)


async def test_samples_speak_the_language_of_the_rehearsal(tmp_path: Path) -> None:
    """In an English rehearsal titles and points are English."""
    async with open_console(Options(data=tmp_path / "data", camera="synthetic", lang="en")) as console:
        await Upkeep(console, tmp_path / "start.json").load_samples(lambda _done, _all: None)
        assert all((item.title + item.points).isascii() for item in console.desk.state.items)


async def test_keys_go_to_the_keyring_or_are_refused(tmp_path: Path) -> None:
    """A credentials file is read once; one that is none is refused with the reason, and no secret is told."""
    (tmp_path / "shop.json").write_text(json.dumps(KEYS))
    (tmp_path / "odd.json").write_text("{}")
    async with open_console(Options(data=tmp_path / "data", camera="synthetic")) as console:
        upkeep = Upkeep(console, tmp_path / "start.json")
        assert await upkeep.take_keys(tmp_path / "shop.json") in ("keyring", "file")
        assert "S3CRET" not in repr(await upkeep.standing())
        with pytest.raises(CredentialsUnreadable):
            await upkeep.take_keys(tmp_path / "odd.json")
