"""The gallery's index page: thumbnails by group and state, with a choice of what to show."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from tests.gallery.shots import LANGS, LOOKS, SEATS, Shot, group_of
from tests.ui.states import STATES

HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Kaibo: every state</title>
<meta name="viewport" content="width=device-width">
<style>
 body { margin: 0; padding: 0 24px 48px; background: #0E1116; color: #E9EDF2;
        font: 14px/1.5 "Noto Sans CJK SC", "Microsoft YaHei UI", "PingFang SC", sans-serif }
 header { position: sticky; top: 0; padding: 12px 0; background: #0E1116; display: flex;
          gap: 12px; align-items: center }
 h1 { font-size: 20px; margin: 0 24px 0 0 }
 h2 { font-size: 20px; margin: 32px 0 4px }
 h3 { font-size: 14px; margin: 16px 0 6px; color: #9BA6B4 }
 select { background: #1F2630; color: inherit; border: 0; border-radius: 6px; padding: 6px 8px; font: inherit }
 section { display: flex; flex-wrap: wrap; gap: 12px } figure { margin: 0; width: 400px }
 img { width: 400px; height: 225px; border-radius: 6px; display: block; background: #1F2630 }
 figcaption { font-size: 12px; color: #9BA6B4; padding: 4px 0 } figure[hidden] { display: none }
</style>
"""
SCRIPT = """<script>
 const chosen = document.querySelectorAll("select"), all = document.querySelectorAll("figure");
 const show = () => all.forEach(f => f.hidden = [...chosen].some(c => c.value && f.dataset[c.name] !== c.value));
 chosen.forEach(c => c.addEventListener("change", show)); show();
</script>"""


def page(shots: Sequence[Shot]) -> str:
    """The page over `shots`, whose files lie beside it."""
    order = list(STATES)
    ranked = sorted(shots, key=lambda shot: order.index(shot.state))
    screens = list(dict.fromkeys(str(shot.screen) for shot in shots))
    parts = [HEAD, f"<header><h1>Kaibo · {len(shots)} pictures</h1>"]
    first = screens[0] if len(screens) > 1 else ""
    parts.append(_choice("screen", screens, first))
    parts.append(_choice("lang", [lang[:2] for lang in LANGS], ""))
    parts += [_choice("look", LOOKS, ""), _choice("seat", list(SEATS.values()), ""), "</header>"]
    for group, members in groupby(ranked, key=lambda s: group_of(s.state)):
        parts.append(f"<h2>{escape(group)}</h2>")
        for state, some in groupby(members, key=lambda s: s.state):
            seat, _, name = state.partition("-")
            parts.append(f"<h3>{escape(name)} · {SEATS[seat]}</h3><section>")
            parts += [_figure(shot) for shot in some]
            parts.append("</section>")
    return "\n".join([*parts, SCRIPT])


def _choice(name: str, values: Sequence[str], chosen: str) -> str:
    options = "".join(f"<option{' selected' if value == chosen else ''}>{escape(value)}</option>" for value in values)
    return f'<label>{name} <select name="{name}"><option value="">all</option>{options}</select></label>'


def _figure(shot: Shot) -> str:
    lang, seat = shot.lang[:2], SEATS[shot.state[0]]
    data = f'data-screen="{shot.screen}" data-lang="{lang}" data-look="{shot.look}" data-seat="{seat}"'
    thumb = shot.file.replace(".jpg", ".thumb.jpg")
    said = f"{shot.screen} % · {lang} · {shot.look}"
    return (
        f'<figure {data}><a href="{shot.file}"><img loading="lazy" src="{thumb}" alt="{escape(shot.state)}"></a>'
        f"<figcaption>{said}</figcaption></figure>"
    )
