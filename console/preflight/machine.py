"""What is looked at on this machine: camera, microphone, room on the disk, the clock. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from console.errors import Text
from console.facts import (
    CameraStatus,
    CameraTrouble,
)
from console.preflight.finding import Finding, Level
from console.state import ShowState
from console.store.disk import NO_SNAPS_BELOW_BYTES, WARN_BELOW_BYTES

MICROPHONE = "microphone"
BLOCK_BELOW_BYTES = 64 * 1024**2
"""Below it not even the reserve of the database fits."""
SKEW_S = 5.0
"""A planned show or flash sale this much off is noticed; the platform stamps its own times on orders."""
SILENT_DB, QUIET_DB = -60.0, -40.0
"""dBFS, RMS of a tenth of a second. Broadcast speech lies about -23 (EBU R 128); -60 is the noise of a room."""
LISTEN_S = 1.5
"""So long is listened before silence is called silence."""


@dataclass(frozen=True)
class Machine:
    """What only this machine knows. None is: not known."""

    free_bytes: int | None = None
    skew_s: float | None = None
    """How far this machine's clock is ahead of the platform's; negative: behind."""
    calls_per_day: int | None = None


@dataclass(frozen=True)
class Microphone:
    """What was heard in the last seconds. `name` is empty where there is no microphone."""

    name: str = ""
    level_db: float | None = None
    """The loudest tenth of a second, dBFS; None before the first samples."""
    clipped: bool = False
    heard_s: float = 0.0


_TROUBLES = {
    CameraTrouble.STALLED: Text("摄像头没有新画面", "The camera sends no new picture"),
    CameraTrouble.FROZEN: Text("画面定住了", "The picture is frozen"),
    CameraTrouble.BLACK: Text("画面是黑的", "The picture is black"),
}
_PLUG = Text("检查插头、镜头盖和别的软件", "Check plug, lens cap and other programs")


def camera(state: ShowState) -> Finding:  # noqa: PLR0911 - one return for each state reads best
    """How the picture comes."""
    camera, health = state.camera, state.camera_health
    if camera.status is CameraStatus.OPENING:
        return Finding("camera", Level.UNKNOWN, Text("正在打开摄像头", "The camera is being opened"))
    if camera.status in (CameraStatus.FAILED, CameraStatus.CLOSED):
        what = Text("摄像头打不开", "The camera does not open")
        return Finding("camera", Level.WARN, what, _PLUG, "camera")
    if camera.status is CameraStatus.SUBSTITUTE:
        what = Text("没有摄像头，是模拟画面", "No camera: the synthetic studio stands in")
        if state.rehearsal:
            return Finding("camera", Level.OK, what)
        todo = Text("插上摄像头，或换一个", "Plug one in, or choose another")
        return Finding("camera", Level.WARN, what, todo, "camera")
    if camera.trouble is not None:
        return Finding("camera", Level.WARN, _TROUBLES[camera.trouble], _PLUG, "camera")
    if camera.fps <= 0:
        return Finding("camera", Level.UNKNOWN, Text("等第一帧画面", "Waiting for the first picture"))
    rate = f"{camera.fps:.0f}"
    if health.strain is not None:
        what = Text(f"画面不匀，每秒 {rate} 帧", f"The picture is uneven, {rate} frames a second")
        todo = Text("关掉别的软件，或换个接口", "Close other programs, or use another socket")
        return Finding("camera", Level.WARN, what, todo, "camera")
    size = f"{camera.width}×{camera.height}"
    return Finding(
        "camera", Level.OK, Text(f"画面正常，{size}，每秒 {rate} 帧", f"Picture fine, {size}, {rate} frames a second")
    )


def microphone(heard: Microphone | None) -> Finding:  # noqa: PLR0911 - as above
    """The line of the microphone alone: it changes while somebody speaks."""
    if heard is None:
        return Finding(MICROPHONE, Level.UNKNOWN, Text("正在找麦克风", "Looking for the microphone"))
    if not heard.name:
        what = Text("没有麦克风", "No microphone")
        return Finding(
            "microphone",
            Level.WARN,
            what,
            Text("插上麦克风；手机收音的可以不管", "Plug one in; leave it if a phone takes the sound"),
        )
    if heard.level_db is None or (heard.heard_s < LISTEN_S and heard.level_db < QUIET_DB):
        return Finding(MICROPHONE, Level.UNKNOWN, Text(f"{heard.name}：说句话试试", f"{heard.name}: say something"))
    level = f"{heard.level_db:.0f} dB"
    if heard.clipped:
        what = Text(f"麦克风太响，会破音（{level}）", f"The microphone is too loud and distorts ({level})")
        return Finding(
            "microphone", Level.WARN, what, Text("调低增益，或离远一点", "Turn the gain down, or stand back")
        )
    if heard.level_db < SILENT_DB:
        what = Text(f"麦克风没有声音：{heard.name}", f"Nothing is heard: {heard.name}")
        return Finding(
            "microphone",
            Level.WARN,
            what,
            Text("看静音开关和电池，再说句话", "Look at mute switch and battery, then speak"),
        )
    if heard.level_db < QUIET_DB:
        what = Text(f"麦克风声音小（{level}）：{heard.name}", f"The microphone is faint ({level}): {heard.name}")
        return Finding(MICROPHONE, Level.WARN, what, Text("靠近一点，或调高增益", "Come closer, or turn the gain up"))
    return Finding(
        "microphone",
        Level.OK,
        Text(f"麦克风有声音（{level}）：{heard.name}", f"The microphone works ({level}): {heard.name}"),
    )


def disk(machine: Machine | None) -> Finding:
    """What still fits; only a full disk makes a show impossible."""
    if machine is None or machine.free_bytes is None:
        return Finding("disk", Level.UNKNOWN, Text("正在看磁盘", "Looking at the disk"))
    free = machine.free_bytes
    size = f"{free / 1024**3:.1f} GB" if free >= 1024**3 else f"{free // 1024**2} MB"
    what = Text(f"磁盘还有 {size}", f"{size} free on the disk")
    if free < BLOCK_BELOW_BYTES:
        return Finding(
            "disk",
            Level.BLOCK,
            what,
            Text("满了：成交存不下，先腾出空间", "Full: sales cannot be saved; free some space"),
        )
    if free < NO_SNAPS_BELOW_BYTES:
        return Finding(
            "disk", Level.WARN, what, Text("拍不了照片，先腾出空间", "No photos can be taken; free some space")
        )
    if free < WARN_BELOW_BYTES:
        return Finding(
            "disk",
            Level.WARN,
            what,
            Text("一场的照片约 1 GB，最好腾出一些", "A show's pictures take about 1 GB; free some"),
        )
    return Finding("disk", Level.OK, what)


def clock(machine: Machine | None, *, rehearsal: bool) -> Finding:
    """Whether this clock is the platform's."""
    if rehearsal and machine is not None and machine.skew_s is None:  # the bundled platform has no clock of its own
        return Finding("clock", Level.OK, Text("彩排用这台电脑的时间", "A rehearsal goes by this computer's clock"))
    if machine is None or machine.skew_s is None:
        return Finding("clock", Level.UNKNOWN, Text("还没听到平台的时间", "The platform's time was not heard yet"))
    off = abs(machine.skew_s)
    if off <= SKEW_S:
        return Finding("clock", Level.OK, Text("电脑时间和平台一致", "This clock agrees with the platform's"))
    said = f"{off:.0f}"
    what = (
        Text(f"电脑时间快了 {said} 秒", f"This clock is {said} s ahead")
        if machine.skew_s > 0
        else Text(f"电脑时间慢了 {said} 秒", f"This clock is {said} s behind")
    )
    return Finding(
        "clock", Level.WARN, what, Text("在系统设置里打开自动校时", "Let the system set its clock by itself")
    )
