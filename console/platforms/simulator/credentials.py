"""The rehearsal shop's keys: constants to begin with, or those of a file.

A plain dict here, written as `credentials.json`: the client is a sibling that the simulator may not
know. The studio token is made per data folder and opens the side door alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from console.errors import CredentialsUnreadable, Text

KEYS = ("appkey", "app_secret", "sign_secret", "access_token", "refresh_token")


def default_credentials() -> dict[str, str]:
    """What a new rehearsal shop starts with. Public, and worth nothing anywhere else."""
    return {
        "appkey": "kaibo-rehearsal",
        "app_secret": "kaibo-rehearsal-app-secret",
        "sign_secret": "kaibo-rehearsal-sign-secret",
        "sign_method": "HMAC_SHA256",
        "access_token": "kaibo-rehearsal-access-token",
        "refresh_token": "kaibo-rehearsal-refresh-token",
    }


def adopted_credentials(path: Path) -> dict[str, str]:
    """The keys of a credentials file, to serve a shop that answers to them.

    Raises `CredentialsUnreadable`; never quotes the content."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as exc:
        raise CredentialsUnreadable(path=str(path), why=Text("文件打不开", "the file does not open")) from exc
    except ValueError:  # the cause would quote the file
        raise CredentialsUnreadable(path=str(path), why=Text("不是 JSON", "it is not JSON")) from None
    if not isinstance(found, dict):
        raise CredentialsUnreadable(path=str(path), why=Text("不是 JSON 对象", "it is not a JSON object"))
    missing = [name for name in KEYS if not isinstance(found.get(name), str) or not found[name]]
    if missing:
        names = "、".join(missing)
        raise CredentialsUnreadable(path=str(path), why=Text(f"缺少 {names}", f"missing: {names}"))
    return default_credentials() | {name: found[name] for name in KEYS}


def write_credentials(path: Path, credentials: Mapping[str, str]) -> None:
    """Write the file for its owner's eyes only; whoever reads it sees the old or the new one, whole."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(dict(credentials), file, ensure_ascii=False, indent=2)
    draft.replace(path)
