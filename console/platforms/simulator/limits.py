"""How often a shop may call: per second and method, and per day (KDOC API限流说明, K1008)."""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import UTC, datetime, timedelta

from console.platforms.simulator.schema import Visit
from console.platforms.simulator.wire import RefusalError, Result

_BEIJING = timedelta(hours=8)
_PER_USER_AND_DAY = {"open.item.category.suggested.get": 2000}


def day_of(now_ms: int) -> str:
    """The day whose budget a call spends; days turn at midnight in Beijing (INFER)."""
    return (datetime.fromtimestamp(now_ms / 1000, UTC) + _BEIJING).date().isoformat()


class Turnstile:
    """Counts calls; the day's count is kept in the database and outlives a restart, the second's is not."""

    def __init__(self) -> None:
        self._lately: defaultdict[str, deque[float]] = defaultdict(deque)

    def let_in(self, visit: Visit, method: str, now_s: float) -> None:
        """Count one call of `method` at the monotonic second `now_s`, or raise `RefusalError`.

        A refused call is not counted (INFER)."""
        lately, most = self._lately[method], visit.rules.calls_per_second
        while lately and now_s - lately[0] >= 1:
            lately.popleft()
        if len(lately) >= most:
            words = f"Exceed qps limit, KEY [apiId:{method};appkey:{visit.rules.appkey}], MAX_QPS [{most}.0]"
            raise RefusalError(Result.TOO_FAST, words)
        today = day_of(visit.now_ms)
        spent = visit.db.execute("SELECT COALESCE(SUM(calls), 0) FROM calls WHERE day = ?", [today]).fetchone()[0]
        if spent >= visit.rules.calls_per_day:
            raise RefusalError(Result.BUDGET_SPENT, f"Exceed quota limit, KEY [appkey:{visit.rules.appkey}]")
        own = visit.db.execute("SELECT calls FROM calls WHERE day = ? AND method = ?", [today, method]).fetchone()
        if own and own["calls"] >= _PER_USER_AND_DAY.get(method, visit.rules.calls_per_day):
            raise RefusalError(Result.BUDGET_SPENT, f"[1017] exceed quota limit,[apiId:{method}]")
        lately.append(now_s)
        visit.db.execute(
            "INSERT INTO calls VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET calls = calls + 1", [today, method]
        )
