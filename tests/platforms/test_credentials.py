"""Reading a credentials file, and keeping what stands in it out of everything a person sees."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from console.errors import CredentialsUnreadable
from console.platforms.kuaishou import Credentials, SignMethod, TemplateFields, read_credentials
from console.platforms.simulator import adopted_credentials, default_credentials, write_credentials

KEYS = {
    "appkey": "ks1",
    "app_secret": "s-app",
    "sign_secret": "s-sign",
    "access_token": "t-access",
    "refresh_token": "t-refresh",
}


def written(tmp_path: Path, content: object) -> Path:
    """A file with this JSON."""
    path = tmp_path / "credentials.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_everything_is_read(tmp_path: Path) -> None:
    """A full file gives every field; unknown keys are ignored."""
    template = {"category_id": 1001, "refund_rule": "4", "colour": "red"}
    more: dict[str, Any] = {"sign_method": "MD5", "template": template, "studio_token": "x"}
    found = read_credentials(written(tmp_path, KEYS | more))
    assert found == Credentials(
        **KEYS, sign_method=SignMethod.MD5, template=TemplateFields(category_id=1001, refund_rule="4")
    )


def test_the_simulators_file_is_read(tmp_path: Path) -> None:
    """The file the simulator writes is one the client reads, and only its owner can."""
    path = tmp_path / "credentials.json"
    write_credentials(path, default_credentials() | {"studio_token": "x"})
    assert read_credentials(path).appkey == "kaibo-rehearsal"
    assert adopted_credentials(path) == default_credentials()
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ([], "it is not a JSON object"),
        ({**KEYS, "sign_secret": None}, "sign_secret is missing"),
        ({**KEYS, "access_token": 12}, "access_token must be a non-empty text"),
        ({**KEYS, "appkey": "  "}, "appkey must be a non-empty text"),
        ({**KEYS, "sign_method": "SHA1"}, "sign_method is either HMAC_SHA256 or MD5"),
        ({**KEYS, "sign_method": []}, "sign_method is either HMAC_SHA256 or MD5"),
        ({**KEYS, "template": [1]}, "template must be a JSON object"),
        ({**KEYS, "template": {"category_id": "1001"}}, "template.category_id has the wrong type"),
        ({**KEYS, "template": {"details": 1}}, "template.details has the wrong type"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, content: object, why: str) -> None:
    """A file that cannot be used is refused with its path and what is wrong with it."""
    path = written(tmp_path, content)
    with pytest.raises(CredentialsUnreadable) as caught:
        read_credentials(path)
    assert why in caught.value.shown("en").title
    assert str(path) in caught.value.shown("zh_CN").advice


def test_no_file_and_no_json(tmp_path: Path) -> None:
    """A missing file and one that is not JSON are told apart, and its content is not quoted."""
    with pytest.raises(CredentialsUnreadable, match="no such file"):
        read_credentials(tmp_path / "none.json")
    with pytest.raises(CredentialsUnreadable, match="does not open"):
        read_credentials(tmp_path)
    path = tmp_path / "credentials.json"
    path.write_text('{"app_secret": "s-app"', encoding="utf-8")
    with pytest.raises(CredentialsUnreadable, match="not JSON") as caught:
        read_credentials(path)
    assert caught.value.__cause__ is None
    assert "s-app" not in str(caught.value)
    for unusable in (path, tmp_path / "none.json", written(tmp_path, {"appkey": "ks1"}), written(tmp_path, [1])):
        with pytest.raises(CredentialsUnreadable):
            adopted_credentials(unusable)


def test_secrets_stay_inside() -> None:
    """Neither repr nor scrubbed words show a secret."""
    keys = Credentials(**KEYS)
    shown = repr(keys) + keys.scrub("token t-access of s-app is t-refresh, s-sign")
    assert "ks1" in shown
    assert not [value for name, value in KEYS.items() if name != "appkey" and value in shown]
