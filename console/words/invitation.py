"""What turns a name into a way off the platform, and what turns a word into its opposite.

"微星显卡" is a brand and "加微星" an address; "淘宝" is a name and "去淘宝搜" leads away; "不加微信" warns of it. The
expressions here look at what touches a hit. They hold the grammar, `list.txt` holds the words.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from console.words.folding import CLAUSE_MARKS, Folded, Lane
from console.words.verdict import WordClass

_FILLERS = "(?:我|个|下|1下|你|您|们|的|到|上|点|是|有|家|店|主播|老板|去|再|也|都|那个|这个|1个|手机)*"
_BEFORE = re.compile(
    f"(?:找我要|加|联系|咨询|私聊|私信|私|搜索?|找|留|换|关注|拉|进|备注|添加|扫|去|上|打开|逛|逛逛|移步|转战|我|主播|老板|同步){_FILLERS}$"
)
_AFTER = re.compile(
    r"(?:号(?!线|店|链|码正)|账号|帐号|同号|同名|同步|联系|聊|找我|找主播|咨询|私我|私聊|加我|搜|看我|见我|详谈|主页|直播间|首页搜"
    r"|旗舰店|官方店|店|里搜|上搜|那边|下单|拍更|买更|关注|app搜|app里|领券|入口|粉丝群|群|裙|也?有店|也有我|上?也?有我们|开店|小店"
    r"|上?也?是我们?|那家也是|上见|里见|上有我|直接转|同款搜)"
)
_IDENTITY = re.compile(
    r"\s?:\s?[a-z0-9]|[\W_]{0,3}(?:号码?|账号|帐号|id|是|名|叫|为)?(?:是|叫|为)?[\W_]{0,3}"
    r"(?:(?=[a-z0-9_-]*[0-9_])[a-z0-9][a-z0-9_-]{4,23}(?![a-z0-9_])|[a-z]{6,20}(?![a-z0-9])"
    r"|[0-9](?:[^\w]?[0-9]){4,11}(?![0-9]))"
)
"""An id behind a name, in the tidy lane."""
_TYPED_IDENTITY = re.compile(r"(?=[a-z0-9_-]*[0-9_])[a-z0-9][a-z0-9_-]{4,}")


def invited(folded: Folded, start: int, end: int) -> bool:
    """Whether the words that touch `start:end` of the contact lane invite the buyer there."""
    return bool(_BEFORE.search(folded.contact.text[max(0, start - 8) : start])) or invited_behind(folded, end)


def invited_behind(folded: Folded, end: int) -> bool:
    """Whether an invitation or an id follows right behind `end` of the contact lane."""
    tidy = folded.tidy
    at = bisect_left(tidy.starts, folded.contact.ends[end - 1])
    return bool(_AFTER.match(folded.contact.text, end) or _IDENTITY.match(tidy.text, at, at + 40))


# --- edges -----------------------------------------------------------------------------------


def edge_before(lane: Lane, start: int) -> bool:
    """Whether nothing readable touches `text[start]` from the left."""
    return start == 0 or lane.text[start - 1] == "," or lane.gap(start - 1)


def edge_behind(lane: Lane, end: int) -> bool:
    """Whether nothing readable touches `text[end - 1]` from the right."""
    return end == len(lane.text) or lane.text[end] == "," or lane.gap(end - 1)


def torn_from_latin(lane: Lane, start: int, end: int, *, contact: bool, weak: bool) -> bool:
    """Whether the hit is only a part of a Latin word or a number: no1 in no12, wx in lwx; not vx in vxlan88.

    A `weak` word, one that counts only beside an invitation, may not touch a number either: tb in 1tb.
    """
    text = lane.text
    if weak and start and text[start - 1].isdigit() and text[start:end].isascii() and not lane.gap(start - 1):
        return True

    def alike(left: str, right: str) -> bool:
        return (
            left.isascii()
            and right.isascii()
            and (left.isdigit(), left.isalpha()) == (right.isdigit(), right.isalpha())
        )

    if start and text[start].isalnum() and alike(text[start - 1], text[start]) and not lane.gap(start - 1):
        return True
    if end < len(text) and text[end - 1].isalnum() and alike(text[end - 1], text[end]) and not lane.gap(end - 1):
        named = contact and text[end - 1].isalpha() and re.match(r"[a-z]{0,16}[0-9]", text[end : end + 18])
        return not named
    return False


_MODEL = re.compile(r"(?:[-–][0-9]{1,4}|[0-9]{1,3})[a-z]?(?![a-z0-9_-])")


def model_number(folded: Folded, start: int, end: int) -> bool:
    """Whether `start:end` of the contact lane begins the number of a model (VX-200): an id is longer than that."""
    if _BEFORE.search(folded.contact.text[max(0, start - 8) : start]):
        return False
    tidy = folded.tidy
    first, last = (bisect_left(tidy.starts, at) for at in (folded.contact.starts[start], folded.contact.ends[end - 1]))
    return tidy.text[first:last] in ("vx", "wx") and _MODEL.match(tidy.text, last) is not None


def crosses_clause(folded: Folded, lane: Lane, start: int, end: int) -> bool:
    """Whether a comma or the like was typed inside `text[start:end]` (contact lane, which leaves them out)."""
    return any(
        lane.gap(at)
        and any(
            char in CLAUSE_MARKS or char in "，；！？" for char in folded.typed[lane.ends[at] : lane.starts[at + 1]]
        )
        for at in range(start, end - 1)
    )


def accidental(folded: Folded, lane: Lane, start: int, end: int, *, contact: bool) -> bool:
    """Whether a short word only came about by leaving out what stood in it: 防抖 音质 is no 抖音."""
    gaps = [lane.gap(at) for at in range(start, end - 1)]
    if not any(gaps):
        return False
    before = edge_before(lane, start) or (contact and bool(_BEFORE.search(lane.text[max(0, start - 8) : start])))
    behind = edge_behind(lane, end) or (contact and bool(_AFTER.match(lane.text, end)))
    if contact and crosses_clause(folded, lane, start, end):
        return not (before and behind)
    return end - start <= 3 and not (before or behind) and not (len(gaps) > 1 and all(gaps))


# --- the opposite ----------------------------------------------------------------------------

_WARNS_BEFORE = re.compile(
    r"(?:谁|有人|别人|有的?(?:姐姐|姐妹|宝宝|客人|朋友|粉丝|大哥))(?:老|总|又)?(?:让|叫|要|喊|拉|劝)[你您我]们?[^,]{0,2}$|(?:(?<!是)不是|并非|谨防|警惕|小心|当心|严禁|禁止|拒绝|杜绝|抵制|防范|防止|举报|骗子|诈骗|冒充|假冒|提防|反对)[^,]*$"
    r"|(?:不要|不会|不能|不得|不可|不准|不许|从不|绝不|决不|不再|不用|无需|不必|不|别|勿|没有|没)"
    r"(?:再|随便|轻易|相信|信|去|添加|任何人?|陌生人?|所谓的?|的|私下|通过|要求|让你?|叫你?|什么|客服的|引导|扫码?|转账|[报说提写讲给打放露问]|出现|主播|客服|以|其他"
    r"|在|进行|支持|接受|提供|做|搞|走|理会|点击?|加|我们?|有人|让您|[你您]的?|大家的?|别人的?|留|发|索要)*$"
)
_WARNS_BEHIND = re.compile(
    r"[^。!?]{0,14}(?:骗子|骗局|诈骗|被骗|骗人|受骗|不可信|别信|勿信|不要信|概不|不予理会|请举报|谨防|别上当"
    r"|都?不是我|都是假|是假的|是仿|盗图|冒牌|山寨|不认|不算数|不负责|无效|不受保护|后果自负|,别(?:扫|加|信|理|点|给|听|转)|的?别再?问"
    r"|(?:平台|快手|官方|规定)(?:是)?(?:不让|不允许|不准|不给|禁止|会罚)|违规)"
    r"|(?:也|都)?没(?:有|开)(?:店|号|账号|开店)?(?:的|啊|哦)?(?=[,。!]|$)"
)
_ENGLISH_NOT = re.compile(r"(?:\bno|\bnot|\bnever|n['’]t|\bcannot|\bwithout)(?: [a-z]+){0,2} ?$")
_DENIED = {
    WordClass.ABSOLUTE_TERM: re.compile(
        r"(?:不敢说|不敢称|谈不上|称不上)[^,]{0,4}$|(?:不是|并非|不敢说|不敢称|不能|不会|没法|无法|不可能|不说|不算|谈不上|称不上|不一定是?|没有|不追求|不求|不用说|非)(?:什么|所谓的?|是|的|最)*$"
    ),
    WordClass.PRICE_CLAIM: re.compile(
        r"(?:不是|没有|不敢说|不敢讲|不能说|不说|不写|不标|不玩|不搞|从不|绝不|不做|拒绝|别信|不会|不靠|不打|不虚标|无)(?:什么|所谓的?|虚标的?|写|标|搞|这种)*$"
    ),
    WordClass.MEDICAL: re.compile(
        r"别信[^,]{0,6}$|(?:不能|不|没有|无法?|非|并非|不具有?|不是|不会|勿|禁止|切勿|不可|不宣称|不含|不涉及|不代表|谈不上|不等于|不承诺)"
        r"(?:任何|什么|具有|起到|用于|说|当|有|是|做|能|以|用来|所谓的?|其)*$"
    ),
    WordClass.FAKE_COUNT: re.compile(r"(?:不是|并非|不止|不只|没有|没|别说|(?:说|传|以为)(?:我们?|咱们?)(?:家)?)$"),
    WordClass.PROMISE_MISMATCH: re.compile(
        r"(?:不支持|不提供|不参与|不参加|不享受|不享有|不适用|不包含|不含|不赠|不送|不带|不附|不配|不能|不可以?|不是|不算|不承诺"
        r"|不保证|不做|不退(?!货)|不给|未开通|未参加|未提供|未附|未带|未配|暂不|恕不|概不|并非|取消|不再|谢绝|不接受|不符合|不设|无法"
        r"|没办法|做不到|来不及|不支|不另)[^, ]{0,6}$|(?:没有?|无|非|不|未)$"
    ),
}
_LONG = 8
"""A hit longer than this spans more than the words of a promise."""
_DENIED_BEHIND = re.compile(
    r"(?:的)?(?:商品|服务|政策|活动)?:?(?:不支持|不适用|不享受|不参与|除外|不可用|暂无|没有|另收|另外收|另算|需另|要另|另付|自理|收费)"
)
_NONE_BEHIND = re.compile("[药贴膏片丸]?(?:的|这种|这些)?我?(?:没有(?!了)|不卖|不做|不懂)")
_UNSAID_BEHIND = re.compile(
    "[^,。;!?]{0,6}没有这(?:种|个)(?:说法|事|东西)"
    "|(?:的|的事|的话|[这几两三四]个?[词字]|[^,。;!?]{0,3}这种话?)?(?:我们?|咱们?|主播|平台)?(?:也|都|就|可|是)?"
    "(?:不懂|不知道|不清楚|不说|不写|不标|不好说|不归我|不敢[说讲写标用提]|不能[说讲写标用提]|不让[说讲写标用提]|不会[说讲]|别[问信]|不要信|没[标写])"
)
_CAREFUL = re.compile(
    "[^,。;!?]{0,8}(?:慎[用吃喝重]|少[吃喝碰放]|[问听]一?下?医|遵医|(?:不要|别)(?:给[^,]{1,3})?[吃喝用买碰戴拍]|不(?:能|宜|可|适合|建议)[吃喝用买碰戴]"
    "|忌[口食]|禁用|咨询医|(?<!不用)(?<!不必)(?<!省得)(?:去医院|看医生|就医))"
)
"""An ill person told to be careful: 高血压的老人慎用."""
_NOT_TAKEN_BACK = re.compile("不(?:能|可以?|支持|给|接受|予)?(?:退(?!货|换?[，,]?[也都])|换|赔)")
_OVERSTATED = re.compile("[^。!?]{0,8}(?:别夸张|夸张了|没那么[多好神]|瞎说|乱说|胡说|别吹|不敢当)")


def denied(word_class: WordClass, folded: Folded, start: int, end: int) -> bool:
    """Whether the text says the opposite of the words typed at `start:end`, or warns of them."""
    tidy = folded.tidy
    first, last = bisect_left(tidy.starts, start), bisect_left(tidy.starts, end)
    before = _clause_before(tidy.text, first)
    if word_class is WordClass.OFF_PLATFORM:
        if _TYPED_IDENTITY.search(tidy.text, last, last + 16):
            return False
        warned = _WARNS_BEFORE.search(before.replace(" ", "")) or _ENGLISH_NOT.search(before)
        return bool(warned or _WARNS_BEHIND.match(tidy.text, last))
    if _DENIED[word_class].search(before.rstrip()) or _ENGLISH_NOT.search(before):
        return True
    return _taken_back(word_class, tidy.text[first:last], tidy.text[last : last + 14].lstrip(" :："))


def _taken_back(word_class: WordClass, said: str, behind: str) -> bool:
    """Whether a claim is undone by what stands in it or behind it."""
    if word_class is WordClass.PROMISE_MISMATCH:
        return bool(_DENIED_BEHIND.match(behind) or (len(said) > _LONG and _NOT_TAKEN_BACK.search(said)))
    if behind.startswith("不" + said[:2]) or _OVERSTATED.match(behind):
        return True
    ill = word_class is WordClass.MEDICAL
    if ill and (_NONE_BEHIND.match(behind) or _CAREFUL.match(behind) or _CAREFUL.search(said)):
        return True
    return word_class is not WordClass.FAKE_COUNT and bool(_UNSAID_BEHIND.match(behind))


def _clause_before(text: str, at: int) -> str:
    """What stands before `at` in its clause, at most 16 characters."""
    clause = text[max(0, at - 16) : at]
    for place in range(len(clause) - 1, -1, -1):
        if clause[place] in CLAUSE_MARKS:
            clause = clause[place + 1 :]
            break
    return clause
