"""The rehearsal shop as a program: its port, its files, its end, and what outlives it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from console.errors import DataFolderInUse, DataFolderUnusable
from console.platforms.base import OutcomeUnknown, RetryLater
from console.platforms.kuaishou import Kuaishou, read_credentials
from console.platforms.simulator import PortBusy, Simulator, adopted_credentials, serve
from tests.clock import FakeClock
from tests.platforms.conftest import Rehearsal
from tests.waiting import PATIENCE_S

pytestmark = pytest.mark.anyio

PROGRAM = (
    "import asyncio, sys, pathlib; from console.platforms.simulator import serve;"
    "asyncio.run(serve(0, pathlib.Path(sys.argv[1]), rate_limit=5, audit_delay_s=0.0))"
)


def started(data: Path) -> tuple[subprocess.Popen[str], dict[str, str]]:
    """The program and the line it announced itself with."""
    program = subprocess.Popen([sys.executable, "-c", PROGRAM, str(data)], stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    return program, json.loads(program.stdout.readline())


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGTERM to send")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_the_program(tmp_path: Path, number: signal.Signals) -> None:
    """It announces address and credentials once it listens, serves them over a socket, and stops cleanly."""
    program, line = await asyncio.to_thread(started, tmp_path / "shop")
    try:
        assert line["address"].startswith("http://127.0.0.1:")
        client = Kuaishou(read_credentials(Path(line["credentials"])), base_url=line["address"])
        assert await client.shop_name() == "开播排练小店"
        tried = await asyncio.gather(*(client.shop_name() for _ in range(10)), return_exceptions=True)
        assert any(isinstance(each, RetryLater) for each in tried)  # --rate-limit 5
        await client.aclose()
        program.send_signal(number)
        assert await asyncio.to_thread(program.wait, 10) == 0
    finally:
        program.kill()
        program.communicate()


async def test_a_busy_port_is_told(tmp_path: Path) -> None:
    """A port that another program has is named with what to do, and the data folder is left alone."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortBusy, match=str(port)) as caught:
            await serve(port, tmp_path / "shop")
    assert "--port 0" in caught.value.shown("zh_CN").advice
    assert not (tmp_path / "shop").exists()
    with pytest.raises(PortBusy):
        await serve(70_000, tmp_path / "shop")


async def test_adopted_credentials(tmp_path: Path) -> None:
    """With a credentials file the shop answers to its keys instead of its own."""
    keys = {name: f"own-{name}" for name in ("appkey", "app_secret", "sign_secret", "access_token", "refresh_token")}
    file = tmp_path / "keys.json"
    file.write_text(json.dumps(keys), encoding="utf-8")
    announced: asyncio.Queue[str] = asyncio.Queue()
    serving = asyncio.create_task(serve(0, tmp_path / "shop", credentials=file, announce=announced.put_nowait))
    line = json.loads(await asyncio.wait_for(announced.get(), PATIENCE_S))
    client = Kuaishou(read_credentials(file), base_url=line["address"])
    assert await client.shop_name()
    await client.aclose()
    assert read_credentials(Path(line["credentials"])) == read_credentials(file)
    with pytest.raises(DataFolderInUse):
        Simulator(tmp_path / "shop")
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    Simulator(tmp_path / "shop", credentials=adopted_credentials(file)).close()


async def test_everything_outlives_a_restart(rehearsal_of: Any, tmp_path: Path) -> None:
    """Items, stock, orders, spent calls, tokens and the studio token are there after a restart."""
    clock = FakeClock()
    before: Rehearsal = rehearsal_of(clock=clock)
    await before.listed(1, stock=3)
    await before.simulator.order(1, 1)
    await before.simulator.expire_tokens()
    await before.client.shop_name()
    totals = await before.simulator.totals()
    keys, renewed = before.simulator.credentials, before.renewed[-1]
    before.simulator.close()

    after: Rehearsal = rehearsal_of(clock=clock)
    assert await after.simulator.totals() == totals
    now = after.simulator.credentials
    assert (now["access_token"], now["refresh_token"]) == renewed
    assert now["studio_token"] == keys["studio_token"]
    assert await after.client.shop_name()
    assert not after.renewed
    found = await after.client.find_item(1)
    assert found is not None
    assert found.stock == 2


async def test_a_fresh_pair_after_a_long_rest(simulator_of: Any) -> None:
    """A shop that rested until its tokens ended starts with a pair that works."""
    clock = FakeClock()
    first = simulator_of(clock=clock)
    old = first.credentials
    first.close()
    clock.advance(200 * 24 * 3600)
    new = simulator_of(clock=clock).credentials
    assert new["access_token"] != old["access_token"]
    assert new["refresh_token"] != old["refresh_token"]


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    """A data folder that cannot be made is told with its reason."""
    (tmp_path / "file").write_text("")
    with pytest.raises(DataFolderUnusable, match="file"):
        Simulator(tmp_path / "file" / "shop")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """A damaged file is told, not overwritten, and the folder is free again afterwards."""
    (tmp_path / "simulator.sqlite3").write_text("not a database, but long enough to be looked at" * 20)
    for _ in range(2):
        with pytest.raises(DataFolderUnusable, match="not a database"):
            Simulator(tmp_path)


@pytest.mark.expects_log  # the failure itself
async def test_a_failing_disk_is_a_server_error(rehearsal: Rehearsal) -> None:
    """When the shop's own file fails, the caller gets HTTP 500: a write is unknown, a read is for later."""
    item = await rehearsal.listed(1)
    rehearsal.simulator._worker.submit(rehearsal.simulator._db.execute, "DROP TABLE sku").result()
    with pytest.raises(OutcomeUnknown, match="HTTP 500"):
        await rehearsal.client.change_stock(item.platform_item_id, item.sku_id, 1)
    with pytest.raises(RetryLater, match="HTTP 500"):
        await rehearsal.client.read_stock(item.platform_item_id, item.sku_id)


async def test_slow_work_never_holds_the_loop(rehearsal: Rehearsal) -> None:
    """While a call is being served, the event loop goes on: the work happens on the simulator's own thread."""
    beaten = threading.Event()

    async def heartbeat() -> None:
        for _ in range(20):
            await asyncio.sleep(0.001)
        beaten.set()

    beating = asyncio.create_task(heartbeat())
    held = rehearsal.simulator._worker.submit(beaten.wait, PATIENCE_S)
    assert await rehearsal.client.shop_name()
    await beating
    assert held.result(), "a loop that was held would not have beaten meanwhile"
