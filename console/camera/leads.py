"""Where a code leads: to goods, off the platform, onto it. Decided from its content alone.

The platform punishes whatever takes buyers elsewhere: links, contacts, payment codes and the pass
phrases (口令) of other shops. A link is the platform's only when every address in it is; anything
that can be opened and is not leads away. Nothing is looked up; reading codes is in `codes`.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from console.facts import CodeKind

LINEAR = frozenset(
    (
        *("EAN-13", "EAN-8", "UPC-A", "UPC-E", "Code 128", "Code 39", "Code 93", "ITF"),
        *("DataBar", "DataBar Omni", "DataBar Limited", "DataBar Expanded", "DataBar Stacked"),
    )
)
"""Formats that are printed to name goods."""

PLATFORM_DOMAINS = (
    "kuaishou.com",
    "kuaishouapp.com",
    "kuaishoupay.com",
    "kuaishouzt.com",
    "kwai.com",
    "kwaixiaodian.com",
    "kwaizt.com",
    "kwimgs.com",
    "gifshow.com",
    "chenzhongtech.com",  # where the platform's share links land
    "yximgs.com",
)
PLATFORM_SCHEMES = frozenset({"kwai", "kwailive", "kwaishop", "kwaimerchant", "ksnebula", "gifshow"})

# Text is first brought into one form by `_plain`, so the patterns below are in lower case and half width.
_HAN = "\u4e00-\u9fff"
_LINK = re.compile(
    r"(?<![a-z0-9+.-])(?:(https?):[\\/]*|([a-z][a-z0-9+.-]{1,24}):[\\/]+)([^\s\\/?#\"'<>]*)([^\s\"'<>]*)"
)
_TOP = (
    "com|cn|net|org|gov|edu|top|shop|xyz|vip|cc|me|io|co|link|site|online|store|club|ltd|wang|tv|app|mobi|info|biz|"
    "pro|live|ink|icu|fun|tech|asia|hk|tw|jp|kr|us|uk|ru|de|fr|in|ly|gl|gd|la|im|to|so|sh|ai|work|art|mall|group|"
    "red|pub|run|cloud|page|dev|中国|公司|网络|网址|商城|网店|手机|在线|中文网|集团|商店|xn--[a-z0-9-]+"
)
_NO_LINK = re.compile(
    rf"(?<![^\W{_HAN}])(?<![.@-])((?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.)+(?:{_TOP}))\.?"
    rf"(?![^\W{_HAN}]|-|@|\.\w)((?::\d+)?(?:[\\/?#][^\s\"'<>]*)?)"
)
_FOREIGN_NAME = re.compile(rf"(?<![\w.@-])((?:[^\W_][\w-]*\.)+(?:{_TOP}))(?![\w-]|\.\w)()")
_CONTACT = re.compile(
    r"(?<![a-z])(?:tel|telprompt|sms|smsto|mms|mmsto|mailto|matmsg|mecard|bizcard|whatsapp|weixin|wechat|wxp|"
    r"alipays?|alipayqr|bitcoin|ethereum|upi|javascript)\s*:"
    r"|begin\s*:\s*vcard|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?/"
)
_ID = re.compile(
    r"wxid_\w+|(?<![a-z0-9])gh_[0-9a-f]{12}"
    r"|(?:(?<![a-z])(?:v信?|vx|wx|qq)|扣扣|企鹅|微)\s*(?:号码?|群|id)?\s*[:=]\s*[\w-]{4,}"
    r"|加\s*我?\s*(?:v|vx|wx|微|薇|威|qq|扣|群|好友|企鹅)"
    r"|(?:电话|手机号?|联系方式|热线|座机)\s*:?\s*[+(]?\d"
)
_ID_LOOSE = re.compile(r"(?<![a-z])(?:vx|wx|qq)\s+[a-z0-9_-]{5,}")
_ELSEWHERE = re.compile(
    r"微信|薇信|威信|公众号|企微|朋友圈|支付宝|淘宝|天猫|闲鱼|咸鱼|京东|拼多多|抖音|抖店|小红书|唯品会|得物|微店|有赞|"
    r"美团|饿了么|视频号|微博|哔哩|转账"
    r"|(?<![a-z])(?:weixin|wechat|alipay|taobao|tmall|pinduoduo|douyin|xiaohongshu|whatsapp|telegram|weidian)(?![a-z])"
)
_PHRASE_MARK = "[¥$€£₤₳₴¢₰]"
_PASS_PHRASE = re.compile(
    rf"{_PHRASE_MARK}\s?[a-z0-9]{{6,16}}\s?{_PHRASE_MARK}"
    r"|复制.{0,24}打开|打开.{0,12}(?:app|客户端|搜索)|淘口令|口令\s*:"
)
_MOBILE = re.compile(r"(?<![0-9a-z.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9a-z])")
_LANDLINE = re.compile(r"(?<![0-9a-z])(?:(?:0\d{2,3}[- ]|\(0\d{2,3}\) ?)\d{7,8}|[48]00-\d{3,4}-?\d{3,4})(?!\d)")
_OWN_NUMBER = re.compile(r"(?:no\.?|#|编号|货号)?\s*:?\s*[a-z]{0,6}[-_ ]?\d{1,14}(?:[-_]\d{1,6})?\s*号?")
_GS1 = re.compile(r"(?:\(\d{2,4}\)[^()]+)+")

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_DOTS = str.maketrans("。。․", "...")
_ROUNDS_OF_ESCAPES = 3


def kind_of(text: str, form: str) -> CodeKind:
    """What a code that says `text` in the format `form` ("EAN-13", "QR Code", ..) is for."""
    rest, away, ours = _addresses(_plain(text))
    if away or _leads_by_words(rest, form):
        return CodeKind.LEADS_AWAY
    if ours:
        return CodeKind.PLATFORM
    if form in LINEAR or _names_goods(rest):
        return CodeKind.GOODS
    return CodeKind.OTHER


def check_digit_fits(digits: str) -> bool:
    """Whether the last of `digits` is GS1's check digit of those before it (weights 3 and 1 from the right)."""
    if len(digits) < 2 or not (digits.isascii() and digits.isdigit()):
        return False
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits[:-1])))
    return (10 - weighted % 10) % 10 == int(digits[-1])


def _plain(text: str) -> str:
    """As a phone's browser would take it: one width, one case, nothing invisible, plain dots."""
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text).translate(_DOTS)).translate(_DOTS).casefold().strip()


# --- addresses -------------------------------------------------------------------------------


def _addresses(plain: str) -> tuple[str, bool, bool]:
    """The text without its addresses, whether one of them leads away, whether one is the platform's."""
    away = ours = False

    def judge(own: bool, tail: str) -> str:
        nonlocal away, ours
        away = away or not own or _leads_on(tail)
        ours = ours or own
        return " "

    rest = _LINK.sub(lambda found: judge(_own_link(found[1] or found[2], found[3]), found[3] + found[4]), plain)
    for pattern in (_NO_LINK, _FOREIGN_NAME):
        rest = pattern.sub(lambda found: judge(_own_host(found[1]), found[2]), rest)
    return rest, away, ours


def _own_link(scheme: str, authority: str) -> bool:
    if scheme in PLATFORM_SCHEMES:
        return True
    host = authority.rpartition("@")[2]  # what stands before an @ is a user name, whatever it looks like
    return scheme in ("http", "https") and _own_host(re.sub(r":\d*$", "", host))


def _own_host(host: str) -> bool:
    host = host.removesuffix(".")
    return any(host == domain or host.endswith(f".{domain}") for domain in PLATFORM_DOMAINS) and (
        re.fullmatch(r"[a-z0-9.-]+", host) is not None
    )


def _leads_on(tail: str) -> bool:
    """Whether the rest of one of the platform's links holds, escaped or not, a link that is not."""
    for _ in range(_ROUNDS_OF_ESCAPES):
        tail = unquote(tail).casefold()
        if any(not _own_link(found[1] or found[2], found[3]) for found in _LINK.finditer(tail)):
            return True
    return False


# --- words and numbers -----------------------------------------------------------------------


def _leads_by_words(rest: str, form: str) -> bool:
    """Contacts, ids, names of other platforms, pass phrases, telephone numbers."""
    if any(pattern.search(rest) for pattern in (_CONTACT, _ID, _ELSEWHERE, _PASS_PHRASE)):
        return True
    if form in LINEAR:  # many digits stand in goods' numbers by chance: only one that is all telephone counts
        return not form.startswith(("EAN", "UPC", "DataBar")) and _MOBILE.fullmatch(rest) is not None
    if _GS1.fullmatch(rest):
        return False
    return any(pattern.search(rest) for pattern in (_MOBILE, _LANDLINE, _ID_LOOSE))


def _names_goods(rest: str) -> bool:
    """A number that a label may carry in a square code: GS1's, or a short one of the studio's own."""
    if rest.isdigit() and len(rest) in (8, 12, 13, 14):
        return check_digit_fits(rest) or _OWN_NUMBER.fullmatch(rest) is not None
    return _GS1.fullmatch(rest) is not None or _OWN_NUMBER.fullmatch(rest) is not None
