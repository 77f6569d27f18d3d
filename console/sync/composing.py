"""A listing as it goes out: its pictures uploaded once, and the shop's template, as asked of the platform once.

A refused listing may have been given a template of its own (`ChangeTemplate`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from console.clock import Clock
from console.errors import Text
from console.platforms.base import (
    FlashTemplate,
    NewItem,
    OutcomeUnknown,
    PictureUse,
    Platform,
    Refused,
    RetryLater,
)
from console.store import settings
from console.store.database import Database, Db

TEMPLATE = "flash_template"


class Listings:
    """Composes what the pusher sends; every method may raise a `PlatformError`."""

    def __init__(self, db: Database, platform: Platform, clock: Clock, pictures: Path, wish: str) -> None:
        """`wish` is what the shop's owner asked for in the template: another wish is another template."""
        self._db = db
        self._platform = platform
        self._clock = clock
        self._pictures = pictures
        self._template = f"{TEMPLATE}:{wish}"

    async def composed(self, body: Mapping[str, Any], facts: Mapping[str, Any]) -> NewItem:
        """The listing as it reads now, with its pictures uploaded; `body` is that of its outbox entry."""
        if not facts["squares"]:
            raise Refused(why=Text("没有照片，请重拍", "there is no picture; snap again"), code="")
        squares = [await self._uploaded(path, PictureUse.MAIN) for path in facts["squares"]]
        details = [await self._uploaded(path, PictureUse.DETAIL) for path in facts["fulls"][:1]]
        template = await self._for_item(body.get("template"), str(facts["title"]), squares[0])
        return NewItem(
            rel_item_id=int(facts["rel_item_id"]),
            rel_sku_id=int(facts["rel_item_id"]),
            title=str(facts["title"]),
            price_fen=int(facts["price_fen"]),
            stock=int(body["stock"]),
            picture_urls=tuple(squares),
            detail_urls=tuple(details),
            template=template,
        )

    async def _uploaded(self, path: str, use: PictureUse) -> str:
        """The URL of a picture, uploaded once; the name is the hash of the content."""
        known = await self._db.run(_picture_url, path)
        if known is not None:
            return known
        try:
            jpeg = await asyncio.to_thread((self._pictures / path).read_bytes)
        except FileNotFoundError:
            raise Refused(why=Text("照片文件不见了，请重拍", "the picture file is gone; snap again"), code="") from None
        try:
            url = await self._platform.upload_picture(jpeg, use)
        except OutcomeUnknown as error:
            raise RetryLater(**error.facts) from error  # a picture uploaded twice does no harm
        await self._db.run(_keep_picture_url, path, url, self._clock.now_ms())
        return url

    async def _for_item(self, own: Mapping[str, int] | None, title: str, picture_url: str) -> FlashTemplate:
        """The shop's template, with what an item was given of its own; what that leaves out is asked for this item."""
        if own is None:
            return await self._suggested(title, picture_url)
        template = await self._platform.suggest_template(title, picture_url)
        return replace(
            template,
            category_id=own["category_id"] or template.category_id,
            express_template_id=own["express_template_id"] or template.express_template_id,
        )

    async def _suggested(self, title: str, picture_url: str) -> FlashTemplate:
        """The shop's template as asked of the platform once and remembered, as long as the wishes stay the same."""
        kept = await self._db.run(settings.read, self._template)
        if kept:
            return msgspec.json.decode(kept, type=FlashTemplate)
        template = await self._platform.suggest_template(title, picture_url)
        await self._db.run(settings.write, self._template, msgspec.json.encode(template).decode())
        return template


def facts_of(db: Db, item_id: str) -> dict[str, Any]:
    """What is needed to tell the platform of an item; the chosen shot's pictures come first."""
    rel, title, price, snap_id, shot, item, sku = db.conn.execute(
        "SELECT rel_item_id, title, coalesce((SELECT regular_fen FROM flash_sales f WHERE f.item_id = items.id"
        " AND f.state = 'running'), price_fen), snap_id, shot, platform_item_id, platform_sku_id"
        " FROM items WHERE id = ?",
        (item_id,),
    ).fetchone()
    shots = db.conn.execute(
        "SELECT square_path, full_path FROM snap_shots WHERE snap_id = ? ORDER BY place <> ?, place", (snap_id, shot)
    ).fetchall()
    return {
        "rel_item_id": rel,
        "title": title,
        "price_fen": price,
        "item": item,
        "sku": sku,
        "squares": [row[0] for row in shots][:9],
        "fulls": [row[1] for row in shots],
    }


def _picture_url(db: Db, path: str) -> str | None:
    row = db.conn.execute("SELECT url FROM pictures WHERE path = ?", (path,)).fetchone()
    return None if row is None else str(row[0])


def _keep_picture_url(db: Db, path: str, url: str, now_ms: int) -> None:
    db.conn.execute("INSERT OR REPLACE INTO pictures VALUES (?, ?, ?)", (path, url, now_ms))
