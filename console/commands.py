"""Everything that can be asked for, in the imperative.

A program may send any of these as JSON: `{"do": "RecordSale", "number": 1, "quantity": 2}`.
Ids are made here, at the gesture, and stay the idempotency key for ever: the same command twice is
one effect. What each one answers stands in `events.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from console.clock import Moment
from console.facts import Crop, LinkMode, SaidDespite, Shot, View
from console.ids import new_id, new_seed

# --- the show --------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class StartShow:
    """Go live with the line-up prepared so far.

    `plan_id` is the planned show that begins by it; without it, the one whose time is within two hours. Without a
    title it has that one's.
    """

    title: str = ""
    plan_id: str = ""
    despite: tuple[SaidDespite, ...] = ()
    """Filled in by the desk: the warnings it is said despite."""


@dataclass(frozen=True, kw_only=True)
class EndShow:
    """End the broadcast. Facts not sent yet stay in the outbox."""


@dataclass(frozen=True, kw_only=True)
class PlanShow:
    """Plan a show for `at_ms` (UTC), within a year. The same `plan_id` again changes nothing."""

    at_ms: int
    title: str = ""
    plan_id: str = field(default_factory=new_id)
    despite: tuple[SaidDespite, ...] = ()
    """Filled in by the desk: the warnings it is said despite."""


@dataclass(frozen=True, kw_only=True)
class ChangePlan:
    """Give a planned show another time or title; None leaves a field as it is."""

    plan_id: str
    at_ms: int | None = None
    title: str | None = None
    despite: tuple[SaidDespite, ...] = ()
    """Filled in by the desk: the warnings it is said despite."""


@dataclass(frozen=True, kw_only=True)
class StrikePlan:
    """Call a planned show off."""

    plan_id: str


# --- from the camera to the line-up ----------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class TakeSnap:
    """Keep the best frames of this moment. Completed into `KeepSnap` by whoever owns the camera."""

    snap_id: str = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True)
class KeepSnap:
    """Record a burst whose files are written and flushed already."""

    snap_id: str
    shots: tuple[Shot, ...]
    in_hand: bool = True
    """Whether somebody is about to list it; not where it comes with goods from a file."""


@dataclass(frozen=True, kw_only=True)
class SwitchCamera:
    """Show the source in place 1 (wide) or 2 (close-up); without `camera`, the other one. Snaps come from it."""

    camera: int | None = None


@dataclass(frozen=True, kw_only=True)
class SetView:
    """Change how a source is shown (the shown one, without `camera`); None leaves a field as it is.

    `turn` is clockwise: 0, 90, 180 or 270 degrees. `upright` leaves only the 9:16 part, `zoom` is 1 to 4,
    `x` and `y` are the middle as shares (0-1) of the turned picture. `mirror` is for the screen alone unless
    `mirror_photos`.
    """

    camera: int | None = None
    turn: int | None = None
    mirror: bool | None = None
    mirror_photos: bool | None = None
    upright: bool | None = None
    zoom: float | None = None
    x: float | None = None
    y: float | None = None


@dataclass(frozen=True, kw_only=True)
class KeepView:
    """Remember how a source is shown. `SetView` becomes this."""

    camera: int
    source: str
    """Its spec without secrets: a view belongs to a source, wherever it is put."""
    view: View


@dataclass(frozen=True, kw_only=True)
class ChooseCamera:
    """Put a source in place 1 or 2, now and from the next start on; "" is the default, or no second one.

    An address that holds a password is used and not remembered.
    """

    camera: int
    source: str


@dataclass(frozen=True, kw_only=True)
class KeepCamera:
    """Remember which source is in a place. `ChooseCamera` becomes this."""

    camera: int
    source: str


@dataclass(frozen=True, kw_only=True)
class CropSnap:
    """Cut a shot's pictures by hand: `square` (1:1) and `portrait` (3:4), in pixels of its full picture; None stays.

    Makes a snap of its own with the same shots, the one at `shot` cut anew; `of` is left as it is. Completed into
    `KeepSnap` by whoever has the files.
    """

    of: str
    shot: int = 0
    square: Crop | None = None
    portrait: Crop | None = None
    snap_id: str = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True)
class WhitenSnap:
    """Add to a snap the shot at `shot` with white behind the goods.

    Makes a snap of its own: the shots of `of` and, last, the white one. Completed into `KeepSnap`.
    """

    of: str
    shot: int = 0
    snap_id: str = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True)
class Prefer:
    """Choose how this console is for its people; see `preferences` for the names. "" takes a choice back."""

    name: str
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class RecallSnap:
    """Bring a snap that was kept before the hands again, as if it were just taken. Nothing is changed."""

    snap_id: str


@dataclass(frozen=True, kw_only=True)
class OpenFlash:
    """List an item: either `line` ("豆绿手镯 599 x3"), or `title`, `price_fen` and `stock`.

    Without `snap_id` the desk snaps at this moment. `shot` chooses another frame of the burst as the
    first picture.
    """

    line: str = ""
    title: str = ""
    price_fen: int | None = None
    stock: int | None = None
    snap_id: str | None = None
    shot: int = 0
    barcode: str = ""
    item_id: str = field(default_factory=new_id)
    template: str = ""
    """"jewellery": a draft until `DescribeItem` gave it what its certificate asks for."""
    despite: tuple[SaidDespite, ...] = ()
    """Filled in by the desk: the warnings it is said despite."""


@dataclass(frozen=True, kw_only=True)
class ImportItem:
    """List an item from a seller's spreadsheet, all of it at once; a draft without `snap_id`.

    The same `item_id` again changes nothing.
    """

    title: str
    price_fen: int
    stock: int = 1
    barcode: str = ""
    bin_code: str = ""
    points: str = ""
    cost_fen: int | None = None
    snap_id: str | None = None
    item_id: str = field(default_factory=new_id)
    fingerprint: str = ""
    """Tells a row that says something else now from the same one."""
    despite: tuple[SaidDespite, ...] = ()
    """Filled in by the desk: the warnings it is said despite."""


@dataclass(frozen=True, kw_only=True)
class ListAgain:
    """List another one like item `number`: its title, price, pictures, points, bin, guarantees and source.

    What belongs to one piece alone stays with it: barcode, certificate, weight and size. Its words were decided on
    with the first one.
    """

    number: int
    stock: int = 1
    item_id: str = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True)
class ReplaceSnap:
    """Give an item other pictures, as long as the platform has not taken it in."""

    number: int
    snap_id: str
    shot: int = 0


@dataclass(frozen=True, kw_only=True)
class EditItem:
    """Change what is said about an item; None leaves a field as it is."""

    number: int
    title: str | None = None
    bin_code: str | None = None
    points: str | None = None
    barcode: str | None = None
    despite: tuple[SaidDespite, ...] = ()
    """Filled in by the desk: the warnings it is said despite."""


@dataclass(frozen=True, kw_only=True)
class DescribeItem:
    """Say what makes an item believable; None leaves a field as it is, "" takes a text or proof away.

    `guarantees` are of "seven_days" (七天无理由), "refund_only" (退款不退货), "return_freight" (退货补运费) and
    "fake_compensation" (假一赔十); `source` is "origin" (原产地), "belt" (产业带), "factory" (工厂直供) or "influencer"
    (达人品牌). A proof is the best picture of a kept snap. With `template` "jewellery" the item is told to the
    platform only once material, weight, size, certificate and its picture are there.
    """

    number: int
    guarantees: tuple[str, ...] | None = None
    certificate: str | None = None
    certificate_snap_id: str | None = None
    source: str | None = None
    origin: str | None = None
    source_snap_id: str | None = None
    template: str | None = None
    material: str | None = None
    weight: str | None = None
    size: str | None = None
    cost_fen: int | None = None
    commission_bp: int | None = None
    """Commission in hundredths of a percent."""
    base_price_fen: int | None = None
    """The price it is compared with (原价, 划线价); 0 takes it away, as with the two numbers below."""
    base_snap_id: str | None = None
    """The proof of that price."""
    online: int | None = None
    ships_within_h: int | None = None
    despite: tuple[SaidDespite, ...] = ()
    """Filled in by the desk: the warnings it is said despite."""


@dataclass(frozen=True, kw_only=True)
class ChangePrice:
    """Sell an item at another price from now on."""

    number: int
    price_fen: int
    change_id: str = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True)
class AddStock:
    """Add units (or take away, when negative) after a count."""

    number: int
    quantity: int
    change_id: str = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True)
class WithdrawItem:
    """Take an item off sale."""

    number: int
    change_id: str = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True)
class RelistItem:
    """Put a withdrawn item on sale again."""

    number: int
    change_id: str = field(default_factory=new_id)


# --- the line-up -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class MoveItem:
    """Move an item before another; `before` None moves it to the end. Numbers stay with their items.

    `also` go with it; together they stand in the order they had.
    """

    number: int
    before: int | None = None
    also: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BringAlong:
    """Take what the show that ended last did not sell into the next one, each under its number."""


@dataclass(frozen=True, kw_only=True)
class LeaveBehind:
    """Let the next show begin without what came along; what was sold or is on air in it stays."""


@dataclass(frozen=True, kw_only=True)
class PutOnAir:
    """Show this number to the viewers."""

    number: int


@dataclass(frozen=True, kw_only=True)
class NextOnAir:
    """Go on to the next item that can be sold."""


@dataclass(frozen=True, kw_only=True)
class PreviousOnAir:
    """Go back to the item before that can be sold."""


@dataclass(frozen=True, kw_only=True)
class TakeOffAir:
    """Take the card off the picture."""


# --- selling ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class RecordSale:
    """Log a sale made here; without `number`, of the item on air."""

    number: int | None = None
    quantity: int = 1
    buyer: str = ""
    sale_id: str = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True)
class VoidSale:
    """Undo a sale; its units return to stock."""

    sale_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ResolveClaim:
    """Decide what becomes of a sale that the platform has not agreed to.

    `how`: "confirm" (the goods are handed over), "refund" (void it), "substitute" (void it and sell
    `number` instead) or "backorder" (it is delivered later).
    """

    sale_id: str
    how: str
    number: int | None = None
    substitute_id: str = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True)
class HoldQuota:
    """Take `units` off the platform's stock, to own them whatever the line does. Owned once it answers."""

    number: int
    units: int
    change_id: str = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True)
class GiveBackQuota:
    """Return what is left of the quota to the platform."""

    number: int
    change_id: str = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True)
class SettleStock:
    """Make both sides' stock of an item equal, whatever became of changes in doubt.

    `whose` number is right: "platform" (ours is corrected by a movement) or "studio" (the platform is
    told ours). Changes made after this one are told as always. `item_id` names an item that is in no line-up
    of today; else `number` does.
    """

    number: int = 0
    item_id: str = ""
    whose: str
    change_id: str = field(default_factory=new_id)


# --- flash sales -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class StartFlashSale:
    """Sell `units` of an item at `price_fen` for `seconds` (10 to 1,800); without `number`, the item on air.

    `units` None is all that viewers can buy now. With `at_ms` (UTC) it begins then; while another runs or is
    planned it begins after that one. `moment` is filled in by whoever owns the clock.
    """

    number: int | None = None
    price_fen: int
    units: int | None = None
    per_buyer: int = 0
    seconds: int = 60
    at_ms: int | None = None
    flash_id: str = field(default_factory=new_id)
    moment: Moment | None = None


@dataclass(frozen=True, kw_only=True)
class ExtendFlashSale:
    """Let a running flash sale go on for `seconds` more; below zero it ends so much sooner, never at once."""

    flash_id: str
    seconds: int = 30
    change_id: str = field(default_factory=new_id)
    moment: Moment | None = None


@dataclass(frozen=True, kw_only=True)
class EndFlashSale:
    """End a flash sale now, or strike a planned one; price and stock come back. `why`: "hand" or "time"."""

    flash_id: str
    why: str = "hand"


@dataclass(frozen=True, kw_only=True)
class BeginFlashSale:
    """The time of a planned flash sale has come. Asked by the countdown alone."""

    flash_id: str
    moment: Moment | None = None


@dataclass(frozen=True, kw_only=True)
class SetSteps:
    """Give an item its steps in one line: "预热 讲产地 | 开价 599 | 秒杀 499 x5 60秒 | 下架".

    The first `done` of them count as taken.
    """

    number: int
    line: str
    done: int = 0
    despite: tuple[SaidDespite, ...] = ()
    """Filled in by the desk: the warnings it is said despite."""


@dataclass(frozen=True, kw_only=True)
class WriteScript:
    """Write what the anchor says after an item; without `number`, before the first. An empty `text` takes it away."""

    number: int | None = None
    text: str
    despite: tuple[SaidDespite, ...] = ()
    """Filled in by the desk: the warnings it is said despite."""


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """Take the next step of an item; without `number`, of the one on air."""

    number: int | None = None
    change_id: str = field(default_factory=new_id)
    moment: Moment | None = None


# --- coupons ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class CreateCoupon:
    """Announce a coupon on item `number`, or without it on the whole shop, for whole days (Beijing)."""

    name: str
    reduce_fen: int
    total: int
    threshold_fen: int = 0
    """What must be bought for; 0 for anything."""
    per_buyer: int = 1
    number: int | None = None
    first_day: str = ""
    """"2026-11-22"; "" is today."""
    last_day: str = ""
    """"" is the first day."""
    coupon_id: str = field(default_factory=new_id)
    despite: tuple[SaidDespite, ...] = ()
    """Filled in by the desk: the warnings it is said despite."""


@dataclass(frozen=True, kw_only=True)
class EndCoupon:
    """Let nobody take it any more."""

    coupon_id: str


@dataclass(frozen=True, kw_only=True)
class ShowCoupon:
    """Show a coupon's card to the viewers; None takes it off."""

    coupon_id: str | None = None


# --- draws -----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class OpenDraw:
    """Announce a draw among the buyers of item `number`, or without it of the whole show."""

    prize: str
    prize_fen: int = 0
    """What one prize is worth, fen; above 50,000 yuan the screens warn."""
    winners: int = 1
    number: int | None = None
    draw_id: str = field(default_factory=new_id)
    seed: str = field(default_factory=new_seed)
    """Kept secret until the entrants are frozen; its fingerprint is published at once."""
    despite: tuple[SaidDespite, ...] = ()
    """Filled in by the desk: the warnings it is said despite."""


@dataclass(frozen=True, kw_only=True)
class FreezeEntrants:
    """Fix who takes part: the buyers so far, or `entrants`, one line each. Publishes the seed."""

    draw_id: str
    entrants: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class DrawWinners:
    """Reckon who won."""

    draw_id: str


@dataclass(frozen=True, kw_only=True)
class StrikeDraw:
    """Call a draw off before anybody won."""

    draw_id: str


# --- the link --------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class SetLink:
    """Automatic, or forced offline until set back; survives a restart."""

    mode: LinkMode


@dataclass(frozen=True, kw_only=True)
class RetryNow:
    """Do not wait for the next attempt."""


@dataclass(frozen=True, kw_only=True)
class ResendItem:
    """Send again what the platform refused of this item, as it reads now."""

    number: int


@dataclass(frozen=True, kw_only=True)
class ChangeTemplate:
    """List what the platform refused under another category, or with another freight template; it is sent again.

    What is None is suggested by the platform anew, for this item.
    """

    number: int
    category_id: int | None = None
    express_template_id: int | None = None
    change_id: str = field(default_factory=new_id)


# --- said by sync alone: what the platform reported ------------------------------------------


@dataclass(frozen=True, kw_only=True)
class TakeInOrder:
    """One order line as the platform has it now; older or equal versions change nothing."""

    order_id: str
    platform_item: int
    """relItemId, the number under which the platform knows the item."""
    quantity: int
    unit_price_fen: int
    status: str
    """"unpaid", "paid", "closed" (its units are back) or "refunded" (the goods are gone)."""
    buyer: str
    """The platform's masked name, never more."""
    updated_at_ms: int
    sale_id: str = field(default_factory=new_id)
    ordered_at_ms: int = 0
    """When the buyer ordered, on this machine's clock; 0 where nobody can tell. It says which show and which flash
    sale an order belongs to that comes in late."""


@dataclass(frozen=True, kw_only=True)
class NoteSent:
    """An outbox entry is about to go out as `request`."""

    outbox_id: str
    request: dict[str, Any]
    together: tuple[str, ...] = ()
    """Entries that travel with it; filled in by the desk that keeps a second copy."""


@dataclass(frozen=True, kw_only=True)
class SettlePush:
    """What became of one outbox entry: "acked", "rejected", "unknown" or "later"."""

    outbox_id: str
    outcome: str
    reason: str = ""
    retry_in_ms: int = 0
    answer: dict[str, int | str] = field(default_factory=dict)
    together: tuple[str, ...] = ()
    """As in `NoteSent`."""


@dataclass(frozen=True, kw_only=True)
class CorrectStock:
    """The platform's stock was read, and a person said that it is right; see `SettleStock`."""

    outbox_id: str
    stock: int
    ordered: int
    """Units of platform orders known when it was read; later ones are in it neither here nor there."""


@dataclass(frozen=True, kw_only=True)
class NotePlace:
    """The platform said where the buyer of a sale ordered: "live", "video", "replay" or "other"."""

    sale_id: str
    place: str


@dataclass(frozen=True, kw_only=True)
class NoteCoupon:
    """What the platform said of a coupon: "sent" (it may be there), "made", "refused" or "over"."""

    coupon_id: str
    state: str
    platform_coupon_id: int | None = None
    taken: int | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class NoteAudit:
    """The platform's audit of an item moved on."""

    item_id: str
    platform: str
    """A value of PlatformState."""
    on_shelf: bool
    reason: str = ""


Command = (
    StartShow
    | EndShow
    | PlanShow
    | ChangePlan
    | StrikePlan
    | TakeSnap
    | KeepSnap
    | CropSnap
    | WhitenSnap
    | RecallSnap
    | SwitchCamera
    | SetView
    | KeepView
    | ChooseCamera
    | KeepCamera
    | Prefer
    | OpenFlash
    | ImportItem
    | ListAgain
    | ReplaceSnap
    | EditItem
    | ChangePrice
    | AddStock
    | WithdrawItem
    | RelistItem
    | MoveItem
    | BringAlong
    | LeaveBehind
    | PutOnAir
    | NextOnAir
    | PreviousOnAir
    | TakeOffAir
    | RecordSale
    | VoidSale
    | ResolveClaim
    | HoldQuota
    | GiveBackQuota
    | SettleStock
    | StartFlashSale
    | ExtendFlashSale
    | EndFlashSale
    | BeginFlashSale
    | DescribeItem
    | SetSteps
    | WriteScript
    | NextStep
    | CreateCoupon
    | EndCoupon
    | ShowCoupon
    | NoteCoupon
    | OpenDraw
    | FreezeEntrants
    | DrawWinners
    | StrikeDraw
    | SetLink
    | RetryNow
    | ResendItem
    | ChangeTemplate
    | TakeInOrder
    | NoteSent
    | SettlePush
    | CorrectStock
    | NoteAudit
    | NotePlace
)

ASKABLE: dict[str, type[Command]] = {
    kind.__name__: kind
    for kind in (
        StartShow,
        EndShow,
        PlanShow,
        ChangePlan,
        StrikePlan,
        TakeSnap,
        CropSnap,
        WhitenSnap,
        RecallSnap,
        SwitchCamera,
        SetView,
        ChooseCamera,
        Prefer,
        OpenFlash,
        ImportItem,
        ListAgain,
        ReplaceSnap,
        EditItem,
        ChangePrice,
        AddStock,
        WithdrawItem,
        RelistItem,
        MoveItem,
        BringAlong,
        LeaveBehind,
        PutOnAir,
        NextOnAir,
        PreviousOnAir,
        TakeOffAir,
        RecordSale,
        VoidSale,
        ResolveClaim,
        HoldQuota,
        GiveBackQuota,
        SettleStock,
        StartFlashSale,
        ExtendFlashSale,
        EndFlashSale,
        DescribeItem,
        SetSteps,
        WriteScript,
        NextStep,
        CreateCoupon,
        EndCoupon,
        ShowCoupon,
        OpenDraw,
        FreezeEntrants,
        DrawWinners,
        StrikeDraw,
        SetLink,
        RetryNow,
        ResendItem,
        ChangeTemplate,
    )
}
"""What a person or another program may ask, by name; the rest is said by our own parts alone."""
