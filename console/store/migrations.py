"""The schema, as the steps by which it grew; invariants stand in SQL wherever SQL can hold them.

A step that has shipped is never edited: add another. `docs/database.md` explains the tables to
people who open the file with other tools.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from console.ids import new_id
from console.money import PRICE_CAP_FEN

MIGRATIONS = Migrations("kaibo")

_TABLES = """
CREATE TABLE shows (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL CHECK (status IN ('planned', 'live', 'ended')),
  created_at_ms INTEGER NOT NULL,
  started_at_ms INTEGER,
  ended_at_ms INTEGER,
  on_air_item_id TEXT REFERENCES items (id),
  CHECK (status = 'planned' OR started_at_ms IS NOT NULL),
  CHECK ((status = 'ended') = (ended_at_ms IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX shows_one_open ON shows ((1)) WHERE status <> 'ended';

CREATE TABLE snaps (
  id TEXT PRIMARY KEY,
  taken_at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE snap_shots (
  snap_id TEXT NOT NULL REFERENCES snaps (id),
  place INTEGER NOT NULL CHECK (place >= 0),
  full_path TEXT NOT NULL,
  square_path TEXT NOT NULL,
  portrait_path TEXT NOT NULL,
  thumb_path TEXT NOT NULL,
  sharpness REAL NOT NULL,
  PRIMARY KEY (snap_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE items (
  id TEXT PRIMARY KEY,
  rel_item_id INTEGER NOT NULL UNIQUE CHECK (rel_item_id > 0),
  title TEXT NOT NULL CHECK (length(title) > 0),
  price_fen INTEGER NOT NULL CHECK (price_fen BETWEEN 1 AND :price_cap_fen),
  stock_left INTEGER NOT NULL DEFAULT 0 CHECK (stock_left BETWEEN 0 AND 9999999),
  stock_total INTEGER NOT NULL DEFAULT 0 CHECK (stock_total >= 0),
  sold_units INTEGER NOT NULL DEFAULT 0 CHECK (sold_units >= 0),
  listing TEXT NOT NULL CHECK (listing IN ('draft', 'listed', 'on_sale', 'sold_out', 'withdrawn')),
  snap_id TEXT REFERENCES snaps (id),
  shot INTEGER NOT NULL DEFAULT 0,
  bin_code TEXT NOT NULL DEFAULT '',
  points TEXT NOT NULL DEFAULT '',
  listed_at_ms INTEGER NOT NULL,
  platform TEXT NOT NULL DEFAULT 'waiting'
    CHECK (platform IN ('waiting', 'submitted', 'auditing', 'approved', 'refused')),
  platform_reason TEXT NOT NULL DEFAULT '',
  platform_item_id INTEGER,
  platform_sku_id INTEGER,
  on_shelf INTEGER NOT NULL DEFAULT 0 CHECK (on_shelf IN (0, 1))
) STRICT;
CREATE INDEX items_in_audit ON items (id) WHERE platform IN ('submitted', 'auditing');

CREATE TABLE lineup (
  show_id TEXT NOT NULL REFERENCES shows (id),
  item_id TEXT NOT NULL REFERENCES items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  position INTEGER NOT NULL,
  PRIMARY KEY (show_id, item_id),
  UNIQUE (show_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX lineup_item ON lineup (item_id);

CREATE TABLE sales (
  id TEXT PRIMARY KEY,
  show_id TEXT NOT NULL REFERENCES shows (id),
  item_id TEXT NOT NULL REFERENCES items (id),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  unit_price_fen INTEGER NOT NULL CHECK (unit_price_fen >= 0),
  source TEXT NOT NULL CHECK (source IN ('studio', 'platform')),
  status TEXT NOT NULL CHECK (status IN ('unpaid', 'sold', 'void')),
  buyer TEXT NOT NULL DEFAULT '',
  order_id TEXT UNIQUE,
  order_updated_at_ms INTEGER,
  short_units INTEGER NOT NULL DEFAULT 0 CHECK (short_units BETWEEN 0 AND quantity),
  agreed INTEGER NOT NULL DEFAULT 0 CHECK (agreed IN (0, 1)),
  recorded_at_ms INTEGER NOT NULL,
  voided_at_ms INTEGER,
  void_reason TEXT NOT NULL DEFAULT '',
  CHECK ((source = 'platform') = (order_id IS NOT NULL)),
  CHECK ((status = 'void') = (voided_at_ms IS NOT NULL))
) STRICT;
CREATE INDEX sales_by_show ON sales (show_id, recorded_at_ms);
CREATE INDEX sales_by_item ON sales (item_id);

CREATE TABLE stock_moves (
  id INTEGER PRIMARY KEY,
  item_id TEXT NOT NULL REFERENCES items (id),
  delta INTEGER NOT NULL CHECK (delta <> 0),
  cause TEXT NOT NULL CHECK (cause IN ('listed', 'count', 'sale', 'void')),
  sale_id TEXT REFERENCES sales (id),
  at_ms INTEGER NOT NULL,
  CHECK ((cause IN ('sale', 'void')) = (sale_id IS NOT NULL))
) STRICT;
CREATE INDEX stock_moves_by_item ON stock_moves (item_id);
CREATE UNIQUE INDEX stock_moves_once ON stock_moves (sale_id, cause) WHERE sale_id IS NOT NULL;

CREATE TABLE show_totals (
  show_id TEXT PRIMARY KEY REFERENCES shows (id),
  units INTEGER NOT NULL, orders INTEGER NOT NULL, gmv_fen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE item_totals (
  show_id TEXT NOT NULL REFERENCES shows (id),
  item_id TEXT NOT NULL REFERENCES items (id),
  units INTEGER NOT NULL, orders INTEGER NOT NULL, gmv_fen INTEGER NOT NULL,
  PRIMARY KEY (show_id, item_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('item', 'price', 'stock', 'shelf')),
  item_id TEXT NOT NULL REFERENCES items (id),
  sale_id TEXT REFERENCES sales (id),
  body TEXT NOT NULL CHECK (json_valid(body)),
  state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'leased', 'unknown', 'acked', 'rejected')),
  request TEXT CHECK (request IS NULL OR json_valid(request)),
  attempts INTEGER NOT NULL DEFAULT 0,
  made_at_ms INTEGER NOT NULL,
  first_sent_at_ms INTEGER,
  next_attempt_at_ms INTEGER NOT NULL DEFAULT 0,
  leased_until_ms INTEGER,
  settled_at_ms INTEGER,
  answer TEXT CHECK (answer IS NULL OR json_valid(answer)),
  reason TEXT NOT NULL DEFAULT '',
  CHECK ((state IN ('acked', 'rejected')) = (settled_at_ms IS NOT NULL)),
  CHECK (state <> 'unknown' OR first_sent_at_ms IS NOT NULL)
) STRICT;
CREATE INDEX outbox_unsettled ON outbox (item_id, seq) WHERE state IN ('new', 'leased', 'unknown');
CREATE INDEX outbox_oldest ON outbox (made_at_ms) WHERE state IN ('new', 'leased', 'unknown');
CREATE INDEX outbox_parked ON outbox (item_id) WHERE state = 'rejected';
CREATE VIEW outbox_next AS SELECT * FROM outbox o
  WHERE o.state IN ('new', 'leased', 'unknown')
  AND o.seq = (SELECT min(f.seq) FROM outbox f WHERE f.item_id = o.item_id AND f.state IN ('new', 'leased', 'unknown'))
  AND (o.kind = 'item' OR EXISTS (SELECT 1 FROM items i WHERE i.id = o.item_id AND i.platform_item_id IS NOT NULL));
CREATE TABLE outbox_count (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  waiting INTEGER NOT NULL CHECK (waiting >= 0),
  parked INTEGER NOT NULL CHECK (parked >= 0)
) STRICT;
INSERT INTO outbox_count VALUES (1, 0, 0);

CREATE TABLE pictures (
  path TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  uploaded_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

_TRIGGERS = """
CREATE TRIGGER stock_moves_apply AFTER INSERT ON stock_moves BEGIN
  UPDATE items SET
    stock_left = stock_left + NEW.delta,
    stock_total = stock_total + CASE WHEN NEW.cause IN ('listed', 'count') THEN NEW.delta ELSE 0 END
  WHERE id = NEW.item_id;
END;
CREATE TRIGGER stock_moves_fixed BEFORE UPDATE ON stock_moves BEGIN
  SELECT RAISE(ABORT, 'stock_moves is a ledger: add a movement instead');
END;
CREATE TRIGGER stock_moves_kept BEFORE DELETE ON stock_moves BEGIN
  SELECT RAISE(ABORT, 'stock_moves is a ledger: add a movement instead');
END;

CREATE TRIGGER sales_kept BEFORE DELETE ON sales BEGIN
  SELECT RAISE(ABORT, 'a sale is voided, never deleted');
END;
CREATE TRIGGER sales_fixed BEFORE UPDATE OF show_id, item_id, quantity, unit_price_fen, source, order_id ON sales BEGIN
  SELECT RAISE(ABORT, 'what was sold does not change: void it and record another');
END;
CREATE TRIGGER sales_units_in AFTER INSERT ON sales WHEN NEW.status <> 'void' BEGIN
  UPDATE items SET sold_units = sold_units + NEW.quantity WHERE id = NEW.item_id;
END;
CREATE TRIGGER sales_units_out AFTER UPDATE OF status ON sales WHEN NEW.status = 'void' AND OLD.status <> 'void' BEGIN
  UPDATE items SET sold_units = sold_units - NEW.quantity WHERE id = NEW.item_id;
END;

CREATE TRIGGER sales_totals_in AFTER INSERT ON sales WHEN NEW.status = 'sold' BEGIN
  INSERT INTO show_totals VALUES (NEW.show_id, NEW.quantity, 1, NEW.quantity * NEW.unit_price_fen)
    ON CONFLICT DO UPDATE SET units = units + excluded.units, orders = orders + 1, gmv_fen = gmv_fen + excluded.gmv_fen;
  INSERT INTO item_totals VALUES (NEW.show_id, NEW.item_id, NEW.quantity, 1, NEW.quantity * NEW.unit_price_fen)
    ON CONFLICT DO UPDATE SET units = units + excluded.units, orders = orders + 1, gmv_fen = gmv_fen + excluded.gmv_fen;
END;
CREATE TRIGGER sales_totals_paid AFTER UPDATE OF status ON sales WHEN NEW.status = 'sold' AND OLD.status <> 'sold' BEGIN
  INSERT INTO show_totals VALUES (NEW.show_id, NEW.quantity, 1, NEW.quantity * NEW.unit_price_fen)
    ON CONFLICT DO UPDATE SET units = units + excluded.units, orders = orders + 1, gmv_fen = gmv_fen + excluded.gmv_fen;
  INSERT INTO item_totals VALUES (NEW.show_id, NEW.item_id, NEW.quantity, 1, NEW.quantity * NEW.unit_price_fen)
    ON CONFLICT DO UPDATE SET units = units + excluded.units, orders = orders + 1, gmv_fen = gmv_fen + excluded.gmv_fen;
END;
CREATE TRIGGER sales_totals_out AFTER UPDATE OF status ON sales WHEN OLD.status = 'sold' AND NEW.status <> 'sold' BEGIN
  UPDATE show_totals SET units = units - OLD.quantity, orders = orders - 1,
    gmv_fen = gmv_fen - OLD.quantity * OLD.unit_price_fen WHERE show_id = OLD.show_id;
  UPDATE item_totals SET units = units - OLD.quantity, orders = orders - 1,
    gmv_fen = gmv_fen - OLD.quantity * OLD.unit_price_fen WHERE show_id = OLD.show_id AND item_id = OLD.item_id;
END;

CREATE TRIGGER outbox_kept BEFORE DELETE ON outbox BEGIN
  SELECT RAISE(ABORT, 'an outbox entry is settled, never deleted');
END;
CREATE TRIGGER outbox_counted_in AFTER INSERT ON outbox BEGIN
  UPDATE outbox_count SET
    waiting = waiting + (NEW.state IN ('new', 'leased', 'unknown')),
    parked = parked + (NEW.state = 'rejected');
END;
CREATE TRIGGER outbox_counted_on AFTER UPDATE OF state ON outbox WHEN NEW.state <> OLD.state BEGIN
  UPDATE outbox_count SET
    waiting = waiting + (NEW.state IN ('new', 'leased', 'unknown')) - (OLD.state IN ('new', 'leased', 'unknown')),
    parked = parked + (NEW.state = 'rejected') - (OLD.state = 'rejected');
END;
"""


def _each(script: str) -> list[str]:
    """The statements of `script`; a trigger ends with `END;`, everything else with `;`."""
    statements: list[str] = []
    current: list[str] = []
    in_trigger = False
    for line in script.strip().splitlines():
        current.append(line)
        in_trigger = in_trigger or line.startswith("CREATE TRIGGER")
        if line.rstrip().endswith(";") and (not in_trigger or line.strip() == "END;"):
            statements.append("\n".join(current))
            current, in_trigger = [], False
    return statements


@MIGRATIONS(name="0001_the_console_sells")
def _the_console_sells(db: Database) -> None:
    # executescript would commit behind the migration's transaction, so one statement at a time.
    for statement in [*_each(_TABLES), *_each(_TRIGGERS)]:
        db.conn.execute(statement.replace(":price_cap_fen", str(PRICE_CAP_FEN)))


_JOURNAL = """
CREATE TABLE books (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 0),
  last TEXT NOT NULL
) STRICT;
"""


@MIGRATIONS(name="0002_the_journal")
def _the_journal(db: Database) -> None:
    db.conn.execute(_JOURNAL)
    db.conn.execute("INSERT INTO books VALUES (1, ?, 0, '')", (new_id(),))


_STOCK_TRUTH = """
ALTER TABLE items ADD COLUMN quota INTEGER NOT NULL DEFAULT 0 CHECK (quota >= 0);
ALTER TABLE sales ADD COLUMN quota_units INTEGER NOT NULL DEFAULT 0 CHECK (quota_units >= 0);
ALTER TABLE sales ADD COLUMN conflict TEXT NOT NULL DEFAULT ''
  CHECK (conflict IN ('', 'open', 'confirmed', 'refunded', 'substituted', 'backordered'));
ALTER TABLE outbox ADD COLUMN lead TEXT;
ALTER TABLE outbox ADD COLUMN alone INTEGER NOT NULL DEFAULT 0 CHECK (alone IN (0, 1));
ALTER TABLE outbox ADD COLUMN resolved TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN owed INTEGER NOT NULL DEFAULT 0 CHECK (owed >= 0);
ALTER TABLE sales ADD COLUMN returned INTEGER NOT NULL DEFAULT 0 CHECK (returned IN (0, 1));
CREATE TABLE changes (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_owed ON outbox (item_id, seq) WHERE owed > 0;
DROP TRIGGER sales_fixed;
CREATE TRIGGER sales_fixed BEFORE UPDATE OF show_id, item_id, quantity, source, order_id ON sales BEGIN
  SELECT RAISE(ABORT, 'what was sold does not change: void it and record another');
END;
CREATE TRIGGER sales_price_fixed BEFORE UPDATE OF unit_price_fen ON sales WHEN OLD.status <> 'unpaid' BEGIN
  SELECT RAISE(ABORT, 'what was paid does not change: void it and record another');
END;
CREATE INDEX sales_short ON sales (item_id) WHERE short_units > 0;
CREATE INDEX outbox_by_sale ON outbox (sale_id) WHERE sale_id IS NOT NULL;
CREATE INDEX outbox_by_lead ON outbox (lead) WHERE lead IS NOT NULL;
ALTER TABLE sales ADD COLUMN source_place TEXT NOT NULL DEFAULT ''
  CHECK (source_place IN ('', 'live', 'video', 'replay', 'other'));
CREATE INDEX sales_without_place ON sales (recorded_at_ms) WHERE source = 'platform' AND source_place = '';
DROP VIEW outbox_next;
CREATE VIEW outbox_next AS
  SELECT o.* FROM (SELECT min(seq) AS seq FROM outbox WHERE state IN ('new', 'leased', 'unknown') GROUP BY item_id) f
  CROSS JOIN outbox o ON o.seq = f.seq
  WHERE o.kind = 'item' OR EXISTS (SELECT 1 FROM items i WHERE i.id = o.item_id AND i.platform_item_id IS NOT NULL);
DROP INDEX stock_moves_once;
ALTER TABLE stock_moves ADD COLUMN late INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1));
CREATE UNIQUE INDEX stock_moves_once ON stock_moves (sale_id, cause) WHERE sale_id IS NOT NULL AND late = 0;
DROP TRIGGER outbox_counted_on;
CREATE TRIGGER outbox_counted_on AFTER UPDATE OF state, resolved ON outbox BEGIN
  UPDATE outbox_count SET
    waiting = waiting + (NEW.state IN ('new', 'leased', 'unknown')) - (OLD.state IN ('new', 'leased', 'unknown')),
    parked = parked + (NEW.state = 'rejected' AND NEW.resolved = '') - (OLD.state = 'rejected' AND OLD.resolved = '');
END;
"""


@MIGRATIONS(name="0003_stock_truth")
def _stock_truth(db: Database) -> None:
    for statement in _each(_STOCK_TRUTH):
        db.conn.execute(statement)


_WHOSE_NUMBER = """
ALTER TABLE stock_moves ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE INDEX sales_need_hand ON sales (conflict, show_id)
  WHERE status <> 'void' AND (conflict = 'open' OR short_units > 0);
"""


@MIGRATIONS(name="0004_whose_number")
def _whose_number(db: Database) -> None:
    for statement in _each(_WHOSE_NUMBER):
        db.conn.execute(statement)


@MIGRATIONS(name="0005_barcodes")
def _barcodes(db: Database) -> None:
    db.conn.execute("ALTER TABLE items ADD COLUMN barcode TEXT NOT NULL DEFAULT ''")


_FLASH_SALES = """
CREATE TABLE flash_sales (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  item_id TEXT NOT NULL REFERENCES items (id),
  state TEXT NOT NULL CHECK (state IN ('planned', 'running', 'ended')),
  price_fen INTEGER NOT NULL CHECK (price_fen > 0),
  regular_fen INTEGER NOT NULL CHECK (regular_fen > 0),
  units INTEGER NOT NULL CHECK (units > 0),
  per_buyer INTEGER NOT NULL DEFAULT 0 CHECK (per_buyer >= 0),
  lasts_ms INTEGER NOT NULL CHECK (lasts_ms > 0),
  at_ms INTEGER,
  started_at_ms INTEGER,
  ends_at_ms INTEGER,
  ends_s REAL,
  boot TEXT NOT NULL DEFAULT '',
  told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),
  confirmed INTEGER NOT NULL DEFAULT 0 CHECK (confirmed IN (0, 1)),
  ended_at_ms INTEGER,
  why TEXT NOT NULL DEFAULT '',
  CHECK ((state = 'ended') = (ended_at_ms IS NOT NULL)),
  CHECK (state <> 'running' OR (started_at_ms IS NOT NULL AND ends_at_ms IS NOT NULL))
) STRICT;
CREATE INDEX flash_sales_by_item ON flash_sales (item_id);
CREATE UNIQUE INDEX flash_sales_one_runs ON flash_sales (item_id) WHERE state = 'running';
ALTER TABLE items ADD COLUMN flash_hold INTEGER NOT NULL DEFAULT 0 CHECK (flash_hold >= 0);
ALTER TABLE sales ADD COLUMN flash_id TEXT REFERENCES flash_sales (id);
CREATE INDEX sales_by_flash ON sales (flash_id) WHERE flash_id IS NOT NULL;
"""


@MIGRATIONS(name="0010_flash_sales")
def _flash_sales(db: Database) -> None:
    for statement in _each(_FLASH_SALES):
        db.conn.execute(statement)


_DRAWS = """
CREATE TABLE draws (
  id TEXT PRIMARY KEY,
  show_id TEXT REFERENCES shows (id),
  item_id TEXT REFERENCES items (id),
  prize TEXT NOT NULL,
  prize_fen INTEGER NOT NULL CHECK (prize_fen >= 0),
  winners INTEGER NOT NULL CHECK (winners > 0),
  seed TEXT NOT NULL,
  seed_fingerprint TEXT NOT NULL,
  entrants_fingerprint TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'frozen', 'drawn', 'struck')),
  opened_at_ms INTEGER NOT NULL,
  frozen_at_ms INTEGER,
  drawn_at_ms INTEGER
) STRICT;
CREATE INDEX draws_by_show ON draws (show_id);
CREATE TABLE draw_entrants (
  draw_id TEXT NOT NULL REFERENCES draws (id),
  place INTEGER NOT NULL CHECK (place > 0),
  name TEXT NOT NULL,
  prize INTEGER CHECK (prize > 0),
  PRIMARY KEY (draw_id, place)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER draws_kept BEFORE DELETE ON draws BEGIN
  SELECT RAISE(ABORT, 'a draw is struck, never deleted');
END;
CREATE TRIGGER draws_fixed BEFORE UPDATE OF seed, seed_fingerprint, prize, winners ON draws BEGIN
  SELECT RAISE(ABORT, 'what was announced of a draw does not change');
END;
CREATE TRIGGER draw_entrants_kept BEFORE DELETE ON draw_entrants BEGIN
  SELECT RAISE(ABORT, 'the entrants are frozen');
END;
CREATE TRIGGER draw_entrants_fixed BEFORE UPDATE OF draw_id, place, name ON draw_entrants BEGIN
  SELECT RAISE(ABORT, 'the entrants are frozen');
END;
CREATE TRIGGER draw_entrants_closed BEFORE INSERT ON draw_entrants
  WHEN (SELECT state FROM draws WHERE id = NEW.draw_id) <> 'open' BEGIN
  SELECT RAISE(ABORT, 'the entrants are frozen');
END;
"""


@MIGRATIONS(name="0012_trust_and_steps")
def _trust_and_steps(db: Database) -> None:
    db.conn.execute("ALTER TABLE items ADD COLUMN trust TEXT NOT NULL DEFAULT ''")
    db.conn.execute("ALTER TABLE items ADD COLUMN steps TEXT NOT NULL DEFAULT ''")
    db.conn.execute("ALTER TABLE items ADD COLUMN step INTEGER NOT NULL DEFAULT 0")


@MIGRATIONS(name="0011_draws")
def _draws(db: Database) -> None:
    for statement in _each(_DRAWS):
        db.conn.execute(statement)


_COUPONS = """
CREATE TABLE coupons (
  id TEXT PRIMARY KEY,
  show_id TEXT REFERENCES shows (id),
  item_id TEXT REFERENCES items (id),
  name TEXT NOT NULL,
  reduce_fen INTEGER NOT NULL CHECK (reduce_fen > 0),
  threshold_fen INTEGER NOT NULL CHECK (threshold_fen >= 0),
  total INTEGER NOT NULL CHECK (total > 0),
  per_buyer INTEGER NOT NULL CHECK (per_buyer > 0),
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL CHECK (last_day >= first_day),
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'made', 'refused', 'over')),
  ending INTEGER NOT NULL DEFAULT 0 CHECK (ending IN (0, 1)),
  platform_coupon_id INTEGER,
  taken INTEGER CHECK (taken >= 0),
  taken_at_ms INTEGER,
  reason TEXT NOT NULL DEFAULT '',
  made_at_ms INTEGER NOT NULL,
  CHECK (state <> 'made' OR platform_coupon_id IS NOT NULL)
) STRICT;
CREATE INDEX coupons_by_show ON coupons (show_id);
ALTER TABLE shows ADD COLUMN coupon_id TEXT REFERENCES coupons (id);
"""


@MIGRATIONS(name="0013_coupons")
def _coupons(db: Database) -> None:
    for statement in _each(_COUPONS):
        db.conn.execute(statement)


_LIGHTER_SALES = """
DROP VIEW outbox_next;
DROP TRIGGER outbox_counted_in;
DROP TRIGGER outbox_counted_on;
DROP INDEX outbox_oldest;
DROP INDEX outbox_by_sale;
DROP INDEX sales_by_show;
DROP INDEX stock_moves_by_item;
ALTER TABLE items ADD COLUMN unsent INTEGER NOT NULL DEFAULT 0 CHECK (unsent >= 0);
ALTER TABLE items ADD COLUMN unsent_since_ms INTEGER;
UPDATE items SET (unsent, unsent_since_ms) = (SELECT count(*), (SELECT f.made_at_ms FROM outbox f
    WHERE f.item_id = items.id AND f.state IN ('new', 'leased', 'unknown') ORDER BY f.seq LIMIT 1)
  FROM outbox o WHERE o.item_id = items.id AND o.state IN ('new', 'leased', 'unknown'));
CREATE INDEX items_unsent ON items (unsent_since_ms) WHERE unsent_since_ms IS NOT NULL;
ALTER TABLE shows ADD COLUMN after_sale INTEGER NOT NULL DEFAULT 0;
UPDATE shows SET after_sale = coalesce((SELECT f.first - 1 FROM
    (SELECT show_id, min(rowid) AS first FROM sales GROUP BY show_id) f WHERE f.show_id = shows.id),
  (SELECT max(rowid) FROM sales), 0);
"""
_LIGHTER_SALES_AFTER = """
CREATE TRIGGER shows_begin AFTER INSERT ON shows BEGIN
  UPDATE shows SET after_sale = coalesce((SELECT max(rowid) FROM sales), 0) WHERE id = NEW.id;
END;
CREATE UNIQUE INDEX sales_by_order ON sales (order_id) WHERE order_id IS NOT NULL;
CREATE VIEW outbox_next AS
  SELECT o.* FROM (SELECT min(seq) AS seq FROM outbox WHERE state IN ('new', 'leased', 'unknown') GROUP BY item_id) f
  CROSS JOIN outbox o ON o.seq = f.seq
  WHERE o.kind = 'item' OR EXISTS (SELECT 1 FROM items i WHERE i.id = o.item_id AND i.platform_item_id IS NOT NULL);
CREATE TRIGGER outbox_counted_in AFTER INSERT ON outbox BEGIN
  UPDATE outbox_count SET
    waiting = waiting + (NEW.state IN ('new', 'leased', 'unknown')),
    parked = parked + (NEW.state = 'rejected');
  UPDATE items SET unsent = unsent + (NEW.state IN ('new', 'leased', 'unknown')) WHERE id = NEW.item_id;
  UPDATE items SET unsent_since_ms = NEW.made_at_ms
    WHERE id = NEW.item_id AND unsent_since_ms IS NULL AND NEW.state IN ('new', 'leased', 'unknown');
END;
CREATE TRIGGER outbox_counted_on AFTER UPDATE OF state, resolved ON outbox BEGIN
  UPDATE outbox_count SET
    waiting = waiting + (NEW.state IN ('new', 'leased', 'unknown')) - (OLD.state IN ('new', 'leased', 'unknown')),
    parked = parked + (NEW.state = 'rejected' AND NEW.resolved = '') - (OLD.state = 'rejected' AND OLD.resolved = '');
END;
CREATE TRIGGER outbox_counted_of_item AFTER UPDATE OF state ON outbox
  WHEN (NEW.state IN ('new', 'leased', 'unknown')) <> (OLD.state IN ('new', 'leased', 'unknown')) BEGIN
  UPDATE items SET unsent = unsent + iif(NEW.state IN ('new', 'leased', 'unknown'), 1, -1) WHERE id = NEW.item_id;
  UPDATE items SET unsent_since_ms = (SELECT made_at_ms FROM outbox
      WHERE item_id = NEW.item_id AND state IN ('new', 'leased', 'unknown') ORDER BY seq LIMIT 1)
    WHERE id = NEW.item_id AND unsent_since_ms IS NOT (SELECT made_at_ms FROM outbox
      WHERE item_id = NEW.item_id AND state IN ('new', 'leased', 'unknown') ORDER BY seq LIMIT 1);
END;
"""


@MIGRATIONS(name="0015_lighter_sales")
def _lighter_sales(db: Database) -> None:
    """Fewer pages for each sale: no index that nobody asks, no order number where there is no order, and what
    an item has unsent is counted with it."""
    for statement in _each(_LIGHTER_SALES):
        db.conn.execute(statement)
    _rebuild(db, "sales", "order_id TEXT UNIQUE", "order_id TEXT", keep_rowid=True)
    _rebuild(db, "outbox", "PRIMARY KEY AUTOINCREMENT", "PRIMARY KEY")
    for statement in _each(_LIGHTER_SALES_AFTER):
        db.conn.execute(statement)


_WORD_DECISIONS = """
CREATE TABLE word_decisions (
  at_ms INTEGER NOT NULL,
  command TEXT NOT NULL,
  about TEXT NOT NULL,
  number INTEGER,
  field TEXT NOT NULL,
  hit_id TEXT NOT NULL,
  class TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('notice', 'warn')),
  typed TEXT NOT NULL,
  entry TEXT NOT NULL,
  version TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX word_decisions_once ON word_decisions (about, command, field, hit_id)
  WHERE command IN ('OpenFlash', 'ImportItem', 'CreateCoupon', 'OpenDraw');
"""


@MIGRATIONS(name="0017_word_decisions")
def _word_decisions(db: Database) -> None:
    """What was said despite a warning; a thing is made once, so what is said in making it is kept once."""
    for statement in _each(_WORD_DECISIONS):
        db.conn.execute(statement)


_SCRIPTS = """
CREATE TABLE scripts (
  show_id TEXT NOT NULL REFERENCES shows(id),
  item_id TEXT NOT NULL,
  text TEXT NOT NULL CHECK (text <> ''),
  PRIMARY KEY (show_id, item_id)
) STRICT, WITHOUT ROWID;
"""


@MIGRATIONS(name="0018_scripts")
def _scripts(db: Database) -> None:
    """What is said after an item; `item_id` is '' for what is said before the first."""
    for statement in _each(_SCRIPTS):
        db.conn.execute(statement)


def _rebuild(db: Database, table: str, old: str, new: str, *, keep_rowid: bool = False) -> None:
    """Make `table` again with `new` for `old` in its declaration; its rows, indexes and triggers stay.

    Foreign keys must not be enforced meanwhile (`_connect` sees to that); no view and no trigger of another
    table may use it.
    """
    (declared,) = db.conn.execute(
        "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,)
    ).fetchone()
    around = db.conn.execute(
        "SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL",
        (table,),
    ).fetchall()
    head, columns = declared.split("(", 1)
    assert old in columns, (head, old)
    db.conn.execute(f"CREATE TABLE rebuilt ({columns.replace(old, new)}")
    names = [row[0] for row in db.conn.execute("SELECT name FROM pragma_table_info(?)", (table,))]
    every = ", ".join(["rowid", *names] if keep_rowid else names)  # the order in which they were written
    db.conn.execute(f"INSERT INTO rebuilt ({every}) SELECT {every} FROM {table}")  # noqa: S608 - names of our own
    db.conn.execute(f"DROP TABLE {table}")
    db.conn.execute(f"ALTER TABLE rebuilt RENAME TO {table}")
    for (sql,) in around:
        db.conn.execute(sql)


@MIGRATIONS(name="0016_how_photos_were_made")
def _how_photos_were_made(db: Database) -> None:
    db.conn.execute("ALTER TABLE snap_shots ADD COLUMN look TEXT NOT NULL DEFAULT ''")


_PLANS = """
CREATE TABLE plans (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  made_at_ms INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'begun', 'struck', 'missed')),
  show_id TEXT REFERENCES shows (id),
  CHECK ((state = 'begun') = (show_id IS NOT NULL))
) STRICT;
CREATE INDEX plans_coming ON plans (at_ms) WHERE state = 'planned';
DROP INDEX word_decisions_once;
CREATE UNIQUE INDEX word_decisions_once ON word_decisions (about, command, field, hit_id)
  WHERE command IN ('OpenFlash', 'ImportItem', 'CreateCoupon', 'OpenDraw', 'PlanShow');
"""


@MIGRATIONS(name="0020_plans")
def _plans(db: Database) -> None:
    for statement in _each(_PLANS):
        db.conn.execute(statement)


@MIGRATIONS(name="0021_on_air_since")
def _on_air_since(db: Database) -> None:
    """When the item on air was put there; means nothing while none is."""
    db.conn.execute("ALTER TABLE shows ADD COLUMN on_air_since_ms INTEGER")
