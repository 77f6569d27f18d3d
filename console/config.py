"""What was chosen at the start: folder, camera, platform, seat, language."""

from __future__ import annotations

import locale
import os
from dataclasses import dataclass, field
from pathlib import Path


def default_data_folder(platform: str = "simulator") -> Path:
    """The user's own data folder for Kaibo, never a synced one on the three systems.

    A real shop has one of its own: a folder belongs to one shop, and practice comes before it.
    """
    import platformdirs  # here: it takes long enough to be seen before the first paint

    own = Path(platformdirs.user_data_dir("Kaibo", appauthor=False, roaming=False))
    return own if platform == "simulator" else own / "shop"


def default_language() -> str:
    """ "zh_CN" unless the system plainly speaks something else."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return "en" if spoken.lower().startswith("en") else "zh_CN"


@dataclass(frozen=True, kw_only=True)
class Options:
    """One run of the console."""

    data: Path = field(default_factory=default_data_folder)
    journal: Path | None = None
    """The second copy's folder; None is beside the data folder."""
    backups: Path | None = None
    """None is inside the data folder."""
    camera: str = ""
    """Device index, path, URL or "synthetic"; "" is what was chosen before, else device 0 or the synthetic studio."""
    camera2: str = ""
    """A second source, a close-up; "" is none."""
    platform: str = "simulator"
    platform_url: str = ""
    credentials: Path | None = None
    seat: str = "assistant"
    """"anchor", "assistant" or "both"; "" is what was open last."""
    lang: str = "zh_CN"
    lang_said: bool = False
    """`lang` was said for this run: it goes before what was chosen in the settings."""
    rehearsal: bool = False
    order_poll_s: float | None = None
    """Seconds between two looks at the platform's orders; None is 15 at a real shop, 1 in process."""
    audit_delay_s: float = 1.5
    """How long the bundled platform takes to audit an item."""

    @property
    def journal_folder(self) -> Path:
        """Beside the data folder itself, whatever link or spelling of its name it was opened by: it has one journal."""
        real = self.data.resolve()
        return self.journal or real.with_name(f"{real.name}-journal")

    @property
    def backup_folder(self) -> Path:
        return self.backups or self.data / "backups"
