"""The rehearsal shop on a port of this machine: what `main.py simulator` runs."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from uvicorn.server import HANDLED_SIGNALS

from console.errors import KaiboError, Text
from console.platforms.simulator.app import Simulator
from console.platforms.simulator.credentials import adopted_credentials, write_credentials
from console.platforms.simulator.shop import SELLER_ID, SHOP_NAME

_HOST = "127.0.0.1"


class PortBusy(KaiboError):
    """The port cannot be listened on. Facts: `port`, `why`."""

    title = Text("端口 {port} 用不了：{why}", "Port {port} cannot be used: {why}")
    advice = Text(
        "关掉占用它的程序，或用 --port 0 自动挑一个", "Stop the program that has it, or let --port 0 choose one"
    )


async def serve(
    port: int,
    data: Path,
    *,
    rate_limit: int | None = None,
    seller: int | None = None,
    credentials: Path | None = None,
    audit_delay_s: float = 1.0,
    announce: Callable[[str], None] | None = None,
) -> None:
    """Serve the shop kept in `data` on 127.0.0.1:`port` (0: any free one) until SIGINT or SIGTERM.

    Writes `data`/credentials.json and, once it is listening, hands `announce` (standard output when
    None) one JSON line `{"address": …, "credentials": <path>}`. `rate_limit` is calls per second and
    method, `seller` the number of whose shop it is. `credentials` names a file whose keys the shop adopts. Raises
    `PortBusy`, `CredentialsUnreadable`, `DataFolderInUse` and `DataFolderUnusable`.
    """
    listener = _listen(port)
    try:
        simulator, file = _open_shop(data, rate_limit, seller, credentials, audit_delay_s)
        try:
            address = f"http://{_HOST}:{listener.getsockname()[1]}"
            line = json.dumps({"address": address, "credentials": str(file)}, ensure_ascii=False)
            # access_log: a query holds an access token. Keep-alive: longer than any client's own.
            config = uvicorn.Config(
                simulator.app, log_config=None, access_log=False, lifespan="off",
                ws="none", timeout_keep_alive=30,
                timeout_graceful_shutdown=5,
            )  # fmt: skip
            await _Announcing(config, lambda: (announce or _to_stdout)(line)).serve(sockets=[listener])
        finally:
            simulator.close()
    finally:
        listener.close()


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # or asyncio sets no TCP_NODELAY
    try:
        if os.name == "posix":  # elsewhere the option would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((_HOST, port))
        listener.listen()  # two sockets may bind one port with SO_REUSEADDR, but not listen on it
    except (OSError, OverflowError) as exc:
        listener.close()
        raise PortBusy(port=port, why=getattr(exc, "strerror", None) or str(exc)) from exc
    return listener


def _open_shop(
    data: Path, rate_limit: int | None, seller: int | None, credentials: Path | None, audit_delay_s: float
) -> tuple[Simulator, Path]:
    simulator = Simulator(
        data,
        credentials=adopted_credentials(credentials) if credentials else None,
        audit_delay_s=audit_delay_s,
        calls_per_second=rate_limit or 100,
        seller_id=seller or SELLER_ID,
        shop_name=SHOP_NAME if seller is None else f"{SHOP_NAME} {seller}",
    )
    file = data / "credentials.json"
    write_credentials(file, simulator.credentials)
    return simulator, file


def _to_stdout(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class _Announcing(uvicorn.Server):
    """Says when it listens, and treats a signal as a wish to stop, not as a failure to pass on."""

    def __init__(self, config: uvicorn.Config, on_listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_listening = on_listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self._on_listening()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self.handle_exit) for number in HANDLED_SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
