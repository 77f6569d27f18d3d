"""The desk without a screen: one JSON object per line in, one JSON line out for each, in order.

`docs/cli.md` describes the lines. A line is answered after its commit.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any, BinaryIO, TextIO

import msgspec
import structlog

from console import draws
from console.app import Console, open_console
from console.camera.plugged import here
from console.commands import ASKABLE, Command
from console.config import Options
from console.errors import BrokenRequest, InternalFault, KaiboError, Text
from console.events import Event
from console.store import outbox

log = structlog.get_logger(__name__)

SHOWN = 1_000
"""Sales that `{"ask": "open"}` lists; all are counted."""
LONGEST_LINE = 1 << 20
"""Bytes; a longer line is refused and skipped."""


def command_from(request: dict[str, Any]) -> Command:
    """The command that `{"do": name, field: value, ...}` asks for. Raises `BrokenRequest`."""
    name = request.get("do")
    kind = ASKABLE.get(name) if isinstance(name, str) else None
    if kind is None:
        raise BrokenRequest(why=Text(f"没有“{name}”这个指令", f"there is no command {name!r}"))
    fields = {key: value for key, value in request.items() if key != "do"}
    unknown = sorted(fields.keys() - kind.__dataclass_fields__.keys())
    if unknown:
        raise BrokenRequest(why=Text(f"{name} 没有 {unknown[0]} 这一项", f"{name} has no field {unknown[0]}"))
    try:
        return msgspec.convert(fields, type=kind)
    except msgspec.ValidationError as error:
        raise BrokenRequest(why=Text(f"{name}：{error}", f"{name}: {error}")) from error


def told(event: Event) -> dict[str, Any]:
    """An event as plain JSON values with its `type` first."""
    return {"type": type(event).__name__, **msgspec.to_builtins(event)}


async def answer(console: Console, line: bytes) -> dict[str, Any]:
    """What one line is answered with; every fault of the line becomes an `error`, nothing is raised for it."""
    lang = console.options.lang
    try:
        request = _decoded(line)
        if "ask" in request:
            return {"ok": True, **await _asked(console, request)}
        return {"ok": True, "event": told(await console.desk.do(command_from(request)))}
    except KaiboError as error:
        shown = error.shown(lang)
    except Exception:  # a fault of ours in one line must not cost the lines after it; it is logged whole
        log.exception("line failed")
        shown = InternalFault().shown(lang)
    return {"ok": False, "error": {"title": shown.title, "advice": shown.advice}}


async def run(options: Options, linger_s: float, source: BinaryIO, sink: TextIO, aside: TextIO) -> None:
    """Answer every line of `source` on `sink`, then drain the outbox and say what is left in it."""
    async with open_console(options) as console:
        aside.writelines(
            f"{notice.title.said(options.lang, **notice.facts)}\n" for notice in console.desk.state.notices
        )
        async for line in _lines(source):
            _say(sink, await answer(console, line))
        await console.drain(linger_s)
        left = console.desk.state.outbox
        _say(sink, {"ok": True, "outbox": {"waiting": left.waiting, "parked": left.parked}})


async def _asked(console: Console, request: dict[str, Any]) -> dict[str, Any]:
    match request["ask"]:
        case "state":
            return {"state": msgspec.to_builtins(console.desk.state)}
        case "outbox":
            waiting = msgspec.to_builtins(console.desk.state.outbox)
            return {"outbox": {**waiting, "entries": await console.db.run(outbox.entries)}}
        case "draw":
            return {"draw": await console.db.run(draws.record, str(request.get("draw_id", "")))}
        case "cameras":
            return {"cameras": msgspec.to_builtins(await asyncio.to_thread(here.devices))}
        case "open":
            return {"open": msgspec.to_builtins(await console.open_sales(SHOWN))}
        case other:
            raise BrokenRequest(why=Text(f"不能问 {other!r}", f"{other!r} cannot be asked"))


def _decoded(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise BrokenRequest(why=Text("这一行太长", "the line is too long"))
    try:
        request = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BrokenRequest(why=Text("不是 JSON", f"it is not JSON ({error})")) from error
    if not isinstance(request, dict):
        raise BrokenRequest(why=Text("不是 JSON 对象", "it is not a JSON object"))
    return request


def _say(sink: TextIO, value: dict[str, Any]) -> None:
    sink.write(msgspec.json.encode(value).decode() + "\n")
    sink.flush()


async def _lines(source: BinaryIO) -> AsyncIterator[bytes]:
    """The lines of `source`, read on a thread of its own that never outlives the program's end."""
    loop = asyncio.get_running_loop()
    read: asyncio.Queue[bytes | None] = asyncio.Queue(maxsize=64)

    def pump() -> None:
        skipping = False
        while line := source.readline(LONGEST_LINE + 1):
            whole = line.endswith(b"\n") or len(line) <= LONGEST_LINE
            if not skipping:
                asyncio.run_coroutine_threadsafe(read.put(line), loop).result()
            skipping = not whole
        asyncio.run_coroutine_threadsafe(read.put(None), loop).result()

    threading.Thread(target=pump, name="stdin", daemon=True).start()
    while (line := await read.get()) is not None:
        yield line
