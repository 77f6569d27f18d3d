"""What is remembered of the cameras: which source is in which place, and how each is shown.

A view belongs to its source: a camera that hangs on its side hangs there whichever place it is given.
Opening sources is `camera`'s; carrying out what a person wishes is `filming`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec

from console.camera.errors import ViewUnfit
from console.camera.source import mask
from console.camera.view import MOST_ZOOM, TURNS
from console.commands import Command, KeepCamera, KeepView, SetView
from console.errors import Text
from console.events import CameraChosen, Event, ViewSet
from console.facts import View
from console.store import settings
from console.store.database import Db


def name_of(spec: str) -> str:
    """A source as it is remembered: without the secrets of an address."""
    return mask(spec.strip())


def source_in(db: Db, place: int) -> str:
    """The source chosen for a place; "" when none was."""
    return settings.read(db, f"camera {place}")


def view_of(db: Db, spec: str) -> View:
    """How the source `spec` is shown; what cannot be read any more is shown as it comes."""
    kept = settings.read(db, f"view {name_of(spec)}")
    try:
        return fitting(msgspec.json.decode(kept, type=View)) if kept else View()
    except (msgspec.DecodeError, ViewUnfit):
        return View()


def wished(view: View, command: SetView) -> View:
    """`view` with what the command changes. Raises `ViewUnfit`."""
    said = {
        "turn": command.turn,
        "mirror": command.mirror,
        "mirror_photos": command.mirror_photos,
        "upright": command.upright,
        "zoom": command.zoom,
        "x": command.x,
        "y": command.y,
    }
    changed: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    return fitting(replace(view, **changed))


def fitting(view: View) -> View:
    """`view` itself. Raises `ViewUnfit` when no picture can be shown like that."""
    if view.turn not in TURNS:
        raise ViewUnfit(what=Text(f"旋转 {view.turn} 度", f"turned by {view.turn} degrees"))
    if not 1 <= view.zoom <= MOST_ZOOM:
        raise ViewUnfit(what=Text(f"放大 {view.zoom} 倍", f"zoomed {view.zoom} times"))
    if not (0 <= view.x <= 1 and 0 <= view.y <= 1):
        raise ViewUnfit(what=Text(f"中心在 {view.x}, {view.y}", f"with its centre at {view.x}, {view.y}"))
    return view


# --- on the database thread ------------------------------------------------------------------


def keep_view(db: Db, command: KeepView, _now_ms: int) -> ViewSet:
    """Remember how a source is shown."""
    settings.write(db, f"view {command.source}", msgspec.json.encode(command.view).decode())
    return ViewSet(camera=command.camera, view=command.view)


def keep_camera(db: Db, command: KeepCamera, _now_ms: int) -> CameraChosen:
    """Remember which source is in a place."""
    settings.write(db, f"camera {command.camera}", command.source)
    return CameraChosen(camera=command.camera, source=command.source)


OPS: dict[type[Command], Callable[[Db, Any, int], Event]] = {KeepView: keep_view, KeepCamera: keep_camera}
