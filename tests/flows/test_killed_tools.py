"""Real processes: a console killed in the middle of a flash sale and of a draw goes on rightly."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from console import draws
from tests.waiting import A_PROGRAM_S as PATIENCE_S

ROOT = Path(__file__).resolve().parents[2]


class Desk:
    """`main.py desk` as a process, spoken to line by line."""

    def __init__(self, data: Path, options: list[str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "main.py", "desk", "--data", str(data), "--camera", "synthetic", *options],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def say(self, **request: Any) -> dict[str, Any]:
        """The answer to one line; it was refused when this raises."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request, ensure_ascii=False).encode() + b"\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert answer["ok"], answer
        return answer

    @property
    def item(self) -> dict[str, Any]:
        """The only item, as the state has it."""
        item: dict[str, Any] = self.say(ask="state")["state"]["items"][0]
        return item

    def until(self, true: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The state once `true` of it."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            state: dict[str, Any] = self.say(ask="state")["state"]
            if true(state):
                return state
            time.sleep(0.05)
        raise TimeoutError(state)

    def kill(self) -> None:
        """As a power cut would."""
        self._process.send_signal(signal.SIGKILL) if os.name == "posix" else self._process.kill()
        self._close()

    def leave(self) -> dict[str, Any]:
        """End it in order; what is left in its outbox."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        left: dict[str, Any] = json.loads(self._process.stdout.readline())
        self._process.wait(timeout=PATIENCE_S)
        self._process.stdout.close()
        return left

    def _close(self) -> None:
        self._process.wait(timeout=PATIENCE_S)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[tuple[Path, list[str]]]:
    """The bundled platform as a process of its own: its database, and the options that lead to it."""
    server = subprocess.Popen(
        [sys.executable, "main.py", "simulator", "--port", "0", "--data", str(tmp_path / "shop")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert server.stdout is not None
    try:
        told = json.loads(server.stdout.readline())
        options = ["--platform", "kuaishou", "--platform-url", told["address"], "--credentials", told["credentials"]]
        yield tmp_path / "shop" / "simulator.sqlite3", options
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE_S)
        server.stdout.close()


def at_the_platform(database: Path) -> tuple[int, int]:
    """Price in fen and stock of the only item, read at the platform."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        (row,) = db.execute("SELECT sku.price_fen, sku.stock FROM sku JOIN item USING (item_id) WHERE NOT item.deleted")
    db.close()
    return int(row[0]), int(row[1])


def running(item: dict[str, Any]) -> dict[str, Any] | None:
    """The flash sale of an item that runs."""
    return next((flash for flash in item["flash_sales"] if flash["state"] == "running"), None)


def test_killed_in_a_flash_sale_and_a_draw_it_goes_on(tmp_path: Path, shop: tuple[Path, list[str]]) -> None:
    """Same deadline on the steady clock, same seal; price, stock and winners are what they would have been."""
    database, options = shop
    starts_s = time.monotonic()
    desk = Desk(tmp_path / "d", options)
    desk.say(do="StartShow")
    lasts_s = round(10 + 4 * (time.monotonic() - starts_s))  # longer than the kill and another start take here
    desk.say(do="OpenFlash", line="豆绿手镯 599 x9")
    desk.until(lambda state: state["items"][0]["platform"] == "approved" and not state["outbox"]["waiting"])
    desk.say(do="PutOnAir", number=1)
    for buyer in ("阿珍", "老王", "小鱼"):
        desk.say(do="RecordSale", number=1, buyer=buyer)
    draw_id = desk.say(do="OpenDraw", prize="手镯免单", winners=2, number=1)["event"]["draw_id"]
    frozen = desk.say(do="FreezeEntrants", draw_id=draw_id)["event"]["draw"]
    desk.say(do="StartFlashSale", price_fen=49_900, units=3, seconds=lasts_s)
    began_s = time.monotonic()
    desk.until(lambda state: bool((flash := running(state["items"][0])) and flash["confirmed"]))
    desk.say(do="RecordSale", number=1, buyer="石头")
    before = running(desk.item)
    assert before is not None
    desk.kill()
    price, stock = at_the_platform(database)
    assert price == 49_900
    assert stock <= 3, "never more than its units were for sale at its price, whenever the machine stops"

    desk = Desk(tmp_path / "d", options)
    again = running(desk.item)
    restarted_s = time.monotonic() - began_s
    assert again is not None
    assert (again["ends_s"], again["boot"], again["lasts_ms"]) == (before["ends_s"], before["boot"], lasts_s * 1000)
    assert (again["sold_units"], again["units"]) == (1, 3)
    drawn = desk.say(do="DrawWinners", draw_id=draw_id)["event"]["draw"]
    record = desk.say(ask="draw", draw_id=draw_id)["draw"]
    assert draws.check(record) == []
    assert (record["seed"], record["entrants_fingerprint"]) == (frozen["seed"], frozen["entrants_fingerprint"])
    expected = [record["entrants"][place - 1] for place in draws.winners(frozen["seed"], record["entrants"], 2)]
    assert [won["name"] for won in drawn["won"]] == expected
    assert len(record["entrants"]) == 3, "who bought after it was fixed takes no part"

    over = desk.until(lambda state: running(state["items"][0]) is None)
    assert lasts_s - 1 <= time.monotonic() - began_s < lasts_s + restarted_s, "the time before the kill counts"
    desk.until(lambda state: not state["outbox"]["waiting"])
    (ended,) = over["items"][0]["flash_sales"]
    assert (ended["why"], ended["sold_units"], ended["gmv_fen"]) == ("time", 1, 49_900)
    item = desk.item
    assert (item["price_fen"], item["stock_left"], item["flash_hold"]) == (59_900, 5, 0)
    assert at_the_platform(database) == (59_900, 5)
    assert desk.leave() == {"ok": True, "outbox": {"waiting": 0, "parked": 0}}
