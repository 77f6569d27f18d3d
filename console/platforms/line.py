"""The line to the bundled platform, which a rehearsal can cut to show that the studio goes on."""

from __future__ import annotations

import httpx


class Line(httpx.AsyncBaseTransport):
    """Passes requests on while it is whole; cut, it behaves as a network without a route."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self.cut = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises `httpx.ConnectError` while cut."""
        if self.cut:
            raise httpx.ConnectError("the line is cut", request=request)
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()
