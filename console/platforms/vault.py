"""Where a shop's secrets live: in the system's keyring once entered; where there is none, in the file.

The calls may ask another program and take a while: run them off the UI thread.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import keyring
import keyring.errors

from console.errors import CredentialsUnreadable, Text
from console.platforms.kuaishou import Credentials, SignMethod, TemplateFields, read_credentials

SERVICE = "kaibo"
LAST_SHOP = "last shop"


@dataclass
class Vault:
    """One shop's credentials and the place they are kept in."""

    credentials: Credentials
    file: Path | None
    """The file they are read from and written back to; None when the keyring has them."""

    def keep_tokens(self, access_token: str, refresh_token: str) -> None:
        """Keep a renewed pair where the former was; the platform forgets the old one within minutes."""
        self.credentials = replace(self.credentials, access_token=access_token, refresh_token=refresh_token)
        if self.file is None:
            _to_keyring(self.credentials)
        else:
            _to_file(self.file, access_token, refresh_token)


def open_vault(file: Path | None) -> Vault:
    """Read `file` and move its secrets into the keyring; without `file`, take the last shop's from there.

    Raises `CredentialsUnreadable`.
    """
    if file is not None:
        credentials = read_credentials(file)
        try:
            _to_keyring(credentials)
        except keyring.errors.KeyringError:
            return Vault(credentials, file)
        return Vault(credentials, None)
    try:
        kept = keyring.get_password(SERVICE, keyring.get_password(SERVICE, LAST_SHOP) or "")
    except keyring.errors.KeyringError:
        kept = None
    if kept is None:
        raise CredentialsUnreadable(
            why=Text("没有给凭证文件，系统钥匙串里也没有", "no file was given and the keyring has none"),
            path="--credentials FILE",
        )
    fields = json.loads(kept)
    fields["sign_method"] = SignMethod(fields["sign_method"])
    fields["template"] = TemplateFields(**fields["template"])
    return Vault(Credentials(**fields), None)


def _to_keyring(credentials: Credentials) -> None:
    keyring.set_password(SERVICE, credentials.appkey, json.dumps(asdict(credentials), ensure_ascii=False))
    keyring.set_password(SERVICE, LAST_SHOP, credentials.appkey)


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
