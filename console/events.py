"""Everything that can have happened, in the past tense.

An event is true when it is published: what it says of the studio is committed, what it says of the
platform the platform has answered. Events carry whole values, so that `state.apply` only lays them
in place. No pixels travel here, only the names of files.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.facts import (
    Camera,
    CameraHealth,
    CameraStatus,
    Code,
    Coupon,
    Draw,
    Item,
    Label,
    Link,
    Notice,
    Outbox,
    Plan,
    Sale,
    Script,
    Show,
    Snap,
    Step,
    Totals,
    View,
)

# --- the show --------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ShowStarted:
    show: Show
    plans: tuple[Plan, ...] | None = None
    """The shows still planned after it; None where that did not change."""


@dataclass(frozen=True, kw_only=True)
class PlansChanged:
    """A show was "planned", "changed" or "struck"; `plans` are all that are planned now."""

    plan_id: str
    what: str
    plans: tuple[Plan, ...]


@dataclass(frozen=True, kw_only=True)
class ShowEnded:
    show: Show
    totals: Totals
    unsent: int
    """Facts that wait in the outbox as the show ends."""
    items: tuple[Item, ...] = ()
    """Items whose quota went back to the platform, or whose flash sale ended with it."""


# --- from the camera to the line-up ----------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class SnapTaken:
    snap_id: str
    snap: Snap
    in_hand: bool = True
    """Whether it lies before the hands to be listed; not where it comes with goods from a file."""


@dataclass(frozen=True, kw_only=True)
class SnapUnderWay:
    """Pictures are being made that take a while: white behind the goods. Told as it goes on, kept nowhere."""

    snap_id: str
    share: float
    """Of the work, 0 to 1."""


@dataclass(frozen=True, kw_only=True)
class FlashOpened:
    """Listed here; the platform's word comes later. `show` is new when the last one had ended."""

    item_id: str
    number: int
    item: Item
    show: Show


@dataclass(frozen=True, kw_only=True)
class ItemChanged:
    """Text, pictures, price, stock or shelf of an item changed here."""

    item_id: str
    number: int
    item: Item
    on_air_item_id: str | None
    changed: tuple[Sale, ...] = ()
    """Sales that stand otherwise now: units that were short and are covered."""


# --- the line-up -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class LineupMoved:
    number: int
    item_ids: tuple[str, ...]
    """All items in their new order."""


@dataclass(frozen=True, kw_only=True)
class LeftOverChanged:
    """Goods of the show before were "brought" along, or "left" behind; `count` is how many."""

    what: str
    count: int
    show: Show
    items: tuple[Item, ...]
    """The whole line-up in its order."""
    scripts: tuple[Script, ...]
    left: tuple[Item, ...]
    """What is left of the show before, and not in this line-up."""


@dataclass(frozen=True, kw_only=True)
class OnAirChanged:
    """`item_id` and `number` are None when nothing is on air any more."""

    item_id: str | None
    number: int | None

    # --- selling ---------------------------------------------------------------------------------
    since_ms: int | None = None
    """When it was put there; what is on air already stays there since then."""


@dataclass(frozen=True, kw_only=True)
class SaleRecorded:
    """A sale, made here or reported by the platform. When it took the last unit, the card is off."""

    sale_id: str
    show_id: str
    item_id: str
    number: int
    title: str
    quantity: int
    unit_price_fen: int
    source: str
    status: str
    buyer: str
    order_id: str
    short_units: int
    recorded_at_ms: int
    sale: Sale
    item: Item
    totals: Totals
    on_air_item_id: str | None


@dataclass(frozen=True, kw_only=True)
class SaleVoided:
    sale_id: str
    show_id: str
    item_id: str
    number: int
    quantity: int
    reason: str
    item: Item
    totals: Totals
    changed: tuple[Sale, ...]
    """The sale as it stands now, and sales whose missing units the returned ones cover."""


@dataclass(frozen=True, kw_only=True)
class FlashSaleChanged:
    """A flash sale was "planned", "started", "extended", "shortened", "ended" or "struck".

    How it stands is with the item.
    """

    flash_id: str
    what: str
    item_id: str
    number: int
    item: Item
    on_air_item_id: str | None


@dataclass(frozen=True, kw_only=True)
class ScriptWritten:
    """What is said after an item was written; `number` is None for what is said before the first.

    `show` is new when the last one had ended.
    """

    number: int | None
    script: Script
    show: Show


@dataclass(frozen=True, kw_only=True)
class StepTaken:
    """A step of an item's script was taken: what it says, and the item after it."""

    item_id: str
    number: int
    step: Step
    item: Item
    on_air_item_id: str | None


@dataclass(frozen=True, kw_only=True)
class CouponChanged:
    """A coupon is "waiting", "sent", "made", "refused" or "over" now, or its count moved."""

    coupon_id: str
    what: str
    coupon: Coupon
    shown: str | None
    """The coupon whose card viewers see."""


@dataclass(frozen=True, kw_only=True)
class CouponShown:
    """Viewers see this coupon's card; None: none."""

    coupon_id: str | None


@dataclass(frozen=True, kw_only=True)
class DrawChanged:
    """A draw is "open", "frozen", "drawn" or "struck" now."""

    draw_id: str
    what: str
    draw: Draw


@dataclass(frozen=True, kw_only=True)
class ClaimResolved:
    """A person decided about a sale the platform had not agreed to; `instead` is the substitute."""

    sale_id: str
    show_id: str
    how: str
    item: Item
    totals: Totals
    changed: tuple[Sale, ...]
    instead: SaleRecorded | None


@dataclass(frozen=True, kw_only=True)
class SalePaid:
    """An order that held stock unpaid is paid now."""

    sale_id: str
    show_id: str
    item_id: str
    number: int
    item: Item
    totals: Totals
    changed: tuple[Sale, ...]
    """The sale as it stands now."""


@dataclass(frozen=True, kw_only=True)
class SalesChanged:
    """What is known of sales changed: where the buyer ordered, what an unpaid order costs (then with its item)."""

    changed: tuple[Sale, ...]
    item: Item | None = None


@dataclass(frozen=True, kw_only=True)
class OrderAlreadyKnown:
    """An order came in that changes nothing: a repeat, or not one of our items."""

    order_id: str


# --- the platform and the link ---------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class SendNoted:
    """An outbox entry is frozen and goes out next; not when it is `stale`: it was changed since it was claimed."""

    outbox_id: str
    stale: bool = False


@dataclass(frozen=True, kw_only=True)
class PushSettled:
    """An outbox entry moved on; `outcome` as in `SettlePush`."""

    outbox_id: str
    kind: str
    outcome: str
    reason: str
    item: Item | None
    changed: tuple[Sale, ...] = ()
    """Sales that the platform agreed to by it, or that it could not cover."""


@dataclass(frozen=True, kw_only=True)
class AuditNoted:
    item_id: str
    number: int
    item: Item


@dataclass(frozen=True, kw_only=True)
class ItemResent:
    item_id: str
    number: int
    item: Item


@dataclass(frozen=True, kw_only=True)
class StockDecided:
    """A person said whose stock is right, `whose` as in `SettleStock`; both sides are made equal next."""

    item_id: str
    number: int
    whose: str
    item: Item
    let_go: str = ""
    """The outbox id of a hold that was in doubt, and is not waited for any more."""


@dataclass(frozen=True, kw_only=True)
class OutboxChanged:
    outbox: Outbox


@dataclass(frozen=True, kw_only=True)
class LinkModeSet:
    mode: str


@dataclass(frozen=True, kw_only=True)
class LinkChanged:
    link: Link


@dataclass(frozen=True, kw_only=True)
class RetryAsked:
    """Somebody does not want to wait for the next attempt."""


# --- the machine -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class CameraChanged:
    camera: Camera


@dataclass(frozen=True, kw_only=True)
class CameraSwitched:
    """Another source is shown; `camera` is that one as it stands."""

    camera: Camera


@dataclass(frozen=True, kw_only=True)
class OtherCameraChanged:
    """How the source stands that is not shown."""

    status: CameraStatus


@dataclass(frozen=True, kw_only=True)
class CameraHealthChanged:
    """The picture became uneven, still is (at most once a second), or is even again."""

    health: CameraHealth


@dataclass(frozen=True, kw_only=True)
class ViewSet:
    """The source in place `camera` is shown like this from its next frame on."""

    camera: int
    view: View


@dataclass(frozen=True, kw_only=True)
class CameraChosen:
    """A source was put in a place; `source` without the secrets of its address."""

    camera: int
    source: str


@dataclass(frozen=True, kw_only=True)
class Preferred:
    """A choice of how the console is was kept; "" when it was taken back."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class CodeSeen:
    """A code came into the picture; told once until it has been away. Nothing is recorded by it."""

    code: Code
    number: int | None
    """The item of the line-up whose label says so."""


@dataclass(frozen=True, kw_only=True)
class LabelRead:
    """What the label in a snap's best picture says. A proposal; nothing is recorded by it."""

    snap_id: str
    label: Label


@dataclass(frozen=True, kw_only=True)
class NoticeRaised:
    """A card to show; one with the same key takes the place of the former."""

    notice: Notice


@dataclass(frozen=True, kw_only=True)
class NoticeCleared:
    key: str


Event = (
    ShowStarted
    | ShowEnded
    | PlansChanged
    | SnapTaken
    | SnapUnderWay
    | FlashOpened
    | ItemChanged
    | LineupMoved
    | LeftOverChanged
    | OnAirChanged
    | SaleRecorded
    | SaleVoided
    | FlashSaleChanged
    | StepTaken
    | ScriptWritten
    | DrawChanged
    | CouponChanged
    | CouponShown
    | ClaimResolved
    | SalePaid
    | SalesChanged
    | OrderAlreadyKnown
    | SendNoted
    | PushSettled
    | AuditNoted
    | ItemResent
    | StockDecided
    | OutboxChanged
    | LinkModeSet
    | LinkChanged
    | RetryAsked
    | CameraChanged
    | CameraSwitched
    | OtherCameraChanged
    | CameraHealthChanged
    | ViewSet
    | CameraChosen
    | Preferred
    | CodeSeen
    | LabelRead
    | NoticeRaised
    | NoticeCleared
)
