"""Why a source did not open, or broke off: the words that help most, from what can be known beside opening it.

OpenCV says yes or no. Linux shows its cameras as files, so there a missing one, a forbidden one and one that
another program holds can be told apart; elsewhere the words name all three.
"""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from console.camera import devices
from console.camera.errors import (
    CameraBusy,
    CameraForbidden,
    CameraLost,
    CameraUnavailable,
    DeviceMissing,
    NoFilm,
    NothingThere,
    StreamLost,
    StreamRefused,
    StreamUnavailable,
)
from console.camera.source import Spec, SpecKind

if TYPE_CHECKING:
    from console.camera.plugged import Plugged


_KNOCKS_S = 1.0
_NOBODY = (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.EADDRNOTAVAIL)


def is_refusal(error: OSError) -> bool:
    """Whether nobody is there who could answer, rather than somebody who is slow or says nothing."""
    return isinstance(error, ConnectionRefusedError | socket.gaierror) or error.errno in _NOBODY


def nobody_there(address: str, port: int) -> bool:
    """Whether nobody answers at the host of `address`; `port`: where it names none. A second at most."""
    try:
        parts = urlsplit(address)
        with socket.create_connection((parts.hostname or "", parts.port or port), _KNOCKS_S):
            return False
    except ValueError:
        return False
    except OSError as error:
        return is_refusal(error)


def not_opened(error: CameraUnavailable, spec: Spec, *, seen: bool, machine: Plugged) -> CameraUnavailable:
    """The error for a source that did not open. `error`: what it said; `seen`: it gave pictures before."""
    shown = spec.shown
    if isinstance(error, DeviceMissing | StreamRefused) and seen:
        return StreamLost(spec=shown) if isinstance(error, StreamRefused) else CameraLost(spec=shown)
    if type(error) is not CameraUnavailable:
        return error  # it knows better
    match spec.kind:
        case SpecKind.FILE:
            return NoFilm(spec=shown)
        case SpecKind.URL:
            return StreamLost(spec=shown) if seen else StreamUnavailable(spec=shown)
        case SpecKind.DEVICE | SpecKind.NAMED:
            return _device(error, spec, machine, seen=seen)
        case _:
            return error


def not_understood(error: CameraUnavailable, text: str, *, seen: bool, machine: Plugged) -> CameraUnavailable:
    """The error for a text that names nothing that is there now; a node comes and goes with its device."""
    if text.strip().startswith("/dev/"):
        return not_opened(error, Spec(SpecKind.DEVICE, text.strip()), seen=seen, machine=machine)
    return error if "://" in text else NothingThere(**error.facts)


def broke_off(spec: Spec) -> CameraUnavailable:
    """The error for a source that gave pictures a moment ago and gives none any more."""
    match spec.kind:
        case SpecKind.FILE:
            return NoFilm(spec=spec.shown)
        case SpecKind.URL:
            return StreamLost(spec=spec.shown)
        case _:
            return CameraLost(spec=spec.shown)


def _device(error: CameraUnavailable, spec: Spec, machine: Plugged, *, seen: bool) -> CameraUnavailable:
    """By what the machine lists; where nobody told it (Windows and macOS without a screen) nothing is known."""
    there = machine.devices()
    node = f"/dev/video{spec.text}" if spec.text.isdigit() else spec.text
    known = next((each for each in there if {spec.text, node} & {each.opens, each.id, each.name, *each.known_as}), None)
    path = Path(node if known is None else known.opens)
    if known is None and not path.exists():
        if not machine.knows_all:
            return error
        return CameraLost(spec=spec.shown) if seen else DeviceMissing(spec=spec.shown, there=devices.listed(there))
    if path.exists() and not os.access(path, os.R_OK | os.W_OK):
        return CameraForbidden(spec=spec.shown)
    return CameraBusy(spec=spec.shown)
