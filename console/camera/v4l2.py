"""Which cameras Linux knows, read from its own lists: /sys/class/video4linux and /dev/v4l.

Works without a screen. A device's id is its link in /dev/v4l/by-id (model and serial number); where two
of a kind have no serial number their links collide, and the socket (/dev/v4l/by-path) tells them apart;
where there are no links, the node. Formats are not here: Qt reads them where there is a screen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from console.camera.devices import Device


def plugged_in(root: Path = Path("/"), told: Iterable[Device] = ()) -> tuple[Device, ...]:
    """Every camera below `root` in the order of its nodes, with the formats of those that Qt `told` (by node)."""
    formats = {device.id: device.formats for device in told}
    nodes = sorted((root / "sys/class/video4linux").glob("video*"), key=lambda node: _number(node.name))
    cameras = [node.name for node in nodes if f"/dev/{node.name}" in formats or _is_first(node)]
    names = {node.name: _line(node / "name") or node.name for node in nodes}
    by_id, by_path = _links(root, "by-id"), _links(root, "by-path")
    kinds = Counter(names[camera] for camera in cameras)
    linked = Counter(names[camera] for camera in cameras if camera in by_id)
    devices = []
    for camera in cameras:
        node = f"/dev/{camera}"
        colliding = linked[names[camera]] < kinds[names[camera]]  # the link goes to whichever came last
        links = [by_path.get(camera), None if colliding else by_id.get(camera)]
        known = [link for link in links if link is not None] + [node]
        stable = links[1] or links[0] or node
        others = tuple(name for name in known if name != stable)
        device = Device(stable, names[camera], node, formats.get(node, ()), others)
        devices.append(replace(device, known_as=(*others, *(Path(link).name for link in known if link != node))))
    return tuple(devices)


def _number(name: str) -> int:
    digits = re.sub(r"\D", "", name)
    return int(digits) if digits else 0


def _is_first(node: Path) -> bool:
    """The first node of a device has the picture; webcams keep their metadata in a second one."""
    return _line(node / "index") in ("", "0")


def _line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:  # unplugged while we look
        return ""


def _links(root: Path, kind: str) -> dict[str, str]:
    """Node name to the link that leads to it."""
    found: dict[str, str] = {}
    try:
        links = sorted((root / "dev/v4l" / kind).iterdir())
    except OSError:  # a machine without udev, or without cameras
        return {}
    for link in links:
        try:
            node = link.readlink().name
        except OSError:
            continue
        found.setdefault(node, f"/dev/v4l/{kind}/{link.name}")
    return found
