"""The wire protocol seen from the serving side: public parameters, signature, envelope.

Facts from KDOC API调用说明 unless marked INFER (our own choice where no page says what the platform
does). No framework and no database here: bytes in, checked parameters out.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from urllib.parse import parse_qsl

from python_multipart import parse_form
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
STALE_AFTER_MS = 10 * 60_000
"""How far a timestamp may lie from our clock, either way (INFER)."""

PUBLIC = ("appkey", "method", "version", "param", "access_token", "timestamp", "signMethod", "sign")


class Result(IntEnum):
    """Result codes. 21 to 28, 1016, 1017 and the 3xxxxx are the platform's own; the rest are INFER."""

    OK = 1
    BAD_REQUEST = 10
    UNKNOWN_METHOD = 11
    WRONG_VERB = 12
    WRONG_CONTENT_TYPE = 13
    WRONG_VERSION = 14
    TOKEN_UNKNOWN = 21
    UNKNOWN_APP = 22
    TOKEN_EXPIRED = 24
    NO_SCOPE = 25
    WRONG_SIGNATURE = 27
    STALE_TIMESTAMP = 28
    BAD_PARAM = 100
    TOO_FAST = 1016
    BUDGET_SPENT = 1017
    SHORT_OF_STOCK = 21  # the same number as TOKEN_UNKNOWN: so it is on the platform (KDOC K1001)
    NO_ITEM = 3404
    REL_ITEM_TAKEN = 3402
    ITEM_ON_SHELF = 3405
    BAD_PICTURE = 3410
    NO_ORDER = 300_011
    END_BEFORE_BEGIN = 300_003
    SPAN_TOO_LONG = 300_004
    TOO_LONG_AGO = 300_005


class RefusalError(Exception):
    """The platform says no: a result code and its words. Becomes an envelope, never an HTTP error."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(code, words)
        self.code = code
        self.words = words


@dataclass(frozen=True)
class Asked:
    """One HTTP request, read to its end."""

    verb: str
    path: str
    query: bytes
    content_type: str
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class Signed:
    """The parameters of a call, before anything was checked but their shape."""

    values: Mapping[str, str] = field(repr=False)
    parts: Mapping[str, bytes] = field(repr=False)
    """Binary parts of a multipart body, by name."""

    def __getitem__(self, name: str) -> str:
        value = self.values.get(name, "")
        if not value:
            raise RefusalError(Result.BAD_REQUEST, f"缺少公共参数 {name}")
        return value


def envelope(data: object = None) -> dict[str, object]:
    """A successful answer."""
    return {"result": 1, "error_msg": "SUCCESS", "code": "1", "msg": "SUCCESS", "data": data}


def refusal(error: RefusalError) -> dict[str, object]:
    """An answer that says no; its HTTP status is 200 all the same."""
    code, words = int(error.code), error.words
    return {"result": code, "error_msg": words, "code": str(code), "msg": words, "sub_code": "", "sub_msg": ""}


def media_type(content_type: str) -> str:
    """The type without its parameters, in lower case."""
    return content_type.split(";", 1)[0].strip().lower()


def pairs_of(encoded: bytes) -> list[tuple[str, str]]:
    """The pairs of a query or a form body. Raises `RefusalError` unless they are clean UTF-8."""
    try:
        text = encoded.decode("ascii")
        found = parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=40)
        return found if text else []
    except ValueError:
        raise RefusalError(Result.BAD_REQUEST, "参数编码不正确") from None


def read_parameters(asked: Asked, *, multipart: bool) -> Signed:
    """The public parameters and binary parts of `asked`; the same name twice, be it once in the query
    and once in the body, is refused."""
    pairs = pairs_of(asked.query)
    parts: dict[str, bytes] = {}
    if asked.verb == "POST":
        wanted = MULTIPART if multipart else FORM
        if media_type(asked.content_type) != wanted:
            raise RefusalError(Result.WRONG_CONTENT_TYPE, f"Content-Type 仅支持 {wanted}")
        if multipart:
            fields, parts = _multipart(asked)
            pairs += fields
        else:
            pairs += pairs_of(asked.body)
    return Signed(once(pairs), parts)


def once(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """`pairs` as a mapping. Raises `RefusalError` when a name stands there twice."""
    values: dict[str, str] = {}
    for name, value in pairs:
        if name in values:
            raise RefusalError(Result.BAD_REQUEST, f"参数 {name} 重复")
        values[name] = value
    return values


def _multipart(asked: Asked) -> tuple[list[tuple[str, str]], dict[str, bytes]]:
    pairs: list[tuple[str, str]] = []
    files: list[tuple[str, bytes]] = []

    def on_field(part: Field) -> None:
        pairs.append(((part.field_name or b"").decode(), (part.value or b"").decode()))

    def on_file(part: File) -> None:
        part.file_object.seek(0)
        files.append(((part.field_name or b"").decode(), part.file_object.read()))
        part.close()

    headers = {"Content-Type": asked.content_type.encode("latin-1")}
    try:
        parse_form(headers, io.BytesIO(asked.body), on_field, on_file)
    except (FormParserError, UnicodeDecodeError):
        raise RefusalError(Result.BAD_REQUEST, "multipart 内容不正确") from None
    parts = dict(files)
    if len(parts) != len(files):
        raise RefusalError(Result.BAD_REQUEST, "文件字段重复")
    return pairs, parts


def signature(values: Mapping[str, str], sign_secret: str) -> str:
    """What `sign` must be for `values`: sorted `key=value` pairs and the secret, hashed as `signMethod` says."""
    base = "&".join(f"{name}={values[name]}" for name in sorted(PUBLIC) if name != "sign" and name in values)
    message = f"{base}&signSecret={sign_secret}".encode()
    method = values.get("signMethod")
    if method == "HMAC_SHA256":
        return base64.b64encode(hmac.digest(sign_secret.encode(), message, "sha256")).decode()
    if method == "MD5":
        return hashlib.md5(message, usedforsecurity=False).hexdigest()
    raise RefusalError(Result.BAD_REQUEST, "signMethod 仅支持 HMAC_SHA256 和 MD5")


def check_signature(signed: Signed, *, appkey: str, sign_secret: str, now_ms: int) -> None:
    """Raise `RefusalError` unless the call is ours, fresh and unchanged."""
    for name in PUBLIC:
        if name not in {"access_token", "param"}:
            signed[name]
    if signed["version"] != "1":
        raise RefusalError(Result.WRONG_VERSION, "version 目前都为 1")
    if signed["appkey"] != appkey:
        raise RefusalError(Result.UNKNOWN_APP, "appkey 不存在或状态不正确")
    if not signed["timestamp"].isdecimal() or abs(int(signed["timestamp"]) - now_ms) > STALE_AFTER_MS:
        raise RefusalError(Result.STALE_TIMESTAMP, "timestamp 已过期，请校准时间")
    if not hmac.compare_digest(signature(signed.values, sign_secret).encode(), signed["sign"].encode()):
        raise RefusalError(Result.WRONG_SIGNATURE, "签名校验失败")


def read_param(text: str) -> dict[str, object]:
    """`param` as the object it must be. Raises `RefusalError` on anything but JSON, and on twin keys."""

    def object_of(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise RefusalError(Result.BAD_PARAM, "param 中有重复的字段")
        return found

    def no_constant(name: str) -> float:
        raise RefusalError(Result.BAD_PARAM, f"param 不是合法的 JSON：{name}")

    try:
        found = json.loads(text, object_pairs_hook=object_of, parse_constant=no_constant)
    except (ValueError, RecursionError):
        raise RefusalError(Result.BAD_PARAM, "param 不是合法的 JSON") from None
    if not isinstance(found, dict):
        raise RefusalError(Result.BAD_PARAM, "param 要是 JSON 对象")
    return found
