"""`python -m tests.tags [COUNT] [FIRST]`: how many drawn price tags are read rightly, wrongly or not at all."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from console.facts import Label
from console.reading import ocr
from console.reading.labels import label_of
from tests.tags import drawn

COUNT, FIRST = 96, 0
FIELDS = ("price_fen", "title", "number")


@dataclass(frozen=True)
class Read:
    """What was made of one tag."""

    tag: drawn.Tag
    label: Label
    cpu_s: float


def read(seeds: Iterable[int]) -> list[Read]:
    """Every tag, with the models as the console uses them."""
    words, found = ocr.Words(), []
    for seed in seeds:
        tag = drawn.tag(seed)
        began = time.process_time()
        label = label_of(words.find(tag.pixels), drawn.SIZE) or Label()
        found.append(Read(tag, label, time.process_time() - began))
    return found


def judged(found: Iterable[Read], field: str) -> Counter[str]:
    """How often a field that stands on the tag is read right, wrong, or not at all."""
    tally: Counter[str] = Counter()
    for each in found:
        said, truth = getattr(each.label, field), getattr(each.tag.truth, field)
        if said != truth or truth is not None:
            tally["right" if said == truth else "missing" if said in ("", None) else "wrong"] += 1
    return tally


def main() -> int:
    """Print the table. 1 where nothing can be read here."""
    lack = ocr.missing() or (None if drawn.font_file() else drawn.FONT_FILE)
    if lack is not None:
        sys.stderr.write(f"{lack} is missing; make ocr installs what reads labels\n")
        return 1
    count, first = [*map(int, sys.argv[1:]), *(COUNT, FIRST)[len(sys.argv) - 1 :]][:2]
    found = read(range(first, first + count))
    groups = {"all": found}
    for share in sorted({each.tag.share for each in found}):
        groups[f"tag {share:.0%} of the width"] = [each for each in found if each.tag.share == share]
    groups["tilt up to 4 degrees"] = [each for each in found if abs(each.tag.tilt) <= 4]
    groups["tilt of 8 and more"] = [each for each in found if abs(each.tag.tilt) >= 8]
    for name, part in groups.items():
        told = "  ".join(
            f"{field} {tally['right']:3d} right {tally['wrong']:2d} wrong {tally['missing']:2d} missing"
            for field, tally in ((field, judged(part, field)) for field in FIELDS)
        )
        sys.stdout.write(f"{name:<22} {len(part):3d} tags  {told}\n")
    for each in found:
        wrong = [
            f"{field} {said!r} for {truth!r}"
            for field in FIELDS
            if (said := getattr(each.label, field)) not in ("", None)
            and said != (truth := getattr(each.tag.truth, field))
        ]
        if wrong:
            sys.stdout.write(f"wrong (tag {each.tag.share:.0%} of the width): {', '.join(wrong)}\n")
    costs = sorted(each.cpu_s for each in found)
    sys.stdout.write(f"{costs[len(costs) // 2]:.2f} s of one core each (median), {costs[-1]:.2f} s at most\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
