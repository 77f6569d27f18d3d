"""What a seller is shown when there is no picture, or none that viewers should see.

Why a source did not open is found out in `refusal`, what is wrong with its pictures in `watchdog`.
"""

from __future__ import annotations

from typing import ClassVar

from console.errors import InputError, KaiboError, Shown, Text


class CameraError(KaiboError):
    """The camera cannot be read. The show goes on without it."""

    meanwhile: ClassVar[Text] = Text("", "")
    """What a running console does about it by itself, after `advice`; a command that looks once does not."""

    def while_running(self, lang: str = "zh_CN") -> Shown:
        """The card for this error where it is tried again."""
        shown = self.shown(lang)
        meanwhile = self.meanwhile.said(lang)
        if not meanwhile:
            return shown
        return Shown(shown.title, shown.advice + ("；" if lang.startswith("zh") else "; ") + meanwhile)


class CameraUnavailable(CameraError):
    title = Text("打不开摄像头：{spec}", "The camera does not open: {spec}")
    advice = Text(
        "检查插头、是否被别的软件占用、地址是否写对；其他功能照常",
        "Check the plug, other programs using it, and the address; everything else goes on",
    )


class DeviceMissing(CameraUnavailable):
    title = Text("没有插着这个摄像头：{spec}", "No such camera is plugged in: {spec}")
    advice = Text("插上它；现在有：{there}", "Plug it in; there is now: {there}")
    meanwhile = Text("插上就会自己出来", "it comes by itself")


class DeviceAmbiguous(CameraUnavailable):
    title = Text("有 {count} 个摄像头都叫 {spec}", "{count} cameras are called {spec}")
    advice = Text("写清楚是哪一个：{there}", "Say which one: {there}")


class NoSuchCamera(CameraError):
    title = Text("没有 {place} 号机位", "There is no camera {place}")
    advice = Text(
        "启动时加 --camera2，或在画面上点右键选一个；现在的画面照常",
        "Start with --camera2, or choose one in the picture's menu; the picture stays as it is",
    )


class ViewUnfit(InputError):
    title = Text("画面不能这样调：{what}", "The picture cannot be shown like that: {what}")
    advice = Text(
        "旋转 0、90、180 或 270 度，放大 1 到 4 倍，中心在 0 到 1 之间",
        "Turn by 0, 90, 180 or 270 degrees, zoom 1 to 4 times, a centre between 0 and 1",
    )


class CameraBusy(CameraUnavailable):
    title = Text("摄像头被别的软件占用：{spec}", "Another program holds the camera: {spec}")
    advice = Text(
        "关掉正在用它的软件（会议、直播伴侣、相机）",
        "Close the program that uses it (meeting, streaming, camera app)",
    )
    meanwhile = Text("会自动重新打开", "it reopens by itself")


class CameraForbidden(CameraUnavailable):
    title = Text("系统不允许使用这个摄像头：{spec}", "The system does not let us use this camera: {spec}")
    advice = Text(
        "在系统的隐私设置里允许；Linux 上把用户加进 video 组，再重新登录",
        "Allow it in the privacy settings; on Linux add the user to the video group and log in again",
    )


class CameraLost(CameraUnavailable):
    title = Text("摄像头断开了：{spec}", "The camera was disconnected: {spec}")
    advice = Text("插好插头", "Check the plug")
    meanwhile = Text("会自动重新打开，卖货照常", "it reopens by itself, and selling goes on")


class StreamUnavailable(CameraUnavailable):
    title = Text("连不上这个画面地址：{spec}", "This address gives no picture: {spec}")
    advice = Text(
        "检查手机上的推流软件、网络和地址",
        "Check the phone's camera app, the network and the address",
    )
    meanwhile = Text("正在自动重试", "it is tried again by itself")


class StreamRefused(StreamUnavailable):
    title = Text("这个地址没有人应答：{spec}", "Nobody answers at this address: {spec}")
    advice = Text(
        "看看手机上的软件开了没有、端口写对没有、手机和电脑是不是同一个网络",
        "See that the phone's camera app runs, that the port is right, and both are in one network",
    )


class StreamLocked(StreamUnavailable):
    title = Text("这个地址要密码，或密码不对：{spec}", "This address wants a password, or another one: {spec}")
    advice = Text(
        "把用户和密码写进网址，在 // 后面：用户:密码@地址；屏幕和日志里不会显示",
        "Write user and password into it after the //: user:password@address; neither screens nor logs show them",
    )
    meanwhile = Text("", "")


class StreamLost(CameraUnavailable):
    title = Text("画面的线路断了：{spec}", "The stream broke off: {spec}")
    advice = Text(
        "检查手机是否锁屏、网络是否断开",
        "See whether the phone is locked or the network gone",
    )
    meanwhile = Text("正在自动重连，卖货照常", "it reconnects by itself, and selling goes on")


class CameraSilent(CameraUnavailable):
    title = Text("等了 5 秒还没有画面：{spec}", "No picture after five seconds: {spec}")
    advice = Text(
        "检查地址和网络，手机或摄像头是不是真的在拍",
        "Check address and network, and whether the phone or camera is really filming",
    )
    meanwhile = Text("来了画面会自动出现", "the picture appears by itself")


class CameraStuck(CameraUnavailable):
    title = Text("摄像头没有反应：{spec}", "The camera does not respond: {spec}")
    advice = Text(
        "拔下重插；还不行就换一个接口",
        "Unplug it and plug it in again; if that does not help, use another port",
    )
    meanwhile = Text("正在自动重新打开", "it is being reopened")


class NothingThere(CameraUnavailable):
    title = Text("没有这个文件或摄像头：{spec}", "There is no such file or camera: {spec}")
    advice = Text(
        "检查写法：编号、device:名称、文件路径或网址",
        "Check the spelling: a number, device:NAME, a path or an address",
    )
    meanwhile = Text("它出现后会自动打开", "it opens once it is there")


class NoFilm(CameraUnavailable):
    title = Text("这个文件里没有画面：{spec}", "There is no picture in this file: {spec}")
    advice = Text(
        "文件可能没有拷完整，或只有声音；换一个文件",
        "It may be cut off, or hold sound only; choose another file",
    )


class PictureStalled(CameraError):
    title = Text("画面停了：{spec}", "No new picture comes: {spec}")
    advice = Text(
        "检查插头、网络，手机有没有锁屏；恢复后这张卡片会消失",
        "Check the plug and the network, and whether the phone is locked; this card goes when it is back",
    )


class PictureFrozen(CameraError):
    title = Text("画面定住了，一直是同一张：{spec}", "The picture is frozen, always the same: {spec}")
    advice = Text(
        "重插摄像头，或在手机上重新开始推流；观众看到的也是定住的",
        "Plug the camera in again, or start the phone's stream anew; viewers see it frozen too",
    )


class PictureBlack(CameraError):
    title = Text("画面全黑：{spec}", "The picture is black: {spec}")
    advice = Text(
        "看看镜头盖、镜头前有没有东西挡住、灯有没有开",
        "Check lens cap, lights, and what is in front of the lens",
    )


class NoFrameYet(CameraError):
    title = Text("摄像头还没有画面", "The camera has no picture yet")
    advice = Text("等画面出来再拍，或检查镜头和插头", "Wait for the picture, or check lens and plug")


class NoSuchMoment(CameraError):
    title = Text("没有第 {at_s} 秒的画面", "There is no picture at {at_s} seconds")
    advice = Text("这段视频只到 {end_s} 秒；把 --at 改小", "The clip ends at {end_s} seconds; choose an earlier --at")


class MomentUnfit(InputError):
    title = Text("时间不对：{at}", "This is not a time: {at}")
    advice = Text("--at 是从开头算起的秒数，例如 2.5", "--at is seconds from the beginning, such as 2.5")
