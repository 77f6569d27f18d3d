"""A shop's keys, and the signature made with them. The file they come from is only ever read here."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from console.errors import CredentialsUnreadable, Text


class SignMethod(StrEnum):
    """The two signature algorithms (KDOC API调用说明, 4); the platform recommends HMAC_SHA256."""

    HMAC_SHA256 = "HMAC_SHA256"
    MD5 = "MD5"


@dataclass(frozen=True)
class TemplateFields:
    """What a shop has decided about its flash template; None is asked of the platform or defaulted."""

    category_id: int | None = None
    express_template_id: int | None = None
    refund_rule: str | None = None
    promise_delivery_s: int | None = None
    details: str | None = None


@dataclass(frozen=True)
class Credentials:
    """One shop's keys. `repr` shows the appkey alone; `sign_secret` is not `app_secret` (KDOC)."""

    appkey: str
    app_secret: str = field(repr=False)
    sign_secret: str = field(repr=False)
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    sign_method: SignMethod = SignMethod.HMAC_SHA256
    template: TemplateFields = TemplateFields()
    calls_per_day: int = 100_000
    """2,000 for a test account, 100,000 before an app is live, more after (KDOC API限流说明)."""

    def scrub(self, words: str) -> str:
        """`words` without any of the secrets, should the platform ever echo one."""
        for secret in (self.app_secret, self.sign_secret, self.access_token, self.refresh_token):
            words = words.replace(secret, "***")
        return words


def read_credentials(path: Path) -> Credentials:
    """Read a credentials file: a JSON object with the fields of `Credentials`; unknown keys are ignored.

    Raises `CredentialsUnreadable` (facts `path`, `why`) when the file is missing, is not a JSON
    object, lacks a key or holds a value of another type. Never quotes the content.
    """

    def unreadable(zh: str, en: str) -> CredentialsUnreadable:
        return CredentialsUnreadable(path=str(path), why=Text(zh, en))

    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise unreadable("没有这个文件", "there is no such file") from None
    except OSError as exc:
        raise unreadable("文件打不开", "the file does not open") from exc
    except ValueError:  # not JSON or not UTF-8; the cause would quote the file, secrets included
        raise unreadable("不是 JSON", "it is not JSON") from None
    if not isinstance(found, dict):
        raise unreadable("不是 JSON 对象", "it is not a JSON object")
    keys: dict[str, str] = {}
    for name in ("appkey", "app_secret", "sign_secret", "access_token", "refresh_token"):
        value = found.get(name)
        if value is None:
            raise unreadable(f"缺少 {name}", f"{name} is missing")
        if not isinstance(value, str) or not value.strip():
            raise unreadable(f"{name} 要是非空文字", f"{name} must be a non-empty text")
        keys[name] = value
    try:
        sign_method = SignMethod(found.get("sign_method", SignMethod.HMAC_SHA256))
    except ValueError:
        raise unreadable("sign_method 只能是 HMAC_SHA256 或 MD5", "sign_method is either HMAC_SHA256 or MD5") from None
    wished = found.get("template") or {}
    kinds = TemplateFields.__annotations__
    if not isinstance(wished, dict):
        raise unreadable("template 要是 JSON 对象", "template must be a JSON object")
    for name in wished.keys() & kinds.keys():
        wanted = int if "int" in kinds[name] else str
        if type(wished[name]) is not wanted and wished[name] is not None:
            raise unreadable(f"template.{name} 类型不对", f"template.{name} has the wrong type")
    template = TemplateFields(**{name: wished[name] for name in wished.keys() & kinds.keys()})
    calls_per_day = found.get("calls_per_day", Credentials.calls_per_day)
    if type(calls_per_day) is not int or calls_per_day < 1:
        raise unreadable("calls_per_day 要是正整数", "calls_per_day must be a positive whole number")
    return Credentials(**keys, sign_method=sign_method, template=template, calls_per_day=calls_per_day)


def sign(parameters: Mapping[str, str | None], sign_secret: str, sign_method: SignMethod) -> str:
    """The `sign` of a call (KDOC API调用说明, 4).

    `parameters` are the public ones without `sign`: raw, not URL-encoded; None is left out. They are
    joined as `key=value` in ascending order of key, `&signSecret=…` is appended, and the UTF-8 bytes
    become an MD5 in lower-case hex or an HMAC-SHA256 (key: the sign secret) in standard Base64.
    """
    pairs = sorted((key, value) for key, value in parameters.items() if value is not None and key != "sign")
    base = "&".join(f"{key}={value}" for key, value in [*pairs, ("signSecret", sign_secret)]).encode()
    if sign_method is SignMethod.MD5:
        return hashlib.md5(base, usedforsecurity=False).hexdigest()
    return base64.b64encode(hmac.new(sign_secret.encode(), base, hashlib.sha256).digest()).decode()
