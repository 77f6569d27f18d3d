"""Checks this machine before a show: one line for each part, and what to do about it.

Nothing is changed, and no shop is called unless one is named. A line that begins with ✕ blocks what
was asked for; one with ! can wait.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from console.camera.devices import shortfall
from console.camera.feed import CameraFeed
from console.camera.plugged import here
from console.errors import KaiboError, Text
from console.facts import Camera, CameraStatus
from console.reading import ocr
from console.store import folder

OLDEST_SQLITE = (3, 37, 0)
"""STRICT tables; https://sqlite.org/stricttables.html"""
BLOCKING_FREE_BYTES = 200 * 1024**2
COMFORTABLE_FREE_BYTES = 5 * 1024**3
CAMERA_WITHIN_S = 35.0
"""Longer than a source may take until it counts as silent, which decides it before."""


@dataclass(frozen=True)
class Finding:
    """One line: "✓", "!" or "✕", what was found, and what to do."""

    mark: str
    what: Text
    todo: Text | None = None


async def run(data: Path, camera: str, platform_url: str, lang: str, out: TextIO) -> int:
    """Print every finding as it is made; returns 1 when something blocks, else 0."""
    blocked = False
    async for finding in _findings(data, camera, platform_url):
        todo = "" if finding.todo is None else f" → {finding.todo.said(lang)}"
        out.write(f"{finding.mark} {finding.what.said(lang)}{todo}\n")
        out.flush()
        blocked = blocked or finding.mark == "✕"
    return int(blocked)


async def _findings(data: Path, camera: str, platform_url: str) -> AsyncIterator[Finding]:
    yield _sqlite()
    for finding in await asyncio.to_thread(_data_folder, data):
        yield finding
    yield await asyncio.to_thread(_fonts)
    yield _display()
    yield _labels()
    yield await _camera(camera)
    yield await _platform(platform_url)


def _sqlite() -> Finding:
    what = Text(f"SQLite {sqlite3.sqlite_version}", f"SQLite {sqlite3.sqlite_version}")
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return Finding(
            "✕", what, Text("需要 3.37 以上：换新一点的 Python", "3.37 or newer is needed: use a newer Python")
        )
    return Finding("✓", what)


def _data_folder(data: Path) -> list[Finding]:
    try:
        folder.hold(data).release()
    except KaiboError as error:
        zh, en = error.shown("zh_CN"), error.shown("en")
        return [Finding("✕", Text(zh.title, en.title), Text(zh.advice, en.advice))]
    free = shutil.disk_usage(data).free
    size = f"{free / 1024**3:.1f} GB"
    what = Text(f"数据文件夹 {data}，剩余 {size}", f"data folder {data}, {size} free")
    if free < BLOCKING_FREE_BYTES:
        found = Finding("✕", what, Text("先腾出空间", "free some space first"))
    elif free < COMFORTABLE_FREE_BYTES:
        found = Finding(
            "!", what, Text("一场直播的照片约 1 GB，最好腾出一些", "a show's pictures take about 1 GB; free some")
        )
    else:
        found = Finding("✓", what)
    return [found, _commit_time(data)]


def _commit_time(data: Path) -> Finding:
    """What one flushed write costs here: it is what "saved" means."""
    probe = data / "doctor.probe"
    started = time.perf_counter()
    try:
        with probe.open("wb") as file:
            for _ in range(5):
                file.write(b"x" * 4096)
                file.flush()
                os.fsync(file.fileno())
        ms = (time.perf_counter() - started) * 200
    finally:
        probe.unlink(missing_ok=True)
    what = Text(f"写盘确认 {ms:.1f} 毫秒一次", f"a flushed write takes {ms:.1f} ms")
    if ms > 100:
        return Finding("!", what, Text("磁盘很慢：换本机固态硬盘", "the disk is slow: use a local SSD"))
    return Finding("✓", what)


def _fonts() -> Finding:
    if sys.platform in ("win32", "darwin"):
        return Finding("✓", Text("中文字体由系统提供", "Chinese fonts come with the system"))
    try:
        listed = subprocess.run(
            ["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, timeout=10, check=False
        )
        names = sorted({line.split(",")[0].strip() for line in listed.stdout.splitlines() if line.strip()})
    except (OSError, subprocess.TimeoutExpired):
        names = []
    if not names:
        todo = Text("安装 fonts-noto-cjk（make setup 会装）", "install fonts-noto-cjk (make setup does)")
        return Finding("!", Text("没有中文字体，字会变成方块", "no Chinese font: text shows as boxes"), todo)
    return Finding(
        "✓", Text(f"中文字体 {names[0]} 等 {len(names)} 种", f"Chinese fonts: {names[0]} and {len(names) - 1} more")
    )


def _labels() -> Finding:
    lack = ocr.missing()
    if lack is None:
        return Finding("✓", Text("价签可以识别", "price tags can be read"))
    what = Text(f"价签不能自动识别（缺 {lack}）", f"price tags are not read ({lack} is missing)")
    return Finding("!", what, Text("想要就运行 make ocr；不装一切照常", "run make ocr if you want it; all else works"))


def _display() -> Finding:
    if sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return Finding("✓", Text("有显示器", "a display"))
    todo = Text("窗口打不开；make rehearse 和 desk 照常可用", "no window; make rehearse and desk work all the same")
    return Finding("!", Text("没有显示器", "no display"), todo)


async def _camera(spec: str) -> Finding:
    """Open the source for real and look at its first seconds."""
    feed = CameraFeed()
    last: list[tuple[Camera, KaiboError | None]] = []
    feed.on_change = lambda camera, error: last.append((camera, error))
    try:
        feed.start(spec)
        deadline = time.monotonic() + CAMERA_WITHIN_S
        while time.monotonic() < deadline and not _decided(feed, last):  # noqa: ASYNC110 - frames are polled, not told
            await asyncio.sleep(0.05)
        frames = feed.last_second()
    except KaiboError as error:
        return _camera_fault(error)
    finally:
        await asyncio.to_thread(feed.stop)
    camera, fault = last[-1] if last else (Camera(), None)
    if fault is not None:
        return _camera_fault(fault)
    size = f"{camera.width}x{camera.height}"
    if camera.status is CameraStatus.SUBSTITUTE:
        todo = Text("接上摄像头，或用 --camera 指定", "plug one in, or name it with --camera")
        return Finding("!", Text("没有摄像头，先用模拟画面", "no camera; the synthetic studio stands in"), todo)
    if not frames:
        return Finding("✕", Text(f"摄像头 {camera.spec} 没有画面", f"camera {camera.spec}: no picture"), _CAMERA_TODO)
    what = Text(f"摄像头 {camera.spec} {size}", f"camera {camera.spec} {size}")
    asked = await asyncio.to_thread(here.asked, spec)
    short = shortfall(asked, camera.width, camera.height, camera.fps)
    return Finding("✓", what) if short is None else Finding("!", what, short)


_CAMERA_TODO = Text("检查插头、镜头盖和别的软件", "check plug, lens cap and other programs")


def _decided(feed: CameraFeed, last: list[tuple[Camera, KaiboError | None]]) -> bool:
    if not last:
        return False
    camera, error = last[-1]
    failed = error is not None or camera.status is CameraStatus.FAILED
    return failed or (camera.status in (CameraStatus.LIVE, CameraStatus.SUBSTITUTE) and bool(feed.last_second()))


def _camera_fault(error: KaiboError) -> Finding:
    zh, en = error.shown("zh_CN"), error.shown("en")
    return Finding("✕", Text(zh.title, en.title), Text(zh.advice, en.advice))


async def _platform(url: str) -> Finding:
    """The bundled platform needs no line; a named one must answer an HTTP request."""
    if not url:
        return Finding("✓", Text("自带平台（彩排用），不需要网络", "the bundled platform needs no network"))
    import httpx

    host = urlsplit(url).hostname or ""
    todo = Text("检查网络和地址；卖货不受影响，会存在本机", "check line and address; selling goes on and waits here")
    try:
        async with httpx.AsyncClient(timeout=8, trust_env=host not in ("127.0.0.1", "localhost", "::1")) as client:
            started = time.perf_counter()
            await client.get(url)
            ms = (time.perf_counter() - started) * 1000
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        kind = type(error).__name__
        return Finding("✕", Text(f"连不上平台 {url}（{kind}）", f"the platform {url} cannot be reached ({kind})"), todo)
    return Finding("✓", Text(f"平台 {url} 有回应，{ms:.0f} 毫秒", f"the platform {url} answers in {ms:.0f} ms"))
