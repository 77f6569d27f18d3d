"""What a photo may suffer from, in words for the person who took it."""

from __future__ import annotations

from console.errors import Text
from console.facts import Flaw

WORDS: dict[Flaw, Text] = {
    Flaw.BLUR: Text("照片有点糊，拿稳再拍一张", "The photo is blurred; hold still and snap again"),
    Flaw.GLARE: Text("货品上有反光，换个角度再拍", "There is glare on the goods; turn them and snap again"),
    Flaw.DARK: Text("照片太暗，加点灯光", "The photo is dark; add some light"),
    Flaw.OVEREXPOSED: Text(
        "货品过曝发白，调暗灯光或离灯远一点", "The goods are overexposed; dim the lamp or step back from it"
    ),
    Flaw.CUT: Text("货品没拍全，退后一点再拍", "The goods are cut off; step back and snap again"),
    Flaw.NO_GOODS: Text("没找到货品，按画面中间裁的图", "No goods stand out; the middle of the picture was taken"),
}
"""For each flaw, what is seen and what to do."""
