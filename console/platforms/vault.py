"""Where a shop's secrets live: in the system's keyring once entered; where there is none, in the file.

The calls may ask another program and take a while: run them off the UI thread.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import keyring
import structlog

from console.errors import CredentialsUnreadable, Text
from console.platforms.kuaishou import Credentials, SignMethod, TemplateFields, read_credentials

log = structlog.get_logger(__name__)

SERVICE = "kaibo"
SOURCE = "source"
LAST_SHOP = "last shop"


@dataclass
class Vault:
    """One shop's credentials and the place they are kept in."""

    credentials: Credentials
    file: Path | None
    """The file they are read from and written back to; None when the keyring has them."""
    source: str = ""
    """Which file was moved into the keyring: the hash of its content."""

    def keep_tokens(self, access_token: str, refresh_token: str) -> None:
        """Keep a renewed pair where the former was; the platform forgets the old one within minutes."""
        self.credentials = replace(self.credentials, access_token=access_token, refresh_token=refresh_token)
        if self.file is None:
            if not _to_keyring(self.credentials, self.source):
                raise OSError("the keyring did not keep the renewed tokens")
        else:
            _to_file(self.file, access_token, refresh_token)


def open_vault(file: Path | None) -> Vault:
    """Read `file` and move its secrets into the keyring; without `file`, take the last shop's from there.

    A file that was moved before is not read again: the keyring's tokens have been renewed since.
    Raises `CredentialsUnreadable`.
    """
    if file is None:
        kept = _from_keyring(_ask_keyring(LAST_SHOP) or "")
        if kept is None:
            raise CredentialsUnreadable(
                why=Text("没有给凭证文件，系统钥匙串里也没有", "no file was given and the keyring has none"),
                path="--credentials FILE",
            )
        return Vault(kept, None, _ask_keyring(f"{kept.appkey} {SOURCE}") or "")
    credentials = read_credentials(file)
    source = hashlib.sha256(file.read_bytes()).hexdigest()
    if _ask_keyring(f"{credentials.appkey} {SOURCE}") == source:
        kept = _from_keyring(credentials.appkey)
        if kept is not None:
            return Vault(kept, None, source)
    in_keyring = _to_keyring(credentials, source)
    return Vault(credentials, None if in_keyring else file, source)


def _ask_keyring(name: str) -> str | None:
    try:
        return keyring.get_password(SERVICE, name)
    except Exception as error:  # noqa: BLE001 - foreign backends raise what they like; each means: no keyring
        log.info("keyring not read", error=type(error).__name__)
        return None


def _from_keyring(appkey: str) -> Credentials | None:
    """The credentials kept for `appkey`; None when there are none, or they are not ours to understand."""
    kept = _ask_keyring(appkey)
    if not kept:
        return None
    try:
        fields = json.loads(kept)
        fields["sign_method"] = SignMethod(fields["sign_method"])
        fields["template"] = TemplateFields(**fields["template"])
        return Credentials(**fields)
    except (ValueError, KeyError, TypeError):
        return None


def _to_keyring(credentials: Credentials, source: str) -> bool:
    """Keep them and read them back; False when this machine's keyring does not really keep anything."""
    kept = json.dumps(asdict(credentials), ensure_ascii=False)
    try:
        keyring.set_password(SERVICE, credentials.appkey, kept)
        keyring.set_password(SERVICE, f"{credentials.appkey} {SOURCE}", source)
        keyring.set_password(SERVICE, LAST_SHOP, credentials.appkey)
    except Exception as error:  # noqa: BLE001 - as above
        log.info("keyring not written", error=type(error).__name__)
        return False
    return _ask_keyring(credentials.appkey) == kept


def _to_file(file: Path, access_token: str, refresh_token: str) -> None:
    """Write the new pair into the file, whole or not at all, readable by its owner alone."""
    fields = json.loads(file.read_text(encoding="utf-8"))
    fields |= {"access_token": access_token, "refresh_token": refresh_token}
    fresh = file.with_name(f"{file.name}.new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:  # noqa: PTH123 - the mode must be set at creation
        json.dump(fields, out, ensure_ascii=False, indent=2)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)
