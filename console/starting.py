"""What is chosen before a data folder is open: which shop, and where the data lies. A small file of the person's own.

Everything else that people choose lies in the data folder itself (`preferences`). What is said on the command
line goes before what is kept here. There are no secrets in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
import platformdirs

from console.config import default_data_folder

PLATFORMS = ("simulator", "kuaishou")
"""A rehearsal with the bundled platform, and the real shop."""


@dataclass(frozen=True)
class Starting:
    """How the next console begins."""

    platform: str = ""
    """One of PLATFORMS; "" when nobody chose."""
    data: dict[str, str] = field(default_factory=dict)
    """The data folder of each platform that does not lie where it usually does."""

    keys_file: str = ""
    """Where the real shop's keys are read from, on a machine without a keyring; only the path."""

    @property
    def shop(self) -> str:
        """The platform that is opened: practice, as long as nobody chose."""
        return self.platform if self.platform in PLATFORMS else PLATFORMS[0]

    def folder(self, platform: str) -> Path:
        """The data folder of a platform."""
        chosen = self.data.get(platform, "")
        return Path(chosen) if chosen else default_data_folder(platform)

    def with_platform(self, platform: str) -> Starting:
        """The same with this shop."""
        return replace(self, platform=platform)

    def with_keys_file(self, file: Path | None) -> Starting:
        """The same with the keys in this file; None is in the keyring."""
        return replace(self, keys_file="" if file is None else str(file))

    def with_folder(self, platform: str, folder: Path | None) -> Starting:
        """The same with another data folder for a platform; None is the usual one."""
        data = {name: path for name, path in self.data.items() if name != platform}
        return replace(self, data=data if folder is None else {**data, platform: str(folder)})


def start_file() -> Path:
    """Where the choice is kept: beside the person's other settings, never in a data folder."""
    return Path(platformdirs.user_config_dir("Kaibo", appauthor=False, roaming=False)) / "start.json"


def read_start(file: Path | None = None) -> Starting:
    """What was chosen; nothing, where the file is missing or cannot be understood."""
    try:
        return msgspec.json.decode((file or start_file()).read_bytes(), type=Starting)
    except (OSError, msgspec.DecodeError, UnicodeError):
        return Starting()


def keep_start(starting: Starting, file: Path | None = None) -> None:
    """Keep a choice, whole or not at all. Raises OSError."""
    path = file or start_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_bytes(msgspec.json.encode(starting))
    fresh.replace(path)
