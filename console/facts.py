"""The nouns of a live sale, as frozen values: show, item, snap, sale, and how platform and link stand.

Money is fen, stored time is UTC milliseconds, paths are relative to the data folder with `/`.
Nothing here decides anything; rules live in `listing`, `lineup`, `sales`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from console.errors import Text


class ShowStatus(StrEnum):
    """A show is prepared, broadcast, over."""

    PLANNED = "planned"
    LIVE = "live"
    ENDED = "ended"


class ListingState(StrEnum):
    """The studio's side of an item."""

    DRAFT = "draft"
    LISTED = "listed"
    ON_SALE = "on_sale"
    SOLD_OUT = "sold_out"
    WITHDRAWN = "withdrawn"


class PlatformState(StrEnum):
    """The platform's side of an item; written by `sync` only."""

    WAITING = "waiting"  # nothing was sent yet, or it is not known whether it arrived
    SUBMITTED = "submitted"  # the platform took it in
    AUDITING = "auditing"
    APPROVED = "approved"
    REFUSED = "refused"


class SaleStatus(StrEnum):
    """UNPAID holds stock but is no money yet; VOID gave its stock back."""

    UNPAID = "unpaid"
    SOLD = "sold"
    VOID = "void"


class SaleSource(StrEnum):
    """Who knew of the sale first."""

    STUDIO = "studio"
    PLATFORM = "platform"


class Conflict(StrEnum):
    """What became of a sale that the platform's stock could not cover; OPEN waits for a person."""

    NONE = ""
    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUNDED = "refunded"
    SUBSTITUTED = "substituted"
    BACKORDERED = "backordered"


class FlashState(StrEnum):
    """A flash sale waits for its time, runs, is over."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


class LinkMode(StrEnum):
    """What the person chose; survives a restart."""

    AUTO = "auto"
    OFFLINE = "offline"


class LinkStatus(StrEnum):
    """What real calls showed."""

    UNTRIED = "untried"
    ONLINE = "online"
    DEGRADED = "degraded"
    OFFLINE = "offline"


class CameraStatus(StrEnum):
    """SUBSTITUTE: the synthetic scene stands in because the chosen source failed."""

    CLOSED = "closed"
    OPENING = "opening"
    LIVE = "live"
    SUBSTITUTE = "substitute"
    FAILED = "failed"


class CameraTrouble(StrEnum):
    """What is wrong with the picture of a source that is open: none comes, always the same, or nothing to see."""

    STALLED = "stalled"
    FROZEN = "frozen"
    BLACK = "black"


class NoticeLevel(StrEnum):
    """INFO passes by, WARNING waits to be read, TROUBLE needs a hand."""

    INFO = "info"
    WARNING = "warning"
    TROUBLE = "trouble"


class CodeKind(StrEnum):
    """What a code in the picture is for: naming goods, leading buyers off the platform, or onto it."""

    GOODS = "goods"
    LEADS_AWAY = "leads_away"
    PLATFORM = "platform"
    OTHER = "other"


@dataclass(frozen=True)
class Code:
    """A barcode or QR code as it was read in a picture."""

    text: str
    format: str
    """The symbology as it is commonly written: "EAN-13", "Code 128", "QR Code"."""
    kind: CodeKind
    box: tuple[int, int, int, int]
    """Left, top, width, height in pixels of the picture it was read in."""


@dataclass(frozen=True)
class Crop:
    """A part of a full picture: its left upper corner, width and height, pixels."""

    x: int
    y: int
    w: int
    h: int


class Flaw(StrEnum):
    """What a photo may suffer from; never a reason not to use it."""

    BLUR = "blur"
    GLARE = "glare"
    DARK = "dark"
    OVEREXPOSED = "overexposed"
    CUT = "cut"  # the goods reach over the picture's border
    NO_GOODS = "no_goods"  # nothing stands out; the middle is taken


@dataclass(frozen=True)
class Label:
    """What a price tag in a snapped picture says; a proposal, never taken by itself."""

    title: str = ""
    price_fen: int | None = None
    number: int | None = None
    barcode: str = ""
    """Of the goods, where one was read."""


@dataclass(frozen=True)
class Shot:
    """One frame of a burst as files, each named by the hash of its content."""

    full: str
    square: str
    portrait: str
    thumb: str
    sharpness: float
    """How sharp the goods are; comparable within one burst only."""
    size: tuple[int, int] = (0, 0)
    """Width and height of `full`, pixels; 0 x 0 where they are not known (snaps of earlier versions)."""
    square_crop: Crop | None = None
    """What of `full` is `square`; None where it is not known (snaps of earlier versions)."""
    portrait_crop: Crop | None = None
    light: tuple[float, float, float] = (1.0, 1.0, 1.0)
    """What blue, green and red were multiplied by, in every picture but the full one."""
    flaws: tuple[Flaw, ...] = ()


@dataclass(frozen=True)
class Snap:
    """A burst kept: the best shots, the one with the sharpest goods first."""

    snap_id: str
    taken_at_ms: int
    shots: tuple[Shot, ...]


@dataclass(frozen=True)
class Show:
    """One broadcast."""

    show_id: str
    title: str
    status: ShowStatus
    started_at_ms: int | None = None
    ended_at_ms: int | None = None


@dataclass(frozen=True)
class Plan:
    """A show that is to be, and when (UTC ms)."""

    plan_id: str
    title: str
    at_ms: int


@dataclass(frozen=True)
class FlashSale:
    """Some units of an item at a lower price for a short time (秒杀)."""

    flash_id: str
    state: FlashState
    confirmed: bool
    """The platform has taken its units and its price: viewers can buy at it."""
    sold_units: int
    gmv_fen: int
    price_fen: int
    regular_fen: int
    """The price before, which comes back; while planned, the price at the time of planning."""
    units: int
    per_buyer: int
    """Units one buyer may have; 0 for no limit. Kept here only: the platform has no call for it."""
    lasts_ms: int
    at_ms: int | None = None
    """When a planned one begins, UTC; None: as soon as the one before it is over."""
    started_at_ms: int | None = None
    ends_at_ms: int | None = None
    ends_s: float | None = None
    """The deadline on the steady clock of `boot`; see `countdown`."""
    boot: str = ""
    ended_at_ms: int | None = None
    why: str = ""
    """How it ended: "time", "sold out", "hand", "withdrawn", "show over", "no stock", "price"."""

    @property
    def units_left(self) -> int:
        return max(0, self.units - self.sold_units)


class StepKind(StrEnum):
    """CUE is only said; PRICE and FLASH change what it costs; OFF takes it off sale."""

    CUE = "cue"
    PRICE = "price"
    FLASH = "flash"
    OFF = "off"


@dataclass(frozen=True)
class Step:
    """One step of an item's script."""

    kind: StepKind
    text: str
    """As it was typed, for the anchor."""
    price_fen: int = 0
    units: int | None = None
    seconds: int = 0


@dataclass(frozen=True)
class Trust:
    """What makes an item believable; see `commands.DescribeItem` for the words."""

    guarantees: tuple[str, ...] = ()
    certificate: str = ""
    certificate_photo: str = ""
    source: str = ""
    origin: str = ""
    source_photo: str = ""
    template: str = ""
    material: str = ""
    weight: str = ""
    size: str = ""
    cost_fen: int | None = None
    """For the assistant only, like the commission."""
    commission_bp: int = 0
    base_price_fen: int | None = None
    """What it is compared with (原价, 划线价)."""
    base_photo: str = ""
    """The proof that it was sold at that price."""
    online: int | None = None
    """How many watch, as somebody last looked."""
    ships_within_h: int | None = None
    """Hours within which it leaves the house."""

    @property
    def based(self) -> bool:
        """Whether the compared price may be shown: the sum and its proof are there."""
        return bool(self.base_price_fen and self.base_photo)

    @property
    def certified(self) -> bool:
        """Whether the certificate's badge may be shown: number and picture are there."""
        return bool(self.certificate and self.certificate_photo)

    @property
    def sourced(self) -> bool:
        """Whether the source's badge may be shown: label, place and proof are there."""
        return bool(self.source and self.origin and self.source_photo)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What is missing before the item may be listed, as names of fields."""
        if self.template != "jewellery":
            return ()
        needed = ("material", "weight", "size", "certificate", "certificate_photo")
        return tuple(name for name in needed if not getattr(self, name))


class CouponState(StrEnum):
    """SENT: the platform may have it; MADE: it has."""

    WAITING = "waiting"
    SENT = "sent"
    MADE = "made"
    REFUSED = "refused"
    OVER = "over"


@dataclass(frozen=True)
class Coupon:
    """A coupon, and how many of it were taken as far as the platform said."""

    coupon_id: str
    state: CouponState
    ending: bool
    """Somebody ended it here; the platform may not know yet."""
    name: str
    reduce_fen: int
    threshold_fen: int
    total: int
    per_buyer: int
    item_id: str | None
    first_day: str
    last_day: str
    platform_coupon_id: int | None
    taken: int | None
    """None until the platform said."""
    taken_at_ms: int | None
    reason: str
    made_at_ms: int

    @property
    def left(self) -> int | None:
        """How many can still be taken; None when nobody knows."""
        return None if self.taken is None else max(0, self.total - self.taken)


class DrawState(StrEnum):
    """A draw is announced, its entrants fixed, the winners known, or it was called off."""

    OPEN = "open"
    FROZEN = "frozen"
    DRAWN = "drawn"
    STRUCK = "struck"


@dataclass(frozen=True)
class Winner:
    """Somebody who won a draw."""

    prize: int
    """1 is the first prize."""
    place: int
    """In the list of entrants, from 1."""
    name: str


@dataclass(frozen=True)
class Draw:
    """A draw among buyers (免单), as the screens and viewers need to know it."""

    draw_id: str
    state: DrawState
    prize: str
    prize_fen: int
    winners: int
    item_id: str | None
    seed_fingerprint: str
    """Published when it was opened."""
    seed: str
    """Empty until the entrants are frozen."""
    entrants: int
    entrants_fingerprint: str
    """Empty until they are frozen."""
    won: tuple[Winner, ...]
    opened_at_ms: int
    frozen_at_ms: int | None = None
    drawn_at_ms: int | None = None


@dataclass(frozen=True)
class Item:
    """One numbered item of the line-up, the studio's facts and the platform's laid over each other."""

    item_id: str
    number: int
    title: str
    price_fen: int
    stock_left: int
    stock_total: int
    sold_units: int
    listing: ListingState
    platform: PlatformState
    platform_reason: str = ""
    bin_code: str = ""
    points: str = ""
    thumb: str = ""
    square: str = ""
    snap_id: str | None = None
    listed_at_ms: int = 0
    unsent: int = 0
    """Facts of this item that the platform has not answered yet."""
    unsent_since_ms: int | None = None
    quota: int = 0
    """Units taken off the platform's stock beforehand: they can be sold here whatever the line does."""
    barcode: str = ""
    """What its label's code says, as it was read."""
    flash_hold: int = 0
    """Units kept off the platform while a flash sale runs, so that no more than its own can be bought."""
    flash_sales: tuple[FlashSale, ...] = ()
    """The one that ended last, the one that runs, and those planned, in this order."""
    trust: Trust = Trust()
    steps: tuple[Step, ...] = ()
    step: int = 0
    """How many of the steps were taken."""
    show_units: int = 0
    """Units sold and paid in the show whose line-up this is; `sold_units` are those of all shows, unpaid ones too."""

    @property
    def flash(self) -> FlashSale | None:
        """The flash sale that runs now."""
        return next((f for f in self.flash_sales if f.state is FlashState.RUNNING), None)

    @property
    def sellable(self) -> bool:
        """Whether it may be sold or put on air now."""
        return self.stock_left > 0 and self.listing is not ListingState.WITHDRAWN


@dataclass(frozen=True)
class Script:
    """What the anchor says between two items, in her own words."""

    item_id: str | None
    """The item after which it is said; None: before the first."""
    text: str


@dataclass(frozen=True)
class SaidDespite:
    """One word that the person kept although the check warned of it; see docs/words.md."""

    field: str
    """Which text: "title", "points", "steps", "name", "prize", "origin", "material" or "script"."""
    hit_id: str
    word_class: str
    level: str
    """"notice" or "warn"."""
    typed: str
    entry: str
    version: str
    """Of the word list."""


TAKEN_BACK = ("撤回", "Taken back", "撤销", "Undo")
"""Reasons of a sale that was only a slip of the hand and was undone; the last two are in older books."""


@dataclass(frozen=True)
class Sale:
    """One sale; what it cost is frozen with it."""

    sale_id: str
    item_id: str
    number: int
    title: str
    quantity: int
    unit_price_fen: int
    source: SaleSource
    status: SaleStatus
    recorded_at_ms: int
    buyer: str = ""
    void_reason: str = ""
    order_id: str = ""
    short_units: int = 0
    """Units sold that were not in stock (platform and studio both sold them); a person must decide."""
    agreed: bool = False
    """True once both sides agree: the platform reported it, acknowledged our stock change, or gave a quota before."""
    quota_units: int = 0
    """Units of it that were owned beforehand."""
    conflict: Conflict = Conflict.NONE
    place: str = ""
    """Where the buyer ordered, once the platform said: "live", "video", "replay", "other"."""
    show_id: str = ""
    """The show it belongs to: goods go along into the next one, their sales do not."""

    @property
    def amount_fen(self) -> int:
        return self.quantity * self.unit_price_fen

    @property
    def taken_back(self) -> bool:
        """Whether it never was a sale: a slip that was undone."""
        return self.status is SaleStatus.VOID and self.source is SaleSource.STUDIO and self.void_reason in TAKEN_BACK

    @property
    def needs_hand(self) -> bool:
        """Whether a person must do something: it was sold twice, or the platform could not cover it."""
        return self.status is not SaleStatus.VOID and (self.conflict is Conflict.OPEN or self.short_units > 0)


@dataclass(frozen=True)
class OpenSales:
    """Sales of all shows that are not settled between both sides, and how many there are of each kind."""

    conflicts: int = 0
    """The platform could not cover them; a person must decide."""
    short: int = 0
    """Sold without stock."""
    claims: int = 0
    """The platform has not answered yet."""
    sales: tuple[Sale, ...] = ()
    """Conflicts, then short ones, then claims, each oldest first; as many as were asked for."""


@dataclass(frozen=True)
class Totals:
    """What was sold and paid: units, orders, and gross merchandise value in fen."""

    units: int = 0
    orders: int = 0
    gmv_fen: int = 0


@dataclass(frozen=True)
class Outbox:
    """Facts on their way to the platform."""

    waiting: int = 0
    parked: int = 0
    oldest_at_ms: int | None = None


@dataclass(frozen=True)
class Link:
    """The line to the platform: what was chosen, what is, and why."""

    mode: LinkMode = LinkMode.AUTO
    status: LinkStatus = LinkStatus.UNTRIED
    reason: Text | None = None
    retry_at_ms: int | None = None
    calls_left: int | None = None
    """Calls the platform still takes today, as last counted; None when there is nothing to count."""
    calls_low: bool = False


@dataclass(frozen=True)
class View:
    """How a source is shown. Turned first, then cut, then mirrored; `camera.view` has the geometry."""

    turn: int = 0
    """Degrees clockwise: 0, 90, 180 or 270."""
    mirror: bool = False
    """Left and right changed on the screen, as an anchor who looks at herself expects it."""
    mirror_photos: bool = False
    """And in photos, which otherwise stay as the camera saw them: writing on the goods must be readable."""
    upright: bool = False
    """Only the 9:16 part, as a phone held upright shows it."""
    zoom: float = 1.0
    """1 to 4."""
    x: float = 0.5
    """Middle of what is shown, as a share (0-1) of the turned picture's width."""
    y: float = 0.5
    """The same of its height."""

    @property
    def neutral(self) -> bool:
        """Whether the picture is shown just as it comes."""
        return not self.turn and not self.mirror and not self.cuts

    @property
    def cuts(self) -> bool:
        """Whether a part of the picture is left out."""
        return self.upright or self.zoom > 1.0


@dataclass(frozen=True)
class Camera:
    """The camera as a person needs to know it."""

    status: CameraStatus = CameraStatus.CLOSED
    spec: str = ""
    width: int = 0
    """Of the source itself, before `view`."""
    height: int = 0
    fps: float = 0.0
    """Frames per second delivered, measured over the last seconds."""
    trouble: CameraTrouble | None = None
    """What the watchdog sees; None while the picture is well, and while there is no open source."""
    view: View = View()
    place: int = 1
    """1 is the wide one, 2 the close-up."""
    other: CameraStatus | None = None
    """How the source stands that is not shown; None when there is only one."""


class CameraStrain(StrEnum):
    """Why the picture is uneven: the source delivers too little, or the screen does not keep up."""

    SLOW = "slow"
    DROPPING = "dropping"


@dataclass(frozen=True)
class CameraHealth:
    """How the pictures of the shown source come: rates and shares of five seconds, counts since it opened."""

    strain: CameraStrain | None = None
    """None while all is well."""
    fps: float = 0.0
    """Frames per second delivered."""
    announced_fps: float = 0.0
    """What the source says it delivers; 0 when it does not say."""
    dropped_percent: int = 0
    """Of the previews: a newer one came before the screen fetched them."""
    captured: int = 0
    shown: int = 0
    dropped: int = 0
    late: int = 0
    """Frames that came more than half a frame time after they were due."""


@dataclass(frozen=True)
class Notice:
    """A card that waits: what happened, and what to do."""

    key: str
    level: NoticeLevel
    title: Text
    advice: Text
    number: int | None = None
    """The item it is about, where it is about one."""
    facts: dict[str, str] = field(default_factory=dict)
    """Fills the places of `title` and `advice`."""
