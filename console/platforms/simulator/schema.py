"""The rehearsal shop's tables, in a SQLite file of their own. Only the simulator's worker thread comes here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS token (
    token TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('access', 'app', 'refresh', 'code')),
    born_ms INTEGER NOT NULL,
    dies_ms INTEGER NOT NULL,
    spent_ms INTEGER                -- when a refresh token or code was traded in
);
CREATE TABLE IF NOT EXISTS secret (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS calls (
    day TEXT NOT NULL,              -- Beijing's
    method TEXT NOT NULL,
    calls INTEGER NOT NULL,
    PRIMARY KEY (day, method)
);
CREATE TABLE IF NOT EXISTS picture (
    url TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    kind TEXT NOT NULL,
    size INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS item (
    item_id INTEGER PRIMARY KEY,
    rel_item_id INTEGER NOT NULL UNIQUE,  -- for ever, deleted items included
    title TEXT NOT NULL,
    details TEXT NOT NULL,
    category_id INTEGER NOT NULL,
    express_template_id INTEGER NOT NULL,
    image_urls TEXT NOT NULL,
    detail_urls TEXT NOT NULL,
    service_rule TEXT NOT NULL,
    shelf INTEGER NOT NULL CHECK (shelf IN (0, 1)),  -- what the seller wants; true once approved
    audit INTEGER NOT NULL DEFAULT 0,
    audit_reason TEXT NOT NULL DEFAULT '',
    verdict INTEGER NOT NULL,
    verdict_reason TEXT NOT NULL,
    verdict_at_ms INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS item_waiting ON item (verdict_at_ms) WHERE audit = 0;
CREATE TABLE IF NOT EXISTS sku (
    sku_id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES item,
    rel_sku_id INTEGER NOT NULL,
    nick TEXT NOT NULL,
    props TEXT NOT NULL,
    price_fen INTEGER NOT NULL CHECK (price_fen >= 1),
    stock INTEGER NOT NULL CHECK (stock >= 0)
);
CREATE INDEX IF NOT EXISTS sku_of_item ON sku (item_id);
CREATE TABLE IF NOT EXISTS purchase (
    oid INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES item,
    sku_id INTEGER NOT NULL REFERENCES sku,
    quantity INTEGER NOT NULL CHECK (quantity >= 1),
    unit_price_fen INTEGER NOT NULL,
    status INTEGER NOT NULL CHECK (status IN (10, 30, 80)),
    buyer TEXT NOT NULL,            -- masked before it is stored
    created_ms INTEGER NOT NULL,
    paid_ms INTEGER NOT NULL DEFAULT 0,
    updated_ms INTEGER NOT NULL,
    refunded INTEGER NOT NULL DEFAULT 0 CHECK (refunded IN (0, 1))
);
CREATE INDEX IF NOT EXISTS purchase_updated ON purchase (updated_ms, oid);
CREATE INDEX IF NOT EXISTS purchase_created ON purchase (created_ms, oid);
CREATE INDEX IF NOT EXISTS purchase_of_item ON purchase (item_id);
CREATE TABLE IF NOT EXISTS coupon (
    coupon_id INTEGER PRIMARY KEY,
    outer_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    item_ids TEXT NOT NULL,
    reduce_fen INTEGER NOT NULL,
    threshold_fen INTEGER NOT NULL,
    total INTEGER NOT NULL,
    starts_ms INTEGER NOT NULL,
    ends_ms INTEGER NOT NULL,
    taken INTEGER NOT NULL CHECK (taken <= total),
    over INTEGER NOT NULL CHECK (over IN (0, 1))
);
"""


@dataclass(frozen=True)
class Rules:
    """How strict and how quick this rehearsal is."""

    appkey: str
    app_secret: str = field(repr=False)
    sign_secret: str = field(repr=False)
    audit_delay_s: float
    refused_words: tuple[str, ...]
    calls_per_second: int
    calls_per_day: int
    seller_id: int
    shop_name: str


@dataclass(frozen=True)
class Visit:
    """What a call sees: the shop's tables inside one transaction, the time, and the parts it brought."""

    db: sqlite3.Connection
    now_ms: int
    rules: Rules
    parts: Mapping[str, bytes] = field(repr=False)


def open_tables(path: Path) -> sqlite3.Connection:
    """Open or create the file. A commit survives a kill; synchronous=NORMAL spares the rehearsal the fsyncs."""
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=True)
    db.row_factory = sqlite3.Row
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA foreign_keys = ON")
    db.executescript(_TABLES)
    return db


@contextmanager
def one_transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All of it or, when anything is raised, nothing of it."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
