"""Kaibo: parse the arguments, build, run. The only file that sees both the console and its screen.

Every command is documented in docs/cli.md; other programs rely on them.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import dataclasses
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

from console.config import Options, default_data_folder, default_language
from console.errors import LANGUAGES, KaiboError

if TYPE_CHECKING:
    from console.app import Console
    from ui.main_window import MainWindow


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the database brings numpy before `camera.cv` says so
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help")):
        arguments.insert(0, "console")
    parser = _parser()
    args = parser.parse_args(arguments)
    args.lang_said = args.lang is not None
    args.lang = args.lang or default_language()
    try:
        return int(args.run(args))
    except KaiboError as error:
        shown = error.shown(args.lang)
        print(f"{shown.title}\n{shown.advice}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our lines went away; what was answered is committed
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="main.py", description="Kaibo 开播: a live-selling console")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    _add(commands, "console", "the window (the default)", _console, _console_options)

    desk = _add(commands, "desk", "the console without a screen: JSON lines in and out", _desk, _console_options)
    desk.add_argument("--linger", type=_seconds, default=10.0, metavar="SECONDS", help="wait for the outbox at the end")

    _add(commands, "parse", "listing lines in, what is understood out", _parse)

    draw = _add(commands, "draw", "reckon the record of a draw again", _draw)
    draw.add_argument("record", type=Path, metavar="FILE")

    check = _add(commands, "check", "texts in, what should not go on air out", _check)
    check.add_argument(
        "--data", type=_folder, default=default_data_folder(), metavar="DIR", help="its words.txt counts"
    )

    bulk = _add(commands, "import", "a spreadsheet into the line-up: one JSON line for each row", _import)
    bulk.add_argument("file", type=Path, metavar="FILE", help=".xlsx, .xls, .et, .ods or .csv")
    bulk.add_argument("--photos", type=Path, metavar="DIR", help="pictures named after code or title")
    bulk.add_argument("--dry-run", action="store_true", help="only say what would be made and what is wrong")
    _add_folders(bulk)

    simulator = _add(commands, "simulator", "the bundled platform on a loopback port", _simulator)
    simulator.add_argument("--port", type=int, required=True, help="0 takes any free one")
    simulator.add_argument("--data", type=_folder, required=True, metavar="DIR")
    simulator.add_argument(
        "--rate-limit", type=_whole, default=None, metavar="N", help="calls a second for each method"
    )
    simulator.add_argument("--credentials", type=Path, metavar="FILE", help="use these keys instead of its own")

    rehearse = _add(commands, "rehearse", "a whole show against the bundled platform with invented buyers", _rehearse)
    rehearse.add_argument("--camera", default="synthetic", metavar="SPEC")
    rehearse.add_argument("--camera2", default="", metavar="SPEC")
    rehearse.add_argument("--speed", type=_positive, default=1.0, metavar="X", help="how much faster than life")
    rehearse.add_argument("--minutes", type=_positive, default=1.0, metavar="M")
    rehearse.add_argument("--cut-line", action="store_true", help="no network for the middle third of the show")
    rehearse.add_argument("--screens", type=Path, metavar="DIR", help="write pictures of the window here")
    rehearse.add_argument("--report", type=Path, metavar="FILE", help="write the JSON report here")
    rehearse.add_argument("--data", type=_folder, metavar="DIR", help="a folder of its own; a fresh one when absent")
    rehearse.add_argument("--seat", choices=("anchor", "assistant", "both"), default="assistant")

    _add_camera_commands(commands)

    verify = _add(commands, "verify", "check the books, the pictures, the journal and the backups", _verify)
    _add_folders(verify)

    back_up = _add(commands, "backup", "copy the database into the folder of backups, while no console runs", _backup)
    _add_folders(back_up)

    restore = _add(commands, "restore", "bring the database back from backup and journal", _restore)
    _add_folders(restore)
    restore.add_argument(
        "--from", dest="source", type=Path, metavar="BACKUP", help="this backup instead of the newest sound one"
    )

    _add_lookups(commands)

    _add(commands, "cameras", "the cameras that are plugged in, by the names that --camera takes", _cameras)

    doctor = _add(commands, "doctor", "check this machine", _doctor)
    doctor.add_argument("--data", type=_folder, default=default_data_folder(), metavar="DIR")
    doctor.add_argument("--camera", default="", metavar="SPEC")
    doctor.add_argument("--platform-url", default="", metavar="URL")
    return parser


def _add_lookups(commands: Any) -> None:
    """What looks up what was, also while a console runs."""
    proof = _add(commands, "proof", "the picture of a sale, or of an item put on air", _proof)
    proof.add_argument("--data", type=_folder, default=default_data_folder(), metavar="DIR")
    proof.add_argument("--sale", default="", metavar="ID", help="of the sale, or of the platform's order")
    proof.add_argument("--number", type=_whole, metavar="N", help="what the anchor called the item")
    proof.add_argument("--since", type=_moment, metavar="TIME", help='"2026-11-22", "2026-11-22 21:30" or "21:30"')
    proof.add_argument("--until", type=_moment_end, metavar="TIME")

    summary = _add(commands, "summary", "what a show came to: figures, by item, minute by minute", _summary)
    summary.add_argument("--data", type=_folder, default=default_data_folder(), metavar="DIR")
    summary.add_argument("--show", default="", metavar="ID", help="default: the newest that was live")
    summary.add_argument("--list", action="store_true", help="one line for each show instead")


def _add_camera_commands(commands: Any) -> None:
    """What looks at a camera, file or stream without a console."""
    watch = _add(commands, "watch", "what happens to a camera, file or stream, line by line", _watch)
    watch.add_argument("--camera", default="", metavar="SPEC")
    watch.add_argument("--seconds", type=_seconds, metavar="N", help="default: until it is over or interrupted")

    shutter = _add(commands, "snap", "one snap of a source without a screen: four pictures and a JSON object", _snap)
    shutter.add_argument("--camera", default="", metavar="SPEC")
    shutter.add_argument("--at", required=True, metavar="SECONDS", help="when the key is pressed")
    shutter.add_argument("--out", type=_folder, required=True, metavar="DIR")


def _add(
    commands: Any, name: str, words: str, run: Callable[[argparse.Namespace], int], *more: Callable[[Any], None]
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    command.add_argument("--lang", choices=LANGUAGES, help="default: what was chosen, else the system's")
    command.set_defaults(run=run)
    for add in more:
        add(command)
    return command


def _add_folders(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", type=_folder, metavar="DIR", help="default: the user's data folder for Kaibo")
    command.add_argument("--journal", type=Path, metavar="DIR", help="the second copy; default: beside --data")
    command.add_argument("--backups", type=Path, metavar="DIR", help="default: inside --data")


def _console_options(command: argparse.ArgumentParser) -> None:
    _add_folders(command)
    command.add_argument(
        "--camera", default="", metavar="SPEC", help="device index, device:NAME, path, URL or synthetic"
    )
    command.add_argument("--camera2", default="", metavar="SPEC", help="a second source, switched to by key")
    command.add_argument("--platform", choices=("simulator", "kuaishou"), help="default: as chosen, else simulator")
    command.add_argument("--platform-url", type=_address, default="", metavar="URL")
    command.add_argument(
        "--seat", choices=("anchor", "assistant", "both"), default="", help="default: what was open last"
    )
    command.add_argument("--credentials", type=Path, metavar="FILE")


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < 10_000:
        raise argparse.ArgumentTypeError("must be above 0 and below 10,000")
    return value


def _address(text: str) -> str:
    """An http or https address, or nothing."""
    try:
        parts = urlsplit(text)
        fine = not text or (parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0)
    except ValueError:
        fine = False
    if not fine:
        raise argparse.ArgumentTypeError(f"not an http address: {text}")
    return text


def _folder(text: str) -> Path:
    if not text.strip():
        raise argparse.ArgumentTypeError("a folder has a name")
    return Path(text)


def _whole(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 86_400:
        raise argparse.ArgumentTypeError("must be between 0 and 86,400")
    return value


def _moment(text: str) -> int:
    from console.proof.lookup import moment_ms

    return moment_ms(text)


def _moment_end(text: str) -> int:
    from console.proof.lookup import moment_ms

    return moment_ms(text, end=True)


def _options(args: argparse.Namespace) -> Options:
    return Options(
        **_folders(args),
        camera=args.camera,
        camera2=args.camera2,
        platform=args.platform or "simulator",
        platform_url=args.platform_url,
        credentials=args.credentials,
        seat=getattr(args, "seat", "assistant"),
        lang=args.lang,
        lang_said=args.lang_said,
    )


def _folders(args: argparse.Namespace) -> dict[str, Any]:
    data = args.data or default_data_folder(getattr(args, "platform", None) or "simulator")
    chosen = {"data": data, "journal": args.journal, "backups": args.backups}
    return {name: None if path is None else path.expanduser().absolute() for name, path in chosen.items()}


def _console(args: argparse.Namespace) -> int:
    if not _has_display():
        said = {
            "zh_CN": "这台电脑没有显示器，打不开窗口；试试 make rehearse，它不需要显示器。",
            "en": "There is no display, so the window cannot open; try make rehearse, which needs none.",
        }
        print(said[args.lang], file=sys.stderr)
        return 1
    from console.starting import read_start
    from ui.run import run_window

    starting = read_start()
    args.platform = args.platform or starting.shop
    args.data = args.data or starting.folder(args.platform)
    if args.platform == "kuaishou" and args.credentials is None and starting.keys_file:
        args.credentials = Path(starting.keys_file)
    practice = args.platform == "simulator" and not args.platform_url
    return run_window(dataclasses.replace(_options(args), rehearsal=practice))


def _desk(args: argparse.Namespace) -> int:
    from console import script

    _name_devices(args.camera or "device:", args.camera2 or "device:")  # one chosen before may be named
    try:
        asyncio.run(script.run(_options(args), args.linger, sys.stdin.buffer, sys.stdout, sys.stderr))
    except KaiboError as error:
        shown = error.shown(args.lang)
        print(json.dumps({"ok": False, "error": {"title": shown.title, "advice": shown.advice}}, ensure_ascii=False))
        raise
    return 0


def _parse(args: argparse.Namespace) -> int:
    from console.listing.line import read, to_json

    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", errors="replace").rstrip("\r\n")
        print(json.dumps(to_json(read(line), args.lang), ensure_ascii=False), flush=True)
    return 0


def _draw(args: argparse.Namespace) -> int:
    from console import draws

    record = draws.from_file(args.record)
    wrong = draws.check(record)
    told = {"ok": False, "wrong": wrong} if wrong else {"ok": True, "winners": record["winners"]}
    print(json.dumps(told, ensure_ascii=False))
    return 1 if wrong else 0


def _check(args: argparse.Namespace) -> int:
    from console.words import lines

    lines.run(sys.stdin.buffer, sys.stdout, sys.stderr, args.lang, args.data.expanduser().absolute())
    return 0


def _import(args: argparse.Namespace) -> int:
    from console.bulk import command

    options = Options(**_folders(args), lang=args.lang)
    asyncio.run(command.run(options, args.file, args.photos, sys.stdout, sys.stderr, dry=args.dry_run))
    return 0


def _simulator(args: argparse.Namespace) -> int:
    from console.platforms.simulator import serve

    asyncio.run(serve(port=args.port, data=args.data, rate_limit=args.rate_limit, credentials=args.credentials))
    return 0


def _tell(line: str) -> None:
    """Words for people, beside the answers for programs."""
    print(line, file=sys.stderr, flush=True)


def _rehearse(args: argparse.Namespace) -> int:
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
            print(json.dumps(report, ensure_ascii=False, indent=2), flush=True)
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
        print(json.dumps({"error": {"title": shown.title, "advice": shown.advice}}, ensure_ascii=False))
        raise
    print(json.dumps(told, ensure_ascii=False))
    return 0


def _verify(args: argparse.Namespace) -> int:
    from console import recovery

    options = Options(**_folders(args), lang=args.lang)
    started, found = time.monotonic(), {"note": 0, "fault": 0}
    for each in recovery.verify(options, lambda words: print(words.said(args.lang), file=sys.stderr)):
        found[each.level] += 1
        told = {"check": each.check, "level": each.level, "what": each.what, "words": each.words.said(args.lang)}
        print(json.dumps(told, ensure_ascii=False), flush=True)
    ok = not found["fault"]
    summary = {"ok": ok, "faults": found["fault"], "notes": found["note"]}
    print(json.dumps({**summary, "seconds": round(time.monotonic() - started, 3)}))
    return 0 if ok else 1


def _backup(args: argparse.Namespace) -> int:
    from console import copying

    options = Options(**_folders(args), lang=args.lang)
    with _stopped_in_order(args.lang):
        done = copying.back_up(options, lambda words: print(words.said(args.lang), file=sys.stderr, flush=True))
    print(json.dumps({"ok": True, **dataclasses.asdict(done), "path": str(done.path)}, ensure_ascii=False))
    return 0


def _restore(args: argparse.Namespace) -> int:
    from console import restoring

    options = Options(**_folders(args), lang=args.lang)
    try:
        with _stopped_in_order(args.lang):
            done = restoring.restore(
                options, args.source, lambda words: print(words.said(args.lang), file=sys.stderr, flush=True)
            )
    except KaiboError as error:
        shown = error.shown(args.lang)
        print(json.dumps({"ok": False, "error": {"title": shown.title, "advice": shown.advice}}, ensure_ascii=False))
        raise
    print(json.dumps({"ok": True, **dataclasses.asdict(done)}, ensure_ascii=False))
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
    for line in lines(args.data.expanduser().absolute(), args.sale, args.number, args.since, args.until):
        print(line)
        found = True
    if not found:
        said = {"zh_CN": "没有留存这样的画面。", "en": "No such picture was kept."}
        print(said[args.lang], file=sys.stderr)
    return 0 if found else 1


def _summary(args: argparse.Namespace) -> int:
    from console import summary

    for line in summary.lines(args.data.expanduser().absolute(), args.show, every=args.list):
        print(line)
    return 0


def _cameras(args: argparse.Namespace) -> int:
    from console.camera.devices import WANTED, choose_format
    from console.camera.plugged import here

    _name_devices("device:", always=True)
    for device in here.devices():
        wish = choose_format(device.formats) or WANTED
        told = {"camera": f"device:{device.id}", "name": device.name, "opens": device.opens, "asked": str(wish)}
        print(json.dumps({**told, "formats": [str(each) for each in device.formats]}, ensure_ascii=False))
    if not here.devices():
        print({"zh_CN": "没有插着摄像头", "en": "No camera is plugged in"}[args.lang], file=sys.stderr)
    return 0


def _name_devices(*specs: str, always: bool = False) -> None:
    """Without a window, learn the names of cameras where the system itself does not tell the console (not Linux)."""
    named = any(spec.strip().lower().startswith("device:") for spec in specs)
    if always or (named and sys.platform in ("win32", "darwin")):
        from ui.devices import watch_devices

        watch_devices()


def _doctor(args: argparse.Namespace) -> int:
    from console import doctor
    from console.diagnostics import log_to

    log_to(sys.stderr)
    _name_devices(args.camera)
    return asyncio.run(
        doctor.run(args.data.expanduser().absolute(), args.camera, args.platform_url, args.lang, sys.stdout)
    )


def _has_display() -> bool:
    """Windows and macOS always have one; elsewhere somebody must have said so."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM"))


def _leave(code: int) -> NoReturn:
    """End the process, also when a camera driver never came back.

    WORKAROUND https://github.com/python/cpython/issues/87135: a daemon thread that wakes inside C++ while
    the interpreter takes itself apart aborts the process. Everything of ours is closed by now.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    if any(thread.daemon for thread in threading.enumerate()):
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    _leave(main())
