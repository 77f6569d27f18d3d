"""Where the data may lie, and where it may not."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from console.errors import DataFolderInUse, DataFolderUnusable
from console.store import folder

MOUNTS = r"""
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 27 0:40 / /mnt/nas rw,relatime shared:1 - nfs4 nas:/export rw
31 27 0:41 / /mnt/with\040space rw - cifs //host/share rw
32 30 0:42 / /mnt/nas/local rw - ext4 /dev/vdb rw
33 27 0:43 / /home/x/far rw - fuse.sshfs host:/ rw
34 27 0:44 / /shared rw - virtiofs shared rw
35 27 0:45 / /mnt/c rw - 9p drvfs rw
36 27 0:46 / /over rw - tmpfs tmpfs rw
37 27 0:47 / /over rw - nfs host:/ rw
""".strip()


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        ("/home/x/.local/share/Kaibo", False),
        ("/mnt/nas", True),
        ("/mnt/nas/shop/Kaibo", True),
        ("/mnt/nasty/Kaibo", False),
        ("/mnt/nas/local/Kaibo", False),
        ("/mnt/with space/Kaibo", True),
        ("/home/x/far/Kaibo", True),
        ("/shared/Kaibo", False),
        ("/mnt/c/Kaibo", False),
        ("/over/Kaibo", True),
    ],
)
def test_a_mount_of_another_machine_is_known(path: str, refused: bool) -> None:
    """The innermost mount decides; a virtual machine's own folders are local, the last of two mounts counts."""
    assert folder.is_network_mount(path, folder.linux_mounts(MOUNTS)) is refused


def test_the_mounts_of_a_mac_are_read() -> None:
    """mount(8) lists the kind in brackets; names with spaces and brackets are read as they are."""
    listed = (
        "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n"
        "//who@nas/share on /Volumes/My Share (smbfs, nodev, nosuid, mounted by who)\n"
        "map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)\n"
    )
    mounts = folder.macos_mounts(listed)
    assert folder.is_network_mount("/Volumes/My Share/Kaibo", mounts)
    assert not folder.is_network_mount("/Users/x/Library/Application Support/Kaibo", mounts)


@pytest.mark.parametrize(
    ("path", "share"),
    [
        (r"\\nas\share\Kaibo", True),
        ("//nas/share", True),
        (r"\\?\UNC\nas\share", True),
        (r"\\?\C:\Kaibo", False),
        (r"\\.\C:\Kaibo", False),
        (r"C:\Users\x\AppData\Local\Kaibo", False),
    ],
)
def test_a_windows_share_is_known_by_its_name(path: str, share: bool) -> None:
    """Two backslashes and a host are another machine; the long spelling of a drive is not."""
    assert folder.is_network_share(path) is share


@pytest.mark.parametrize(
    ("path", "cloud"),
    [
        (PureWindowsPath(r"C:\Users\x\OneDrive\Kaibo"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\x\OneDrive - 某公司\Kaibo"), "OneDrive"),
        (PureWindowsPath(r"D:\Work\Kaibo"), "OneDrive"),
        (PureWindowsPath(r"D:\BaiduSyncdisk\Kaibo"), "百度网盘"),
        (PureWindowsPath(r"D:\Nutstore Files\我的坚果云\Kaibo"), "坚果云 Nutstore"),
        (PureWindowsPath(r"C:\Users\x\iCloudDrive"), "iCloud"),
        (PurePosixPath("/Users/x/Library/Mobile Documents/com~apple~CloudDocs/Kaibo"), "iCloud"),
        (PurePosixPath("/Users/x/Library/CloudStorage/GoogleDrive-x/Kaibo"), "iCloud / OneDrive / Google Drive"),
        (PurePosixPath("/home/x/Dropbox (Personal)/Kaibo"), "Dropbox"),
        (PurePosixPath("/home/x/坚果云/Kaibo"), "坚果云 Nutstore"),
        (PurePosixPath("/home/x/.local/share/Kaibo"), None),
        (PurePosixPath("/home/dropboxer/Kaibo"), None),
        (PureWindowsPath(r"C:\Users\x\AppData\Local\Kaibo"), None),
    ],
)
def test_a_cloud_is_known_by_its_folder(path: PurePosixPath | PureWindowsPath, cloud: str | None) -> None:
    """Names of the clouds' folders anywhere above, and the folder OneDrive told Windows of, are refused."""
    assert folder.synced_by(path, {"OneDriveCommercial": r"D:\Work", "OneDrive": ""}) == cloud


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - 某公司"])
def test_a_synced_folder_is_refused_in_both_languages(tmp_path: Path, name: str) -> None:
    """The refusal names the cloud, and nothing is made there."""
    with pytest.raises(DataFolderUnusable) as refused:
        folder.hold(tmp_path / name / "Kaibo")
    assert name.split(" - ", maxsplit=1)[0] in refused.value.shown("zh_CN").title
    assert "step" in refused.value.shown("en").title
    assert not (tmp_path / name).exists()


def test_a_folder_that_another_program_marks_is_refused(tmp_path: Path) -> None:
    """Dropbox and Syncthing leave a mark in what they keep in step, whatever it is called; a link does not hide it."""
    (tmp_path / "shop" / ".stfolder").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "shop")
    with pytest.raises(DataFolderUnusable):
        folder.hold(tmp_path / "link" / "Kaibo")


def test_one_console_at_a_time(tmp_path: Path) -> None:
    """The second one is refused until the first lets go."""
    held = folder.hold(tmp_path / "d")
    with pytest.raises(DataFolderInUse):
        folder.hold(tmp_path / "d")
    held.release()
    folder.hold(tmp_path / "d").release()
