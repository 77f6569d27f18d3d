"""Every key of the console in one table: what it does, where it works, what it is called.

On-air actions never hang on a bare letter: with an input method on, letters do not arrive. So of the
two things a clicker's black-screen key can send, "." snaps and "B" does not (set such a clicker to
the period, or change this table with `overrides`). Text fields keep "." and the digits for text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtGui import QKeySequence

from ui.look.language import translate

WINDOW, FORM, LINEUP, SALES, BULK, CROP = "window", "form", "lineup", "sales", "bulk", "crop"


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark words that are translated later; lupdate looks for this name, Qt's own has no types."""
    return text


@dataclass(frozen=True)
class Key:
    """One action: where it works, the keys that call it (the first is shown), its name for people."""

    action: str
    where: str
    keys: tuple[str, ...]
    text: str
    group: str

    @property
    def name(self) -> str:
        return translate("keys", self.text)

    @property
    def shown(self) -> str:
        """The first key as it is printed on buttons."""
        return spoken(self.keys[0]) if self.keys else ""


ON_AIR = QT_TRANSLATE_NOOP("keys", "讲解")
LISTING = QT_TRANSLATE_NOOP("keys", "拍照上架")
CROPPING = QT_TRANSLATE_NOOP("keys", "裁图")
PICTURE = QT_TRANSLATE_NOOP("keys", "画面")
ROWS = QT_TRANSLATE_NOOP("keys", "货单")
DECIDE = QT_TRANSLATE_NOOP("keys", "成交与卡片")
PROMPT = QT_TRANSLATE_NOOP("keys", "提词")
SHOW = QT_TRANSLATE_NOOP("keys", "直播与网络")

TABLE: tuple[Key, ...] = (
    Key("next", WINDOW, ("PgDown",), QT_TRANSLATE_NOOP("keys", "讲解下一件"), ON_AIR),
    Key("previous", WINDOW, ("PgUp",), QT_TRANSLATE_NOOP("keys", "讲解上一件"), ON_AIR),
    Key("number", WINDOW, ("Num+Enter",), QT_TRANSLATE_NOOP("keys", "小键盘输入编号，上讲解"), ON_AIR),
    Key("off_air", WINDOW, ("Ctrl+PgDown",), QT_TRANSLATE_NOOP("keys", "收起讲解卡片"), ON_AIR),
    Key("sale", WINDOW, ("F8",), QT_TRANSLATE_NOOP("keys", "记一单"), ON_AIR),
    Key("reprice", WINDOW, ("F4",), QT_TRANSLATE_NOOP("keys", "改讲解中的价；在货单里改选中的"), ON_AIR),
    Key("flash", WINDOW, ("F6",), QT_TRANSLATE_NOOP("keys", "秒杀；在秒杀时加 30 秒"), ON_AIR),
    Key("flash_end", WINDOW, ("Shift+F6",), QT_TRANSLATE_NOOP("keys", "结束秒杀"), ON_AIR),
    Key("step", WINDOW, ("Shift+PgDown",), QT_TRANSLATE_NOOP("keys", "步骤走一步"), ON_AIR),
    Key("draw", WINDOW, ("Ctrl+G",), QT_TRANSLATE_NOOP("keys", "抽奖：开始、锁定、按住开奖"), ON_AIR),
    Key("coupon", WINDOW, ("Ctrl+J",), QT_TRANSLATE_NOOP("keys", "发优惠券（按整天）"), ON_AIR),
    Key("coupon_show", WINDOW, ("Ctrl+Shift+J",), QT_TRANSLATE_NOOP("keys", "优惠券给观众看、收起"), ON_AIR),
    Key("coupon_end", WINDOW, ("Alt+J",), QT_TRANSLATE_NOOP("keys", "结束优惠券"), ON_AIR),
    Key("undo", WINDOW, ("Ctrl+Z",), QT_TRANSLATE_NOOP("keys", "撤销刚才的操作"), ON_AIR),
    Key("snap", WINDOW, ("F2", "."), QT_TRANSLATE_NOOP("keys", "拍照"), LISTING),
    Key("write", WINDOW, ("Ctrl+L",), QT_TRANSLATE_NOOP("keys", "到上架行"), LISTING),
    Key("list", FORM, ("Return", "Enter"), QT_TRANSLATE_NOOP("keys", "上架"), LISTING),
    Key("list_on_air", FORM, ("Ctrl+Return", "Ctrl+Enter"), QT_TRANSLATE_NOOP("keys", "上架并讲解"), LISTING),
    Key("again_last", WINDOW, ("Ctrl+Shift+L",), QT_TRANSLATE_NOOP("keys", "照最后上架的再上一件"), LISTING),
    Key("as_read", FORM, ("Ctrl+Shift+Return",), QT_TRANSLATE_NOOP("keys", "按识别结果上架"), LISTING),
    Key("accept", WINDOW, ("Ctrl+M",), QT_TRANSLATE_NOOP("keys", "采用价签上的名称和价格"), LISTING),
    Key("shot_next", WINDOW, ("Alt+Right",), QT_TRANSLATE_NOOP("keys", "换后一张照片"), LISTING),
    Key("shot_previous", WINDOW, ("Alt+Left",), QT_TRANSLATE_NOOP("keys", "换前一张照片"), LISTING),
    Key("crop", WINDOW, ("Shift+F2",), QT_TRANSLATE_NOOP("keys", "手工裁图（定格的或选中的）"), LISTING),
    Key("white", WINDOW, ("Ctrl+F2",), QT_TRANSLATE_NOOP("keys", "白底；再按停下"), LISTING),
    Key("crop_left", CROP, ("Left",), QT_TRANSLATE_NOOP("keys", "裁切框往左"), CROPPING),
    Key("crop_right", CROP, ("Right",), QT_TRANSLATE_NOOP("keys", "往右"), CROPPING),
    Key("crop_up", CROP, ("Up",), QT_TRANSLATE_NOOP("keys", "往上"), CROPPING),
    Key("crop_down", CROP, ("Down",), QT_TRANSLATE_NOOP("keys", "往下"), CROPPING),
    Key("crop_larger", CROP, ("Shift+Up",), QT_TRANSLATE_NOOP("keys", "裁切框大一点"), CROPPING),
    Key("crop_smaller", CROP, ("Shift+Down",), QT_TRANSLATE_NOOP("keys", "小一点"), CROPPING),
    Key("crop_other", CROP, ("Space",), QT_TRANSLATE_NOOP("keys", "裁方图、裁竖图"), CROPPING),
    Key("crop_done", CROP, ("Return", "Enter"), QT_TRANSLATE_NOOP("keys", "就这样裁"), CROPPING),
    Key("bulk", WINDOW, ("Ctrl+O",), QT_TRANSLATE_NOOP("keys", "批量导入；再按选表格"), LISTING),
    Key("bulk_paste", BULK, ("Ctrl+V",), QT_TRANSLATE_NOOP("keys", "粘贴表格"), LISTING),
    Key("bulk_photos", BULK, ("Ctrl+Shift+O",), QT_TRANSLATE_NOOP("keys", "选照片文件夹"), LISTING),
    Key("bulk_enter", BULK, ("Ctrl+Return", "Ctrl+Enter"), QT_TRANSLATE_NOOP("keys", "导入"), LISTING),
    Key("camera", WINDOW, ("F7",), QT_TRANSLATE_NOOP("keys", "换机位：全景、特写"), PICTURE),
    Key("turn", WINDOW, ("Ctrl+F7",), QT_TRANSLATE_NOOP("keys", "画面转 90°"), PICTURE),
    Key("mirror", WINDOW, ("Shift+F7",), QT_TRANSLATE_NOOP("keys", "镜像（照片不镜像）"), PICTURE),
    Key("upright", WINDOW, ("F11",), QT_TRANSLATE_NOOP("keys", "只留竖屏 9:16"), PICTURE),
    Key("zoom_in", WINDOW, ("F12",), QT_TRANSLATE_NOOP("keys", "放大（Ctrl 滚轮）"), PICTURE),
    Key("zoom_out", WINDOW, ("Shift+F12",), QT_TRANSLATE_NOOP("keys", "缩小"), PICTURE),
    Key("look_left", WINDOW, ("Alt+Shift+Left",), QT_TRANSLATE_NOOP("keys", "往左看（拖动）"), PICTURE),
    Key("look_right", WINDOW, ("Alt+Shift+Right",), QT_TRANSLATE_NOOP("keys", "往右看"), PICTURE),
    Key("look_up", WINDOW, ("Alt+Shift+Up",), QT_TRANSLATE_NOOP("keys", "往上看"), PICTURE),
    Key("look_down", WINDOW, ("Alt+Shift+Down",), QT_TRANSLATE_NOOP("keys", "往下看"), PICTURE),
    Key("as_it_comes", WINDOW, ("Ctrl+F12",), QT_TRANSLATE_NOOP("keys", "画面还原"), PICTURE),
    Key("view_menu", WINDOW, ("Ctrl+F11",), QT_TRANSLATE_NOOP("keys", "画面菜单、选摄像头（右键）"), PICTURE),
    Key("find", WINDOW, ("Ctrl+F",), QT_TRANSLATE_NOOP("keys", "找货"), ROWS),
    Key("up", WINDOW, ("Alt+Up",), QT_TRANSLATE_NOOP("keys", "往前移"), ROWS),
    Key("down", WINDOW, ("Alt+Down",), QT_TRANSLATE_NOOP("keys", "往后移"), ROWS),
    Key("row_on_air", LINEUP, ("Ctrl+Return",), QT_TRANSLATE_NOOP("keys", "选中的上讲解"), ROWS),
    Key("price", LINEUP, ("Return",), QT_TRANSLATE_NOOP("keys", "改价"), ROWS),
    Key("stock", LINEUP, ("Ctrl+=",), QT_TRANSLATE_NOOP("keys", "加减库存"), ROWS),
    Key("edit", LINEUP, ("Ctrl+E",), QT_TRANSLATE_NOOP("keys", "改名称"), ROWS),
    Key("points", LINEUP, ("Ctrl+P",), QT_TRANSLATE_NOOP("keys", "写卖点"), ROWS),
    Key("bin", LINEUP, ("Ctrl+B",), QT_TRANSLATE_NOOP("keys", "写货位"), ROWS),
    Key("quota", LINEUP, ("Ctrl+H",), QT_TRANSLATE_NOOP("keys", "预留，断网也能卖"), ROWS),
    Key("give_back", LINEUP, ("Ctrl+Shift+H",), QT_TRANSLATE_NOOP("keys", "退还预留"), ROWS),
    Key("row_flash", LINEUP, ("Ctrl+F6",), QT_TRANSLATE_NOOP("keys", "选中的秒杀、排秒杀"), ROWS),
    Key("steps", LINEUP, ("Ctrl+K",), QT_TRANSLATE_NOOP("keys", "写步骤"), ROWS),
    Key("trust", LINEUP, ("Ctrl+I",), QT_TRANSLATE_NOOP("keys", "保障、证书、成本"), ROWS),
    Key("again", LINEUP, ("Ctrl+Shift+D",), QT_TRANSLATE_NOOP("keys", "照选中的再上一件"), ROWS),
    Key("retake", LINEUP, ("Ctrl+T",), QT_TRANSLATE_NOOP("keys", "重拍主图"), ROWS),
    Key("withdraw", LINEUP, ("Ctrl+D",), QT_TRANSLATE_NOOP("keys", "下架或重新上架"), ROWS),
    Key("resend", LINEUP, ("Ctrl+Shift+R",), QT_TRANSLATE_NOOP("keys", "重新发给平台"), ROWS),
    Key("proof", SALES, ("Return",), QT_TRANSLATE_NOOP("keys", "看这一单当时的画面"), DECIDE),
    Key("void", SALES, ("Delete",), QT_TRANSLATE_NOOP("keys", "作废选中的成交"), DECIDE),
    Key("refund", WINDOW, ("Ctrl+1",), QT_TRANSLATE_NOOP("keys", "平台没货：退款"), DECIDE),
    Key("substitute", WINDOW, ("Ctrl+2",), QT_TRANSLATE_NOOP("keys", "平台没货：换货"), DECIDE),
    Key("backorder", WINDOW, ("Ctrl+3",), QT_TRANSLATE_NOOP("keys", "平台没货：补货后发"), DECIDE),
    Key("confirm", WINDOW, ("Ctrl+4",), QT_TRANSLATE_NOOP("keys", "平台没货：已交货"), DECIDE),
    Key("open", WINDOW, ("Ctrl+0",), QT_TRANSLATE_NOOP("keys", "所有待处理的成交"), DECIDE),
    Key("cards", WINDOW, ("F3",), QT_TRANSLATE_NOOP("keys", "到提示卡片"), DECIDE),
    Key("start", WINDOW, ("F5",), QT_TRANSLATE_NOOP("keys", "开播前看一眼；再按开播"), SHOW),
    Key("left_over", WINDOW, ("Ctrl+Shift+N",), QT_TRANSLATE_NOOP("keys", "下一场从空的开始；再按带上没卖完的"), SHOW),
    Key("plan", WINDOW, ("Ctrl+F5",), QT_TRANSLATE_NOOP("keys", "排好的场次；再按排一场"), SHOW),
    Key("summary", WINDOW, ("Ctrl+F9",), QT_TRANSLATE_NOOP("keys", "这一场和播过的场次的总结"), SHOW),
    Key("prompter", WINDOW, ("Ctrl+F8",), QT_TRANSLATE_NOOP("keys", "提词：卖点处、整屏、收起"), PROMPT),
    Key("prompter_window", WINDOW, ("Ctrl+Shift+F8",), QT_TRANSLATE_NOOP("keys", "提词窗口：第二块屏"), PROMPT),
    Key("prompt_run", WINDOW, ("Shift+F5",), QT_TRANSLATE_NOOP("keys", "自动滚动，再按停"), PROMPT),
    Key("prompt_on", WINDOW, ("Alt+PgDown",), QT_TRANSLATE_NOOP("keys", "提词往下翻"), PROMPT),
    Key("prompt_back", WINDOW, ("Alt+PgUp",), QT_TRANSLATE_NOOP("keys", "提词往上翻"), PROMPT),
    Key("prompt_faster", WINDOW, ("Ctrl+Shift+PgDown",), QT_TRANSLATE_NOOP("keys", "滚得快一点"), PROMPT),
    Key("prompt_slower", WINDOW, ("Ctrl+Shift+PgUp",), QT_TRANSLATE_NOOP("keys", "滚得慢一点"), PROMPT),
    Key("prompt_larger", WINDOW, ("Alt+=",), QT_TRANSLATE_NOOP("keys", "提词字大一点"), PROMPT),
    Key("prompt_smaller", WINDOW, ("Alt+-",), QT_TRANSLATE_NOOP("keys", "提词字小一点"), PROMPT),
    Key("prompt_mirror", WINDOW, ("Ctrl+Shift+M",), QT_TRANSLATE_NOOP("keys", "提词窗口镜像（提词镜）"), PROMPT),
    Key("script", WINDOW, ("Ctrl+Shift+P",), QT_TRANSLATE_NOOP("keys", "写稿子：讲完这件说什么"), PROMPT),
    Key("end", WINDOW, ("F9",), QT_TRANSLATE_NOOP("keys", "按住 0.6 秒下播"), SHOW),
    Key("retry", WINDOW, ("Ctrl+R",), QT_TRANSLATE_NOOP("keys", "立即重试"), SHOW),
    Key("offline", WINDOW, ("Shift+F3",), QT_TRANSLATE_NOOP("keys", "强制离线；再按恢复联网"), SHOW),
    Key("export", WINDOW, ("Ctrl+Shift+E",), QT_TRANSLATE_NOOP("keys", "导出成交和未同步"), SHOW),
    Key("settings", WINDOW, ("Ctrl+,",), QT_TRANSLATE_NOOP("keys", "设置"), SHOW),
    Key("other_seat", WINDOW, ("Ctrl+Shift+S",), QT_TRANSLATE_NOOP("keys", "打开、关掉主播的窗口"), SHOW),
    Key("switch_seat", WINDOW, ("Alt+S",), QT_TRANSLATE_NOOP("keys", "换到另一个窗口"), SHOW),
    Key("full_screen", WINDOW, ("Alt+Return",), QT_TRANSLATE_NOOP("keys", "全屏，再按还原"), SHOW),
    Key("sheet", WINDOW, ("F1",), QT_TRANSLATE_NOOP("keys", "全部按键"), SHOW),
    Key("back", WINDOW, ("Esc",), QT_TRANSLATE_NOOP("keys", "收起、返回"), SHOW),
)

NAMES = {
    "PgDown": "PgDn",
    "Return": "Enter",
    "Up": "↑",
    "Down": "↓",
    "Left": "←",
    "Right": "→",
    "Delete": "Del",
}


def spoken(keys: str) -> str:
    """ "Ctrl+PgDown" -> "Ctrl PgDn": as people read it on a keyboard."""
    if keys == "Num+Enter":
        return translate("keys", "小键盘 Enter")
    return " ".join(NAMES.get(part, part) for part in keys.split("+") if part)


def table(overrides: Mapping[str, Sequence[str]] | None = None) -> dict[str, Key]:
    """The key table by action, with the keys a person chose; raises ValueError on unknown or clashing keys."""
    changed = overrides or {}
    unknown = set(changed) - {key.action for key in TABLE}
    if unknown:
        raise ValueError(f"no such action: {', '.join(sorted(unknown))}")
    keys = {key.action: replace(key, keys=tuple(changed.get(key.action, key.keys))) for key in TABLE}
    clashes = conflicts(tuple(keys.values()))
    if clashes:
        raise ValueError("; ".join(f"{key}: {a}, {b}" for key, a, b in clashes))
    return keys


FIXED = ("back",)
"""Actions whose keys stay: Esc goes back everywhere. Those of the listing line stay too, it knows them itself."""


def changeable(key: Key) -> bool:
    """Whether a person can give it another key."""
    return key.where != FORM and key.action not in FIXED


def usable(overrides: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Of the keys that a person once chose, those that still go with this table; the later ones yield."""
    kept: dict[str, tuple[str, ...]] = {}
    for action, keys in overrides.items():
        try:
            table({**kept, action: keys})
        except ValueError:
            continue
        kept[action] = tuple(keys)
    return kept


def matching(keys: Mapping[str, Key], sought: str) -> list[Key]:
    """The actions whose name, group or keys say what is sought; all of them for nothing."""
    words = sought.casefold().split()

    def says(key: Key) -> str:
        return " ".join((key.name, translate("keys", key.group), *map(spoken, key.keys), *key.keys)).casefold()

    return [key for key in keys.values() if key.keys and all(word in says(key) for word in words)]


def rekeyed(keys: Mapping[str, Key], action: str, pressed: str) -> dict[str, tuple[str, ...]]:
    """What is chosen when `action` gets `pressed` as its first key; its further keys stay. "" gives its own back."""
    own = {key.action: key.keys for key in TABLE}
    wanted = own[action] if not pressed else (pressed, *(k for k in keys[action].keys[1:] if k != pressed))
    chosen = {key.action: key.keys for key in keys.values()} | {action: wanted}
    return {name: chosen[name] for name in chosen if chosen[name] != own[name]}


def clashing(keys: Mapping[str, Key], action: str, pressed: str) -> Key | None:
    """The other action that `pressed` calls where `action` works; None when it is free."""
    tried = replace(keys[action], keys=(pressed,))
    for other in keys.values():
        if other.action != action and conflicts((tried, other)):
            return other
    return None


def conflicts(keys: Sequence[Key]) -> list[tuple[str, str, str]]:
    """Keys that call two actions in the same place: (key, action, action)."""
    found: list[tuple[str, str, str]] = []
    for n, first in enumerate(keys):
        mine = {_canonical(k): k for k in first.keys}
        for second in keys[n + 1 :]:
            if WINDOW not in (first.where, second.where) and first.where != second.where:
                continue
            found += [(mine[_canonical(k)], first.action, second.action) for k in second.keys if _canonical(k) in mine]
    return found


@lru_cache(maxsize=512)
def _canonical(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def first_key(key: Key) -> int:
    """The first key of an action as Qt's number, for one that is held."""
    return int(QKeySequence(key.keys[0])[0].key())  # type: ignore[index]  # the stubs leave out __getitem__
