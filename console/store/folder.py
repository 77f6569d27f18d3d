"""The data folder: made, checked and held, so that two consoles never write into one.

A folder that another program copies to a cloud, or that lies on another machine, is refused: SQLite
needs a lock and a flush that mean something, and a synced copy of half a write is no database.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath

from filelock import FileLock, Timeout

from console.errors import DataFolderInUse, DataFolderUnusable, Text

LOCK_NAME = "console.lock"

SYNCED = {
    "onedrive": "OneDrive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "mobile documents": "iCloud",
    "cloudstorage": "iCloud / OneDrive / Google Drive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "我的云端硬盘": "Google Drive",
    "nutstore": "坚果云 Nutstore",
    "nutstore files": "坚果云 Nutstore",
    "我的坚果云": "坚果云 Nutstore",
    "坚果云": "坚果云 Nutstore",
    "baidusyncdisk": "百度网盘",
    "百度网盘同步空间": "百度网盘",
    "百度云同步盘": "百度网盘",
    "wpsdrive": "WPS 云盘",
    "wps云盘": "WPS 云盘",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "seafile": "Seafile",
}
"""Folders that a program keeps in step with a cloud, in lower case; " - Company" or " (2)" may follow."""
MARKS = {".dropbox.cache": "Dropbox", ".stfolder": "Syncthing"}
"""Names inside a folder that say that it is kept in step."""
CLOUD_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
NETWORKS = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "afpfs",
        "afs",
        "ncpfs",
        "webdav",
        "davfs",
        "ceph",
        "glusterfs",
        "lustre",
        "beegfs",
        "gpfs",
        "coda",
        "acfs",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.davfs2",
        "fuse.gvfsd-fuse",
        "fuse.glusterfs",
        "fuse.ceph",
        "fuse.s3fs",
        "fuse.gcsfuse",
        "fuse.goofys",
        "fuse.juicefs",
        "fuse.smbnetfs",
        "fuse.curlftpfs",
        "fuse.nfs",
        "osxfuse.sshfs",
        "macfuse.sshfs",
    }
)
"""Kinds of file system on another machine. 9p and virtiofs are not among them: a virtual machine's own disk."""
_REMOTE_DRIVE = 4  # DRIVE_REMOTE of GetDriveTypeW


def hold(folder: Path) -> FileLock:
    """Make `folder` if need be and hold it until `.release()`; the system lets go when the process dies.

    Raises `DataFolderUnusable` or `DataFolderInUse`.
    """
    refuse_unfit(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise DataFolderUnusable(why=error.strerror or str(error), folder=folder) from error
    lock = FileLock(folder / LOCK_NAME)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise DataFolderInUse(folder=folder) from None
    return lock


def refuse_unfit(folder: Path) -> None:
    """Raise `DataFolderUnusable` for a folder that is synced with a cloud or lies on the network."""
    real = folder.resolve()
    cloud = synced_by(real, os.environ) or _marked(real)
    if cloud is not None:
        why = Text(
            f"它会被 {cloud} 同步，同步到一半的数据库会损坏",
            f"{cloud} keeps it in step, and half a copy of a database is a damaged one",
        )
        raise DataFolderUnusable(why=why, folder=folder)
    if _on_network(real):
        why = Text("它在网络盘上，断网时成交会丢", "it lies on the network, where sales are lost with the line")
        raise DataFolderUnusable(why=why, folder=folder)


def synced_by(path: PurePath, environment: Mapping[str, str]) -> str | None:
    """The cloud that keeps `path` in step, going by its names and by what the cloud's program has told the system."""
    for name in path.parts:
        plain = re.split(r" - | \(", name.lower(), maxsplit=1)[0]
        if plain in SYNCED:
            return SYNCED[plain]
    for variable in CLOUD_VARIABLES:
        root = environment.get(variable)
        if root and path.is_relative_to(type(path)(root)):
            return "OneDrive"
    return None


def _marked(path: Path) -> str | None:
    for folder in (path, *path.parents):
        for mark, cloud in MARKS.items():
            if (folder / mark).exists():
                return cloud
    return None


def is_network_mount(path: str, mounts: Iterable[tuple[str, str]]) -> bool:
    """Whether the mount that holds `path` is of a kind that lies on another machine; `mounts` are (point, kind)."""
    holding = ("", "")
    for point, kind in mounts:
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(holding[0]):  # of two on one point the later one covers the other
            holding = (point, kind)
    return holding[1].lower() in NETWORKS


def linux_mounts(mountinfo: str) -> list[tuple[str, str]]:
    """(point, kind) of every line of /proc/self/mountinfo (proc(5); spaces and the like are octal there)."""
    mounts = []
    for line in mountinfo.splitlines():
        left, dash, right = line.partition(" - ")
        fields = left.split(" ")
        if dash and len(fields) > 4:
            point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[4])
            mounts.append((point, right.split(" ")[0]))
    return mounts


def macos_mounts(listed: str) -> list[tuple[str, str]]:
    """(point, kind) of every line of mount(8): `//who@host/share on /Volumes/share (smbfs, nodev)`."""
    found = (re.fullmatch(r".* on (/.*) \(([^,)]+).*\)", line) for line in listed.splitlines())
    return [(match[1], match[2]) for match in found if match]


def is_network_share(path: str) -> bool:
    r"""Whether a Windows path names another machine: `\\host\share`, not `\\?\C:\` and not `\\.\`."""
    plain = path.replace("/", "\\")
    if plain.lower().startswith("\\\\?\\unc\\"):
        return True
    return plain.startswith("\\\\") and not plain.startswith(("\\\\?\\", "\\\\.\\"))


def _on_network(path: Path) -> bool:
    """What this system says; when it cannot be asked, the folder is taken for a local one."""
    try:
        if sys.platform == "win32":
            import ctypes

            kind = ctypes.windll.kernel32.GetDriveTypeW(path.anchor)
            return is_network_share(str(path)) or kind == _REMOTE_DRIVE
        if sys.platform == "darwin":
            told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False)
            return is_network_mount(str(path), macos_mounts(told.stdout))
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
        return is_network_mount(str(path), linux_mounts(mounts))
    except (OSError, subprocess.SubprocessError):
        return False
