"""Where facts are told: publish once, and everyone who listens hears it. Listeners never call each other."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from console.events import Event

log = structlog.get_logger(__name__)

Listener = Callable[[Event], None]


class Hub:
    """A list of listeners on the main thread. A listener that fails is reported; the others still hear."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear every event from now on; returns the function that ends it (harmless when called twice)."""
        self._listeners.append(listener)

        def leave() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return leave

    def publish(self, event: Event) -> None:
        """Tell every listener, in the order they subscribed."""
        for listener in tuple(self._listeners):
            try:
                listener(event)
            except Exception:  # a stranger's fault must not cost the others the fact; it is logged in full
                log.exception("listener failed", event_type=type(event).__name__, listener=repr(listener))
