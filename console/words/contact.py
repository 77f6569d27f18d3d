"""Ways off the platform that are no words: phone numbers, addresses, and ids behind a label.

Works on the tidy lane, where digits of any script and shape are plain ones. Words are in the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from console.words.folding import Folded, fold_letter


@dataclass(frozen=True)
class Found:
    """`start:end` of the typed text; `kind` is "phone", "address" or "contact"."""

    kind: str
    start: int
    end: int


_SAID = dict(
    zip("零〇○一壹幺妖二贰两三叁四肆五伍六陆七柒拐八捌九玖勾oi|l", "000111122233445566777889990111", strict=True)
)
_DIGIT_OF = str.maketrans(_SAID)
_BETWEEN = r"[\W_]{0,3}(?:(?:前三位|中间|后面|最后|然后|接着|再|接|后四位|尾号|是){1,3}[\W_]{0,3})?"
_PHONE = re.compile(
    rf"(?<![0-9a-z])(?:0{{0,2}}86{_BETWEEN}|0{_BETWEEN})?(1{_BETWEEN}[3-9](?:{_BETWEEN}[0-9]){{9}})(?![0-9])"
)
_GROUPS = ((11,), (3, 4, 4), (3, 8), (3, 3, 5), (3, 4, 2, 2), (3, 2, 2, 2, 2))
_GROUPS_WITH_LABEL = (
    (3, 3, 3, 2), (3, 2, 3, 3), (2, 3, 3, 3), (4, 4, 3), (4, 3, 4), (5, 6), (6, 5), (7, 4), (4, 7),
    (5, 3, 3), (5, 2, 2, 2),
)  # fmt: skip
_LANDLINE = re.compile(
    r"(?<![0-9])(?:0(?:10|2[0-9]|[3-9][0-9]{2})[-—– ]{1,3}[2-8][0-9]{2,3}[-— ]?[0-9]{4}"
    r"|400[-—– ]?[0-9]{3,4}[-—– ]?[0-9]{3,4}"
    r"|800[-—– ][0-9]{3,4}[-—– ]?[0-9]{3,4})(?![0-9])"
)
_LABELS = r"电话|手机|热线|致电|来电|拨打|座机|联系|咨询|tel|phone|☎|📞|📱|号码"
_CALLS = "电话|座机|热线|致电|拨打|来电|tel|phone|☎|📞"
_SHORT_PHONE = re.compile(
    rf"(?:{_CALLS})(?:号|号码|是|我|请打)?[\W_]{{0,3}}"
    r"(0[0-9]{2,3}[-\s,，]{0,2}[0-9]{3,4}[-\s,，]?[0-9]{4}|[48]00[-\s]?[0-9]{3,4}[-\s]?[0-9]{3,4}|[2-9][0-9]{2,3}[-\s]?[0-9]{4})(?![0-9])"
)
_SPOKEN_LANDLINE = re.compile(
    rf"(?:{_CALLS}|电联|打给?我)(?:号|号码|是|我|请打)?[\W_]{{0,3}}0(?:[-—– ]?[0-9]){{2,3}}"
    r"[-—–,， ]{0,2}[2-8](?:[-—–,， ]?[0-9]){6,7}(?![0-9])"
)
"""An area code and seven or eight digits, in whatever groups."""
_LABEL_BEFORE = re.compile(rf"(?:{_LABELS}|加|私|打|找我|微|薇|v)[^,，。;!?\n]{{0,8}}$")
_NO_PHONE_BEFORE = re.compile(
    r"(?:单号|编号|证书号?|条码|货号|型号|批号|订单号?|运单|款号|序列号|流水号|房间号|直播间|id|编码|no)[^\w]{0,3}$"
)

_TLD = (
    "com|cn|net|org|top|xyz|cc|shop|vip|io|me|tv|store|link|ltd|club|info|co|app|site|online|fun|ink|icu|wang|live|mobi|ren"
    "|tech|work|biz|love|red|win|pro|asia|group|gg|ly|im|hk|tw"
)
_DOT = r"\s{0,2}(?:\.|。|点|·|dot)\s{0,2}"
_ADDRESS = re.compile(
    r"(?:https?|ftp)\s{0,2}[:：]\s{0,2}/\s{0,2}/\s{0,2}[^\s,，。;；!！?？、\u4e00-\u9fff]+"
    rf"|(?<![a-z0-9])www{_DOT}[a-z0-9-]{{2,60}}(?:{_DOT}[a-z]{{2,6}}){{1,4}}(?:/[\w./?=&%-]*)?"
    r"|(?<![a-z0-9._-])[a-z0-9._-]{1,60}\s{0,2}(?:@|\(at\)|艾特)\s{0,2}[a-z0-9-]{1,60}(?:\.|点)[a-z]{2,6}"
    rf"|(?<![a-z0-9._@-])(?:[a-z0-9][a-z0-9-]{{0,60}}\.){{1,5}}(?:{_TLD})(?![a-z0-9-])(?:\.cn)?(?:/[\w./?=&%#-]*)?"
)
_SPOKEN_ADDRESS = re.compile(
    r"(?<![a-z0-9-])(?:[a-z0-9-]{2,60}|[\u4e00-\u9fff]{2,8}?)\s{0,2}点\s{0,2}(?:com|cn|net)(?![a-z])"
)
_TOP = re.compile(r"点\s{0,2}(?:com|cn|net)")
_OWN_ADDRESSES = re.compile(r"(?:^|[/.@])(?:kuaishou|kwaixiaodian|kwai|gifshow|kuaishouzt)\.com")

_LABELLED = re.compile(
    r"(?<![a-z0-9])(?:v|vx|wx|wei|weixin|wechat|薇|微|威|q|qq|扣扣?|企鹅|tg|ins|dy|xhs)\s{0,2}(?:号|id)?\s{0,2}[:：=→➡]{1,3}\s{0,3}"
    r"(?=[a-z0-9_-]*[a-z0-9])[a-z0-9][a-z0-9_-]{4,23}(?![\w])"
    r"|(?:联系|加我|找我|咨询|私我|添加)(?:方式|号|id)?\s{0,2}[:：]?\s{0,3}(?=[a-z0-9_-]*[0-9_])[a-z][a-z0-9_-]{5,19}(?![\w])"
    r"|(?<![a-z0-9])wxid_[a-z0-9]{6,}"
    r"|(?:扣扣?|抠抠?|叩叩?|q{1,2})\s?[:：]?\s?[1-9][0-9]{5,10}(?![0-9])"
)
_DISGUISED_LABEL = re.compile(
    r"(?:(?<![\w])|(?<=[加我的是找]))[微v卫](?:\s{0,2}|[^\w,，。]{0,2})(?:号|信|芯|星|心|x)?\s{0,2}[:：=→➡]{1,3}\s{0,3}"
    r"[a-z0-9][a-z0-9_-]{4,23}(?![\w])"
)
"""A label told by another character (溦:lao-zhang) in letters of the contact lane; inside a word (纤维:nylon) none."""
_ID_FIRST = re.compile(
    r"(?<![a-z0-9_-])(?=[a-z_-]{1,19}[0-9])[a-z][a-z0-9_-]{5,19}[^\w]{0,3}(?:这个?|那个?)?(?:就?是)?(?:我|主播|老板)?的?"
    r"(?:微|薇|威|v|vx|wx)(?:的|号|信)?(?![a-z0-9\u4e00-\u9fff])"
)
"""An id with its label behind it: abc1234 这个是微的."""
_QQ = re.compile(
    r"(?:[扣抠叩]{1,2}|企鹅|球球|秋秋|(?<![a-z0-9])qq?)(?:号|是|群)?[\W_]{0,3}[1-9](?:[\W_]?[0-9]){5,10}(?![0-9])"
)


_ENGLISH_PHONE = re.compile(
    r"(?<![a-z])(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)[^a-z0-9]{0,3}){7,}(?![a-z])"
)


def contacts(folded: Folded) -> Iterator[Found]:
    """Everything in the text that looks like a phone number, an address or an id."""
    tidy = folded.tidy
    text = tidy.text
    spoken = _SPOKEN_ADDRESS.finditer(text) if "点" in text and _TOP.search(text) else ()
    for found in (*_ADDRESS.finditer(text), *spoken):
        if not _OWN_ADDRESSES.search(found.group()):
            yield Found("address", *tidy.span(*found.span()))
    for found in _LABELLED.finditer(text):
        yield Found("contact", *tidy.span(*found.span()))
    if ":" in text or "=" in text or "→" in text or "➡" in text:
        for found in _DISGUISED_LABEL.finditer(text.translate(_LABEL_LETTERS)):
            yield Found("contact", *tidy.span(*found.span()))
    digits = text.translate(_DIGIT_OF)
    for found in (*_ID_FIRST.finditer(text), *_QQ.finditer(digits)):
        yield Found("contact", *tidy.span(*found.span()))
    yield from _phones(folded, digits)


def _phones(folded: Folded, digits: str) -> Iterator[Found]:
    """Mobile numbers and landlines; `digits` is the tidy lane with everything that may be said for a digit as one."""
    tidy = folded.tidy
    text = tidy.text
    for read in (digits, *_with_strokes(folded, digits)):
        for found in _PHONE.finditer(read):
            if _is_phone(text, read, *found.span(1)):
                yield Found("phone", *tidy.span(*found.span()))
    spelled = _ENGLISH_PHONE.finditer(text) if "e" in text else ()
    for found in (*_LANDLINE.finditer(text), *spelled):
        if not _NO_PHONE_BEFORE.search(text[max(0, found.start() - 12) : found.start()]):
            yield Found("phone", *tidy.span(*found.span()))
    for found in _SPOKEN_LANDLINE.finditer(digits):
        yield Found("phone", *tidy.span(*found.span()))
    for found in _SHORT_PHONE.finditer(digits):
        yield Found("phone", *tidy.span(*found.span(1)))


class _LabelLetters(dict[int, str]):
    """微 and v for all that stands for them, everything else as it is; worked out when a character is first met."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        read_as = fold_letter(char, contact=True) if char > "\u2e7f" and char not in "维維" else char
        self[point] = found = read_as if read_as in ("微", "v") else char
        return found


_LABEL_LETTERS = _LabelLetters()


def _with_strokes(folded: Folded, digits: str) -> Iterator[str]:
    """The same with strokes read as ones: 丨38 is 138, while 138丨0057 is read as it stands."""
    if any(stroke in folded.typed for stroke in _STROKES):
        yield "".join(
            "1" if read == " " and folded.typed[at] in _STROKES else read
            for read, at in zip(digits, folded.tidy.starts, strict=True)
        )


_STROKES = "丨亅"


def _is_phone(text: str, digits: str, start: int, end: int) -> bool:
    """Eleven digits in the groups phone numbers are written in, not behind the label of another number."""
    before = text[max(0, start - 14) : start]
    if _NO_PHONE_BEFORE.search(before.rstrip("+086 -")):
        return False
    labelled = bool(_LABEL_BEFORE.search(before))
    plain = sum(char.isdigit() or char in "零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖" for char in text[start:end])
    if plain < 11 and not (plain >= 7 or labelled):
        return False
    groups = tuple(len(group) for group in re.findall(r"[0-9]+", digits[start:end]))
    dashed = not any(char.isspace() for char in text[start:end])
    if groups in _GROUPS or max(groups) <= 2 or (labelled and groups in _GROUPS_WITH_LABEL):
        return True
    return dashed and groups in _GROUPS_WITH_LABEL
