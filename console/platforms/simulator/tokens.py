"""OAuth2 as the platform does it (KDOC APP授权说明): access tokens of 48 h, refresh tokens of 180 d.

A refreshed pair inherits the refresh token's original end; the old refresh token works for five more
minutes. No user pages here: a code comes from the studio's side door.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Mapping

from console.platforms.simulator.schema import Rules, Visit
from console.platforms.simulator.wire import RefusalError, Result

ACCESS_MS = 172_800_000
REFRESH_MS = 180 * 86_400_000
GRACE_MS = 5 * 60_000
CODE_MS = 2 * 60_000
SCOPES = ["user_base", "user_info", "merchant_user", "merchant_item", "merchant_order", "merchant_logistics"]

INVALID_REQUEST = 100_200_100
UNAUTHORIZED_CLIENT = 100_200_101
ACCESS_DENIED = 100_200_102
UNSUPPORTED_GRANT_TYPE = 100_200_104
INVALID_GRANT = 100_200_105
_ERRORS = {
    INVALID_REQUEST: "invalid_request",
    UNAUTHORIZED_CLIENT: "unauthorized_client",
    ACCESS_DENIED: "access_denied",
    UNSUPPORTED_GRANT_TYPE: "unsupported_grant_type",
    INVALID_GRANT: "invalid_grant",
}


def check_access(visit: Visit, token: str, *, user: bool) -> None:
    """Raise `RefusalError` unless `token` opens the shop; an app token opens only what needs no `user`."""
    row = visit.db.execute("SELECT * FROM token WHERE token = ? AND kind IN ('access', 'app')", [token]).fetchone()
    if row is None:
        raise RefusalError(Result.TOKEN_UNKNOWN, "access_token 无效，鉴权失败")
    if row["dies_ms"] <= visit.now_ms:
        raise RefusalError(Result.TOKEN_EXPIRED, "access_token 已过期，鉴权失败")
    if user and row["kind"] != "access":
        raise RefusalError(Result.NO_SCOPE, "token 中无 scope 的权限")


def adopt_pair(db: sqlite3.Connection, access_token: str, refresh_token: str, now_ms: int) -> None:
    """Know these tokens from now on; one known already keeps its end."""
    for token, kind, life_ms in ((access_token, "access", ACCESS_MS), (refresh_token, "refresh", REFRESH_MS)):
        db.execute(
            "INSERT INTO token (token, kind, born_ms, dies_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [token, kind, now_ms, now_ms + life_ms],
        )


def living_pair(db: sqlite3.Connection, now_ms: int) -> tuple[str, str]:
    """The newest access and refresh token that still work; a fresh pair when either is missing."""
    found = []
    for kind in ("access", "refresh"):
        row = db.execute(
            "SELECT token FROM token WHERE kind = ? AND dies_ms > ? AND spent_ms IS NULL"
            " ORDER BY born_ms DESC, rowid DESC",
            [kind, now_ms],
        ).fetchone()
        found.append(row["token"] if row else None)
    if found[0] is None or found[1] is None:
        access_token, refresh_token = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        adopt_pair(db, access_token, refresh_token, now_ms)
        return access_token, refresh_token
    return found[0], found[1]


def expire_access(db: sqlite3.Connection, now_ms: int) -> None:
    """End every access token now, as 48 hours would."""
    db.execute("UPDATE token SET dies_ms = MIN(dies_ms, ?) WHERE kind = 'access'", [now_ms])


def revoke(db: sqlite3.Connection, now_ms: int) -> None:
    """End every token now, as a seller does who withdraws the authorisation."""
    db.execute("UPDATE token SET dies_ms = MIN(dies_ms, ?)", [now_ms])


def new_code(visit: Visit) -> str:
    """An authorisation code: good for two minutes, once."""
    return _born(visit, "code", visit.now_ms + CODE_MS)


def access_token(visit: Visit, asked: Mapping[str, str]) -> dict[str, object]:
    """GET /oauth2/access_token: grant_type `code` or `client_credentials`."""
    _check_app(visit.rules, asked)
    grant_type = asked.get("grant_type")
    if grant_type == "client_credentials":
        token = _born(visit, "app", visit.now_ms + ACCESS_MS)
        return {"result": 1, "access_token": token, "token_type": "bearer", "expires_in": ACCESS_MS // 1000}
    if grant_type != "code":
        raise RefusalError(UNSUPPORTED_GRANT_TYPE, "grant_type 错误")
    _spend(visit, "code", asked.get("code", ""), grace_ms=0, code=INVALID_GRANT)
    return _pair(visit, visit.now_ms + REFRESH_MS) | {"open_id": "kaibo-rehearsal-open-id"}


def refresh_token(visit: Visit, asked: Mapping[str, str]) -> dict[str, object]:
    """POST /oauth2/refresh_token: a new pair; the new refresh token ends when the old one would have."""
    _check_app(visit.rules, asked)
    if asked.get("grant_type") != "refresh_token":
        raise RefusalError(UNSUPPORTED_GRANT_TYPE, "grant_type 错误")
    dies_ms = _spend(visit, "refresh", asked.get("refresh_token", ""), grace_ms=GRACE_MS, code=ACCESS_DENIED)
    return _pair(visit, dies_ms) | {"refresh_token_expires_in": (dies_ms - visit.now_ms) // 1000}


def oauth_refusal(error: RefusalError) -> dict[str, object]:
    """The OAuth pages' own error shape."""
    return {"result": error.code, "error": _ERRORS.get(error.code, "invalid_request"), "error_msg": error.words}


def _check_app(rules: Rules, asked: Mapping[str, str]) -> None:
    if not asked.get("app_id") or not asked.get("app_secret") or not asked.get("grant_type"):
        raise RefusalError(INVALID_REQUEST, "缺少必要的请求参数")
    known = secrets.compare_digest(asked["app_secret"].encode(), rules.app_secret.encode())
    if asked["app_id"] != rules.appkey or not known:
        raise RefusalError(UNAUTHORIZED_CLIENT, "app 非法")


def _spend(visit: Visit, kind: str, token: str, *, grace_ms: int, code: int) -> int:
    """Trade `token` in; returns its end in ms. A spent one may be repeated for `grace_ms`."""
    row = visit.db.execute("SELECT * FROM token WHERE token = ? AND kind = ?", [token, kind]).fetchone()
    if row is None or row["dies_ms"] <= visit.now_ms:
        raise RefusalError(code, f"invalid {kind}")
    if row["spent_ms"] is None:
        visit.db.execute("UPDATE token SET spent_ms = ? WHERE token = ?", [visit.now_ms, token])
    elif visit.now_ms - row["spent_ms"] >= grace_ms:
        raise RefusalError(code, f"{kind}.discarded")
    return int(row["dies_ms"])


def _pair(visit: Visit, refresh_dies_ms: int) -> dict[str, object]:
    return {
        "result": 1,
        "access_token": _born(visit, "access", visit.now_ms + ACCESS_MS),
        "expires_in": ACCESS_MS // 1000,
        "refresh_token": _born(visit, "refresh", refresh_dies_ms),
        "scopes": SCOPES,
    }


def _born(visit: Visit, kind: str, dies_ms: int) -> str:
    token = secrets.token_urlsafe(24)
    visit.db.execute(
        "INSERT INTO token (token, kind, born_ms, dies_ms) VALUES (?, ?, ?, ?)", [token, kind, visit.now_ms, dies_ms]
    )
    return token
