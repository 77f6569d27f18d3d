"""Kaibo: parse the arguments, build, run. The only file that sees both the console and its screen.

What can be typed is in `console/arguments.py`, and described in docs/cli.md.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import os
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from console.arguments import data_of, folders_of, options_of, parse
from console.config import Options
from console.errors import KaiboError

if TYPE_CHECKING:
    from console.app import Console
    from ui.windows.main_window import MainWindow

Result = TypeVar("Result")


def main(typed: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the database brings numpy before `camera.cv` says so
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    args = parse(sys.argv[1:] if typed is None else typed)
    try:
        return RUNS[args.command](args)
    except KaiboError as error:
        shown = error.shown(args.lang)
        print(f"{shown.title}\n{shown.advice}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our lines went away; what was answered is committed
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _run(command: Coroutine[Any, Any, Result]) -> Result:
    import asyncio  # here: whoever opens the window sees it sooner

    return asyncio.run(command)


def _say(told: dict[str, Any], indent: int | None = None) -> None:
    """One answer for programs."""
    import json  # here, as above

    print(json.dumps(told, ensure_ascii=False, indent=indent), flush=True)


def _console(args: argparse.Namespace) -> int:
    if not _has_display():
        said = {
            "zh_CN": "这台电脑没有显示器，打不开窗口；试试 make rehearse，它不需要显示器。",
            "en": "There is no display, so the window cannot open; try make rehearse, which needs none.",
        }
        print(said[args.lang], file=sys.stderr)
        return 1
    from ui.windows.opening import appear

    opening = appear(args.lang)  # what is loaded from here on takes longer than all before it
    from console.starting import read_start
    from ui.run import run_window

    starting = read_start()
    args.platform = args.platform or starting.shop
    args.data = args.data or starting.folder(args.platform)
    if args.platform == "kuaishou" and args.credentials is None and starting.keys_file:
        args.credentials = Path(starting.keys_file)
    practice = args.platform == "simulator" and not args.platform_url
    return run_window(dataclasses.replace(options_of(args), rehearsal=practice), opening=opening)


def _desk(args: argparse.Namespace) -> int:
    from console import script

    _name_devices(args.camera or "device:", args.camera2 or "device:")  # one chosen before may be named
    try:
        _run(script.run(options_of(args), args.linger, sys.stdin.buffer, sys.stdout, sys.stderr))
    except KaiboError as error:
        shown = error.shown(args.lang)
        _say({"ok": False, "error": {"title": shown.title, "advice": shown.advice}})
        raise
    return 0


def _parse(args: argparse.Namespace) -> int:
    from console.listing.line import read, to_json

    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", errors="replace").rstrip("\r\n")
        _say(to_json(read(line), args.lang))
    return 0


def _draw(args: argparse.Namespace) -> int:
    from console import draws

    record = draws.from_file(args.record)
    wrong = draws.check(record)
    told = {"ok": False, "wrong": wrong} if wrong else {"ok": True, "winners": record["winners"]}
    _say(told)
    return 1 if wrong else 0


def _check(args: argparse.Namespace) -> int:
    from console.words import lines

    lines.run(sys.stdin.buffer, sys.stdout, sys.stderr, args.lang, data_of(args))
    return 0


def _import(args: argparse.Namespace) -> int:
    from console.bulk import command

    options = Options(**folders_of(args), lang=args.lang)
    _run(command.run(options, args.file, args.photos, sys.stdout, sys.stderr, dry=args.dry_run))
    return 0


def _simulator(args: argparse.Namespace) -> int:
    from console.platforms.simulator import serve

    _run(
        serve(
            port=args.port, data=args.data, rate_limit=args.rate_limit, seller=args.seller, credentials=args.credentials
        )
    )
    return 0


def _tell(line: str) -> None:
    """Words for people, beside the answers for programs."""
    print(line, file=sys.stderr, flush=True)


def _rehearse(args: argparse.Namespace) -> int:
    import tempfile

    from ui.run import choose_offscreen, exit_code, run_window

    choose_offscreen()
    with tempfile.TemporaryDirectory(prefix="kaibo-rehearsal-", ignore_cleanup_errors=True) as scratch:
        options = Options(
            data=(args.data or Path(scratch) / "data").expanduser().absolute(),
            camera=args.camera,
            camera2=args.camera2,
            seat=args.seat,
            lang=args.lang,
            rehearsal=True,
            order_poll_s=0.5,
            audit_delay_s=0.5,
        )

        async def script(console: Console, window: MainWindow) -> int:
            from console.rehearsal import Plan, Rehearsal
            from console.rehearsal.telling import came_to
            from ui.hands import KeyboardHands

            hands = KeyboardHands(console.desk, window, args.screens)
            plan = Plan(args.minutes, args.speed, args.report, args.cut_line)
            report = await Rehearsal(console, hands, plan, tell=_tell).run()
            _say(report, indent=2)
            _tell(came_to(report, args.screens, args.report, args.lang))
            return exit_code(report)

        return run_window(options, script)


def _watch(args: argparse.Namespace) -> int:
    from console import watch
    from console.diagnostics import log_to

    log_to(sys.stderr)
    return watch.run(args.camera, args.seconds, args.lang, sys.stdout)


def _snap(args: argparse.Namespace) -> int:
    from console import shutter
    from console.diagnostics import log_to

    log_to(sys.stderr)
    _name_devices(args.camera)
    try:
        told = shutter.run(args.camera, args.at, args.out, args.lang)
    except KaiboError as error:
        shown = error.shown(args.lang)
        _say({"error": {"title": shown.title, "advice": shown.advice}})
        raise
    _say(told)
    return 0


def _verify(args: argparse.Namespace) -> int:
    from console import recovery

    options = Options(**folders_of(args), lang=args.lang)
    started, found = time.monotonic(), {"note": 0, "fault": 0}
    for each in recovery.verify(options, lambda words: print(words.said(args.lang), file=sys.stderr)):
        found[each.level] += 1
        told = {"check": each.check, "level": each.level, "what": each.what, "words": each.words.said(args.lang)}
        _say(told)
    ok = not found["fault"]
    summary = {"ok": ok, "faults": found["fault"], "notes": found["note"]}
    _say({**summary, "seconds": round(time.monotonic() - started, 3)})
    return 0 if ok else 1


def _backup(args: argparse.Namespace) -> int:
    from console import copying

    options = Options(**folders_of(args), lang=args.lang)
    with _stopped_in_order(args.lang):
        done = copying.back_up(options, lambda words: print(words.said(args.lang), file=sys.stderr, flush=True))
    _say({"ok": True, **dataclasses.asdict(done), "path": str(done.path)})
    return 0


def _restore(args: argparse.Namespace) -> int:
    from console import restoring

    options = Options(**folders_of(args), lang=args.lang)
    try:
        with _stopped_in_order(args.lang):
            done = restoring.restore(
                options, args.source, lambda words: print(words.said(args.lang), file=sys.stderr, flush=True)
            )
    except KaiboError as error:
        shown = error.shown(args.lang)
        _say({"ok": False, "error": {"title": shown.title, "advice": shown.advice}})
        raise
    _say({"ok": True, **dataclasses.asdict(done)})
    return 0


@contextlib.contextmanager
def _stopped_in_order(lang: str) -> Iterator[None]:
    """Ctrl+C in long work is answered with what it means."""
    try:
        yield
    except KeyboardInterrupt:
        said = {"zh_CN": "停下了，一切和之前一样。", "en": "Stopped; everything is as it was."}
        print(said[lang], file=sys.stderr)
        raise


def _proof(args: argparse.Namespace) -> int:
    from console.proof.lookup import lines

    found = False
    for line in lines(data_of(args), args.sale, args.number, args.since, args.until):
        print(line)
        found = True
    if not found:
        said = {"zh_CN": "没有留存这样的画面。", "en": "No such picture was kept."}
        print(said[args.lang], file=sys.stderr)
    return 0 if found else 1


def _summary(args: argparse.Namespace) -> int:
    from console import summary

    for line in summary.lines(data_of(args), args.show, every=args.list):
        print(line)
    return 0


def _cameras(args: argparse.Namespace) -> int:
    from console.camera.devices import WANTED, choose_format
    from console.camera.plugged import here

    _name_devices("device:", always=True)
    for device in here.devices():
        wish = choose_format(device.formats) or WANTED
        told = {"camera": f"device:{device.id}", "name": device.name, "opens": device.opens, "asked": str(wish)}
        _say({**told, "formats": [str(each) for each in device.formats]})
    if not here.devices():
        print({"zh_CN": "没有插着摄像头", "en": "No camera is plugged in"}[args.lang], file=sys.stderr)
    return 0


def _name_devices(*specs: str, always: bool = False) -> None:
    """Without a window, learn the names of cameras where the system itself does not tell the console (not Linux)."""
    named = any(spec.strip().lower().startswith("device:") for spec in specs)
    if always or (named and sys.platform in ("win32", "darwin")):
        from ui.studio.devices import watch_devices

        watch_devices()


def _doctor(args: argparse.Namespace) -> int:
    from console import doctor
    from console.diagnostics import log_to

    log_to(sys.stderr)
    _name_devices(args.camera)
    return _run(doctor.run(data_of(args), args.camera, args.platform_url, args.lang, sys.stdout))


def _has_display() -> bool:
    """Windows and macOS always have one; elsewhere somebody must have said so."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM"))


def _leave(code: int) -> NoReturn:
    """End the process, also when a camera driver never came back.

    WORKAROUND https://github.com/python/cpython/issues/87135: a daemon thread that wakes inside C++ while
    the interpreter takes itself apart aborts the process. The reader of codes fills the last lines that a person
    sees with what it calls leaks, whenever no such thread is left. Everything of ours is closed by now.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    if "zxingcpp" in sys.modules or any(thread.daemon for thread in threading.enumerate()):
        os._exit(code)
    sys.exit(code)


RUNS: dict[str, Callable[[argparse.Namespace], int]] = {
    "console": _console,
    "desk": _desk,
    "parse": _parse,
    "check": _check,
    "import": _import,
    "draw": _draw,
    "simulator": _simulator,
    "rehearse": _rehearse,
    "watch": _watch,
    "snap": _snap,
    "proof": _proof,
    "summary": _summary,
    "cameras": _cameras,
    "doctor": _doctor,
    "verify": _verify,
    "backup": _backup,
    "restore": _restore,
}


if __name__ == "__main__":
    try:
        ended = main()
    except Exception as error:  # noqa: BLE001 - shown and kept as ever; the end is ours all the same
        sys.excepthook(type(error), error, error.__traceback__)
        ended = 1
    _leave(ended)
