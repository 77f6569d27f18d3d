"""Reading `param` field by field, as strictly as the platform: JSON integers are never strings.

Every reader raises `RefusalError(BAD_PARAM, …)` naming the field. What a field means is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from console.platforms.simulator.wire import RefusalError, Result

LARGEST = 2**63 - 1


class Fields:
    """The fields of one JSON object; `where` leads to it, such as "skuList[0]."."""

    def __init__(self, values: Mapping[str, object], where: str = "") -> None:
        self._values = values
        self._where = where

    def __contains__(self, name: str) -> bool:
        return self._values.get(name) is not None

    def _get(self, name: str) -> object:
        if name not in self:
            raise RefusalError(Result.BAD_PARAM, f"缺少字段 {self._where}{name}")
        return self._values[name]

    def wrong(self, name: str, why: str = "类型不正确") -> RefusalError:
        """The refusal to raise about field `name`."""
        return RefusalError(Result.BAD_PARAM, f"字段 {self._where}{name} {why}")

    def whole(self, name: str, least: int = 0, most: int = LARGEST) -> int:
        """A JSON integer from `least` to `most`."""
        value = self._get(name)
        if type(value) is not int:
            raise self.wrong(name)
        if not least <= value <= most:
            raise self.wrong(name, f"超出范围，应在 {least} 到 {most} 之间")
        return value

    def maybe_whole(self, name: str, least: int = 0, most: int = LARGEST) -> int | None:
        """Like `whole`, or None when absent."""
        return self.whole(name, least, most) if name in self else None

    def one_of(self, name: str, allowed: Sequence[int]) -> int:
        """A JSON integer among `allowed`."""
        value = self.whole(name)
        if value not in allowed:
            raise self.wrong(name, f"取值不正确，应为 {'、'.join(map(str, allowed))}")
        return value

    def text(self, name: str, most: int = 1000, *, empty: bool = False) -> str:
        """A string of at most `most` characters; not blank unless `empty`."""
        value = self._get(name)
        if not isinstance(value, str):
            raise self.wrong(name)
        if len(value) > most or not (empty or value.strip()):
            raise self.wrong(name, f"长度不正确，应在 1 到 {most} 之间")
        return value

    def flag(self, name: str) -> bool:
        """A JSON boolean."""
        value = self._get(name)
        if not isinstance(value, bool):
            raise self.wrong(name)
        return value

    def inner(self, name: str) -> Fields:
        """A JSON object."""
        value = self._get(name)
        if not isinstance(value, dict):
            raise self.wrong(name)
        return Fields(value, f"{self._where}{name}.")

    def texts(self, name: str, least: int, most: int) -> list[str]:
        """A list of `least` to `most` strings."""
        found = self._rows(name, least, most)
        texts = [value for value in found if isinstance(value, str) and value]
        if len(texts) != len(found):
            raise self.wrong(name)
        return texts

    def objects(self, name: str, least: int, most: int) -> list[Fields]:
        """A list of `least` to `most` objects."""
        found = []
        for at, value in enumerate(self._rows(name, least, most)):
            if not isinstance(value, dict):
                raise self.wrong(f"{name}[{at}]")
            found.append(Fields(value, f"{self._where}{name}[{at}]."))
        return found

    def _rows(self, name: str, least: int, most: int) -> list[object]:
        value = self._get(name)
        if not isinstance(value, list):
            raise self.wrong(name)
        if not least <= len(value) <= most:
            raise self.wrong(name, f"数量不正确，应在 {least} 到 {most} 之间")
        return value
