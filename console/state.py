"""What everybody sees: one frozen `ShowState`, and `apply`, the only way it changes.

Both screens, the prompter and the card over the picture draw from it. It holds no clock
readings of the screen and no widget state; anything derived is a property.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from console import events as e
from console.facts import (
    Camera,
    CameraHealth,
    Coupon,
    Draw,
    Item,
    Link,
    LinkMode,
    Notice,
    Outbox,
    Plan,
    Sale,
    Script,
    Show,
    ShowStatus,
    Snap,
    Totals,
)
from console.ids import goods_number

Row = TypeVar("Row")
RECENT_COUPONS = 50
RECENT_DRAWS = 50
RECENT_SALES = 200
"""Sales kept in memory, newest first; older ones are in the database."""
OLDER_KEPT = 200
"""Older sales that need a hand are kept beside them, the oldest of those first."""


@dataclass(frozen=True)
class ShowState:
    """The show as it stands. `items` is in line-up order, `sales` newest first."""

    show: Show = Show("", "", ShowStatus.PLANNED)
    items: tuple[Item, ...] = ()
    on_air_item_id: str | None = None
    on_air_since_ms: int | None = None
    """When it was put on air, by the wall clock."""
    sales: tuple[Sale, ...] = ()
    totals: Totals = Totals()
    coupons: tuple[Coupon, ...] = ()
    """The coupons that are not over, and those of this show, newest first."""
    coupon_shown: str | None = None
    """The coupon whose card viewers see."""
    draws: tuple[Draw, ...] = ()
    """The draws of this show, newest first."""
    scripts: tuple[Script, ...] = ()
    """What is said between the items of this show; in no order, none of them empty."""
    plans: tuple[Plan, ...] = ()
    """Shows that are planned, the earliest first."""
    left: tuple[Item, ...] = ()
    """Goods of the show before this one that are not in its line-up, sold out or not; none once this one has ended.
    See `unsold`."""
    last_snap: Snap | None = None
    outbox: Outbox = Outbox()
    link: Link = Link()
    camera: Camera = Camera()
    camera_health: CameraHealth = CameraHealth()
    notices: tuple[Notice, ...] = ()
    rehearsal: bool = False
    preferences: Mapping[str, str] = field(default_factory=dict)
    """What was chosen of language, look and keys, by name; see `preferences`."""

    @property
    def live(self) -> bool:
        return self.show.status is ShowStatus.LIVE

    @property
    def on_air(self) -> Item | None:
        """The item that viewers see the card of."""
        return self.item(self.on_air_item_id) if self.on_air_item_id else None

    def item(self, item_id: str) -> Item | None:
        return next((i for i in self.items if i.item_id == item_id), None)

    def by_number(self, number: int) -> Item | None:
        return next((i for i in self.items if i.number == number), None)

    def script_after(self, item_id: str | None) -> str:
        """What is said after this item; None: before the first. "" where nothing was written."""
        return next((script.text for script in self.scripts if script.item_id == item_id), "")

    def by_barcode(self, code: str) -> Item | None:
        """The item whose label says `code`: one that can be sold before one that cannot, the newest of them."""
        wanted = goods_number(code)
        found = [item for item in self.items if item.barcode and goods_number(item.barcode) == wanted]
        return max(found, key=lambda item: (item.sellable, item.number), default=None)

    @property
    def unsold(self) -> tuple[Item, ...]:
        """What the show that ended last still has to sell and no line-up has yet; it can go along into the next."""
        ended = self.show.status is ShowStatus.ENDED
        return tuple(item for item in (self.items if ended else self.left) if item.sellable)

    @property
    def to_come(self) -> tuple[Item, ...]:
        """The line-up that goes live next: after a show, what it did not sell."""
        return self.unsold if self.show.status is ShowStatus.ENDED else self.items

    def upcoming(self, count: int = 3) -> tuple[Item, ...]:
        """The next sellable items after the one on air, in line-up order, from the top when none is."""
        start = next((i + 1 for i, item in enumerate(self.items) if item.item_id == self.on_air_item_id), 0)
        return tuple(i for i in self.items[start:] if i.sellable)[:count]


def _put(state: ShowState, item: Item | None) -> ShowState:
    """`state` with `item` in its place; an item of another show changes nothing here."""
    if item is None:
        return state
    former = state.item(item.item_id)
    if former is None:
        if all(left.item_id != item.item_id for left in state.left):
            return state
        return replace(state, left=tuple(item if i.item_id == item.item_id else i for i in state.left))
    if former.title != item.title:  # its sales bear its name
        named = (replace(s, title=item.title) if s.item_id == item.item_id else s for s in state.sales)
        state = replace(state, sales=tuple(named))
    return replace(state, items=tuple(item if i.item_id == item.item_id else i for i in state.items))


def _turn_to(state: ShowState, show: Show) -> ShowState:
    """`state` of `show`: the same with its status, or an empty line-up when it is another one."""
    if show.show_id == state.show.show_id or not state.show.show_id:
        return replace(state, show=show)
    return replace(
        state,
        show=show,
        items=(),
        left=state.items if state.show.status is ShowStatus.ENDED else state.left,
        sales=(),
        draws=(),
        scripts=(),
        totals=Totals(),
        on_air_item_id=None,
    )


def _lay_sales(state: ShowState, changed: tuple[Sale, ...]) -> ShowState:
    """`state` with the sales of `changed` in the places of their former selves; none of an earlier show."""
    if not changed:
        return state
    now = {sale.sale_id: sale for sale in changed}
    sales = tuple(now.pop(s.sale_id, s) for s in state.sales)
    older = tuple(sale for sale in now.values() if sale.needs_hand and sale.show_id == state.show.show_id)
    return replace(state, sales=_kept((*sales, *older)) if older else sales)


def _kept(sales: tuple[Sale, ...]) -> tuple[Sale, ...]:
    """The newest of `sales`, and of the older ones those that need a hand."""
    older = [sale for sale in sales[RECENT_SALES:] if sale.needs_hand]
    return (*sales[:RECENT_SALES], *sorted(older, key=lambda sale: -sale.recorded_at_ms)[-OLDER_KEPT:])


def _put_coupon(state: ShowState, coupon: Coupon) -> ShowState:
    rows = _newest_first(state.coupons, coupon, lambda each: each.coupon_id)
    return replace(state, coupons=rows[:RECENT_COUPONS])


def _put_draw(state: ShowState, draw: Draw) -> ShowState:
    return replace(state, draws=_newest_first(state.draws, draw, lambda each: each.draw_id)[:RECENT_DRAWS])


def _newest_first(rows: tuple[Row, ...], changed: Row, ident: Callable[[Row], str]) -> tuple[Row, ...]:
    """`rows` with `changed` in the place of its former self; a new one comes first."""
    if all(ident(row) != ident(changed) for row in rows):
        return (changed, *rows)
    return tuple(changed if ident(row) == ident(changed) else row for row in rows)


def _record(state: ShowState, event: e.SaleRecorded) -> ShowState:
    """`state` with a new sale on top; one that is known already changes nothing."""
    if any(s.sale_id == event.sale_id for s in state.sales):
        return state
    sales = _kept((event.sale, *state.sales))
    return replace(_put(state, event.item), sales=sales, totals=event.totals, on_air_item_id=event.on_air_item_id)


def apply(state: ShowState, event: e.Event) -> ShowState:
    """The state after `event`. Pure; an event that changes nothing here returns `state` itself."""
    after = _laid(state, event)
    gone = after.on_air_item_id is None and after.on_air_since_ms is not None
    return replace(after, on_air_since_ms=None) if gone else after


def _laid(state: ShowState, event: e.Event) -> ShowState:  # noqa: PLR0911, PLR0912 - one return for each event is the plainest form
    """`state` with `event` laid over it."""
    match event:
        case e.ShowStarted(show=show, plans=plans):
            state = _turn_to(state, show)
            return state if plans is None else replace(state, plans=plans)
        case e.PlansChanged(plans=plans):
            return replace(state, plans=plans)
        case e.ShowEnded(show=show, totals=totals):
            for item in event.items:
                state = _put(state, item)
            return replace(state, show=show, left=(), totals=totals, on_air_item_id=None, coupon_shown=None)
        case e.SnapTaken(snap=snap, in_hand=in_hand):
            return replace(state, last_snap=snap) if in_hand else state
        case e.FlashOpened(item=item, show=show):
            state = _turn_to(state, show)
            known = state.item(item.item_id) is not None
            return _put(state, item) if known else replace(state, items=(*state.items, item))
        case e.AuditNoted(item=item) | e.ItemResent(item=item) | e.StockDecided(item=item):
            return _put(state, item)
        case e.CouponChanged(coupon=coupon, shown=shown):
            return replace(_put_coupon(state, coupon), coupon_shown=shown)
        case e.CouponShown(coupon_id=coupon_id):
            return replace(state, coupon_shown=coupon_id)
        case e.DrawChanged(draw=draw):
            return _put_draw(state, draw)
        case e.FlashSaleChanged(item=item, on_air_item_id=on_air) | e.StepTaken(item=item, on_air_item_id=on_air):
            return replace(_put(state, item), on_air_item_id=on_air)
        case e.ScriptWritten(script=script, show=show):
            state = _turn_to(state, show)
            others_said = tuple(s for s in state.scripts if s.item_id != script.item_id)
            return replace(state, scripts=(*others_said, script) if script.text else others_said)
        case e.ItemChanged(item=item, on_air_item_id=on_air):
            return replace(_lay_sales(_put(state, item), event.changed), on_air_item_id=on_air)
        case e.LineupMoved(item_ids=order):
            place = {item_id: n for n, item_id in enumerate(order)}
            return replace(state, items=tuple(sorted(state.items, key=lambda i: place.get(i.item_id, len(place)))))
        case e.LeftOverChanged(show=show, items=items, scripts=scripts, left=left):
            return replace(_turn_to(state, show), items=items, scripts=scripts, left=left)
        case e.OnAirChanged(item_id=item_id, since_ms=since_ms):
            return replace(state, on_air_item_id=item_id, on_air_since_ms=since_ms)
        case e.SaleRecorded() if event.show_id == state.show.show_id:
            return _record(state, event)
        case e.SaleVoided() | e.SalePaid() if event.show_id == state.show.show_id:
            return replace(_lay_sales(_put(state, event.item), event.changed), totals=event.totals)
        case e.ClaimResolved() if event.show_id == state.show.show_id:
            resolved = replace(_lay_sales(_put(state, event.item), event.changed), totals=event.totals)
            if event.instead is None or event.instead.show_id != state.show.show_id:
                return resolved
            return _record(resolved, event.instead)
        case e.ClaimResolved(instead=e.SaleRecorded() as instead) if instead.show_id == state.show.show_id:
            laid = _lay_sales(_put(state, event.item), event.changed)
            return _record(laid, instead)  # of an earlier show, replaced by an item of this one
        case e.SaleRecorded(item=item):
            return _put(state, item)  # a sale of an earlier show
        case e.SaleVoided(item=item) | e.SalePaid(item=item) | e.ClaimResolved(item=item):
            return _lay_sales(_put(state, item), event.changed)  # the same; its units may cover a sale of this one
        case e.PushSettled(item=item, changed=changed):
            return _lay_sales(_put(state, item), changed)
        case e.SalesChanged(changed=changed, item=item):
            return _lay_sales(_put(state, item), changed)
        case e.OutboxChanged(outbox=outbox):
            return replace(state, outbox=outbox)
        case e.LinkModeSet(mode=mode):
            return replace(state, link=replace(state.link, mode=LinkMode(mode)))
        case e.LinkChanged(link=link):
            return replace(state, link=replace(link, mode=state.link.mode))
        case e.CameraChanged(camera=camera) | e.CameraSwitched(camera=camera):
            return replace(state, camera=camera)
        case e.CameraHealthChanged(health=health):
            return replace(state, camera_health=health)
        case e.OtherCameraChanged(status=status):
            return replace(state, camera=replace(state.camera, other=status))
        case e.ViewSet(camera=place, view=view) if place == state.camera.place:
            return replace(state, camera=replace(state.camera, view=view))
        case e.NoticeRaised(notice=notice):
            return replace(state, notices=(*(n for n in state.notices if n.key != notice.key), notice))
        case e.NoticeCleared(key=key):
            return replace(state, notices=tuple(n for n in state.notices if n.key != key))
        case e.Preferred(name=name, value=value):
            return replace(state, preferences={**state.preferences, name: value})
        case e.OrderAlreadyKnown() | e.SendNoted() | e.RetryAsked() | e.ViewSet() | e.CameraChosen():
            return state
        case e.CodeSeen() | e.LabelRead():
            return state
        case e.SnapUnderWay():
            return state
