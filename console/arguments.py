"""What can be typed behind `main.py`: commands, options and what they accept. What they do is `main.py`'s.

Every command is documented in docs/cli.md; other programs rely on them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from console.config import Options, default_data_folder, default_language
from console.errors import LANGUAGES


def parse(typed: Sequence[str]) -> argparse.Namespace:
    """Understand a command line; without a command it is `console`. Wrong ones end the process with 2, as usual."""
    typed = list(typed)
    if not typed or (typed[0].startswith("-") and typed[0] not in ("-h", "--help")):
        typed.insert(0, "console")
    args = _parser().parse_args(typed)
    args.lang_said = args.lang is not None
    args.lang = args.lang or default_language()
    return args


def options_of(args: argparse.Namespace) -> Options:
    """What was typed for a console or a desk."""
    return Options(
        **folders_of(args),
        camera=args.camera,
        camera2=args.camera2,
        platform=args.platform or "simulator",
        platform_url=args.platform_url,
        credentials=args.credentials,
        seat=getattr(args, "seat", "assistant"),
        lang=args.lang,
        lang_said=args.lang_said,
    )


def data_of(args: argparse.Namespace) -> Path:
    """The data folder that was named, or the usual one."""
    data: Path = args.data or default_data_folder(getattr(args, "platform", None) or "simulator")
    return data.expanduser().absolute()


def folders_of(args: argparse.Namespace) -> dict[str, Any]:
    """Data, journal and backups as fields of `Options`, with the default data folder where none was named."""
    chosen = {"journal": args.journal, "backups": args.backups}
    others = {name: None if path is None else path.expanduser().absolute() for name, path in chosen.items()}
    return {"data": data_of(args), **others}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="main.py", description="Kaibo 开播: a live-selling console")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    _add(commands, "console", "the window (the default)", _console_options)

    desk = _add(commands, "desk", "the console without a screen: JSON lines in and out", _console_options)
    desk.add_argument("--linger", type=_seconds, default=10.0, metavar="SECONDS", help="wait for the outbox at the end")

    _add(commands, "parse", "listing lines in, what is understood out")

    draw = _add(commands, "draw", "reckon the record of a draw again")
    draw.add_argument("record", type=Path, metavar="FILE")

    check = _add(commands, "check", "texts in, what should not go on air out")
    check.add_argument("--data", type=_folder, metavar="DIR", help="its words.txt counts")

    bulk = _add(commands, "import", "a spreadsheet into the line-up: one JSON line for each row")
    bulk.add_argument("file", type=Path, metavar="FILE", help=".xlsx, .xls, .et, .ods or .csv")
    bulk.add_argument("--photos", type=Path, metavar="DIR", help="pictures named after code or title")
    bulk.add_argument("--dry-run", action="store_true", help="only say what would be made and what is wrong")
    _add_folders(bulk)

    _add_simulator(commands)
    _add_rehearsal(commands)
    _add_camera_commands(commands)

    verify = _add(commands, "verify", "check the books, the pictures, the journal and the backups")
    _add_folders(verify)

    back_up = _add(commands, "backup", "copy the database into the folder of backups, while no console runs")
    _add_folders(back_up)

    restore = _add(commands, "restore", "bring the database back from backup and journal")
    _add_folders(restore)
    restore.add_argument(
        "--from", dest="source", type=Path, metavar="BACKUP", help="this backup instead of the newest sound one"
    )

    _add_lookups(commands)

    _add(commands, "cameras", "the cameras that are plugged in, by the names that --camera takes")

    doctor = _add(commands, "doctor", "check this machine")
    doctor.add_argument("--data", type=_folder, metavar="DIR")
    doctor.add_argument("--camera", default="", metavar="SPEC")
    doctor.add_argument("--platform-url", default="", metavar="URL")
    return parser


def _add_simulator(commands: Any) -> None:
    """The bundled platform on its own."""
    simulator = _add(commands, "simulator", "the bundled platform on a loopback port")
    simulator.add_argument("--port", type=int, required=True, help="0 takes any free one")
    simulator.add_argument("--data", type=_folder, required=True, metavar="DIR")
    simulator.add_argument(
        "--rate-limit", type=_whole, default=None, metavar="N", help="calls a second for each method"
    )
    simulator.add_argument("--seller", type=_whole, default=None, metavar="N", help="the number of whose shop it is")
    simulator.add_argument("--credentials", type=Path, metavar="FILE", help="use these keys instead of its own")


def _add_rehearsal(commands: Any) -> None:
    """A whole show without people."""
    rehearse = _add(commands, "rehearse", "a whole show against the bundled platform with invented buyers")
    rehearse.add_argument("--camera", default="synthetic", metavar="SPEC")
    rehearse.add_argument("--camera2", default="", metavar="SPEC")
    rehearse.add_argument("--speed", type=_positive, default=1.0, metavar="X", help="how much faster than life")
    rehearse.add_argument("--minutes", type=_positive, default=1.0, metavar="M")
    rehearse.add_argument("--cut-line", action="store_true", help="no network for the middle third of the show")
    rehearse.add_argument("--screens", type=Path, metavar="DIR", help="write pictures of the window here")
    rehearse.add_argument("--report", type=Path, metavar="FILE", help="write the JSON report here")
    rehearse.add_argument("--data", type=_folder, metavar="DIR", help="a folder of its own; a fresh one when absent")
    rehearse.add_argument("--seat", choices=("anchor", "assistant", "both"), default="assistant")


def _add_lookups(commands: Any) -> None:
    """What looks up what was, also while a console runs."""
    proof = _add(commands, "proof", "the picture of a sale, or of an item put on air")
    proof.add_argument("--data", type=_folder, metavar="DIR")
    proof.add_argument("--sale", default="", metavar="ID", help="of the sale, or of the platform's order")
    proof.add_argument("--number", type=_whole, metavar="N", help="what the anchor called the item")
    proof.add_argument("--since", type=_moment, metavar="TIME", help='"2026-11-22", "2026-11-22 21:30" or "21:30"')
    proof.add_argument("--until", type=_moment_end, metavar="TIME")

    summary = _add(commands, "summary", "what a show came to: figures, by item, minute by minute")
    summary.add_argument("--data", type=_folder, metavar="DIR")
    summary.add_argument("--show", default="", metavar="ID", help="default: the newest that was live")
    summary.add_argument("--list", action="store_true", help="one line for each show instead")


def _add_camera_commands(commands: Any) -> None:
    """What looks at a camera, file or stream without a console."""
    watch = _add(commands, "watch", "what happens to a camera, file or stream, line by line")
    watch.add_argument("--camera", default="", metavar="SPEC")
    watch.add_argument("--seconds", type=_seconds, metavar="N", help="default: until it is over or interrupted")

    shutter = _add(commands, "snap", "one snap of a source without a screen: four pictures and a JSON object")
    shutter.add_argument("--camera", default="", metavar="SPEC")
    shutter.add_argument("--at", required=True, metavar="SECONDS", help="when the key is pressed")
    shutter.add_argument("--out", type=_folder, required=True, metavar="DIR")


def _add(commands: Any, name: str, words: str, *more: Callable[[Any], None]) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    command.add_argument("--lang", choices=LANGUAGES, help="default: what was chosen, else the system's")
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
    from urllib.parse import urlsplit  # here: whoever opens the window sees it sooner

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
