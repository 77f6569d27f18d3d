"""What a seller is shown when something does not work: a title, and what to do next.

Every error that can reach a person is a class: the camera's in `camera/errors`, the platform's beside its
clients, all others here. Both languages stand side by side so that neither can be forgotten. There is no
logging here and no error code: the class name is the code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

LANGUAGES = ("zh_CN", "en")


@dataclass(frozen=True)
class Text:
    """One sentence in both languages; `{name}` places are filled by `said`."""

    zh: str
    en: str

    def said(self, lang: str, **facts: object) -> str:
        """The sentence in `lang` ("zh_CN", or anything else for English)."""
        words = self.zh if lang.startswith("zh") else self.en
        return words.format(**facts) if facts else words  # without facts, braces are somebody's own words


@dataclass(frozen=True)
class Shown:
    """An error as a card: what happened, and the one thing to do."""

    title: str
    advice: str


class KaiboError(Exception):
    """Base of everything a seller is shown.

    Facts given as keywords fill the places of `title` and `advice`; a fact that is a `Text` is
    itself translated.
    """

    title: ClassVar[Text] = Text("出了点问题", "Something went wrong")
    advice: ClassVar[Text] = Text("请重试；若再次出现，请运行 doctor 检查", "Try again; if it returns, run doctor")

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(type(self).__name__, facts)

    def shown(self, lang: str = "zh_CN") -> Shown:
        """The card for this error in `lang`."""
        facts = {k: v.said(lang) if isinstance(v, Text) else v for k, v in self.facts.items()}
        return Shown(self.title.said(lang, **facts), self.advice.said(lang, **facts))

    def __str__(self) -> str:
        shown = self.shown("en")
        return f"{shown.title}. {shown.advice}"


# --- what was asked for cannot be done -------------------------------------------------------


class InputError(KaiboError):
    """The person, or a program speaking for one, asked for something that cannot be."""


class BrokenRequest(InputError):
    title = Text("看不懂这条指令：{why}", "This request cannot be read: {why}")
    advice = Text("每行一个 JSON 对象，写法见 docs/cli.md", "One JSON object per line; see docs/cli.md")


class OffPlatform(InputError):
    """A text leads buyers off the platform; `why` and `instead` (Text) say where and what to do."""

    title = Text("不能上播：{why}", "This must not go on air: {why}")
    advice = Text("建议：{instead}", "Suggestion: {instead}")


class FlashSaleUnfit(InputError):
    """Price, units, time or limit of a flash sale cannot be; `why` (Text) says which."""

    title = Text("秒杀开不了：{why}", "This flash sale is not possible: {why}")
    advice = Text("改好后再按一次", "Change it and press again")


class TrustUnfit(InputError):
    title = Text("这一项填得不对：{field}", "This field is not right: {field}")
    advice = Text(
        "保障只能选已有的四种；文字最多 60 字；佣金 0 到 100 %",
        "Choose known guarantees; at most 60 letters; 0 to 100 %",
    )


class StepsUnfit(InputError):
    """The steps of an item cannot be read, or there is none left; `why` (Text) says which."""

    title = Text("步骤不行：{why}", "These steps are not right: {why}")
    advice = Text(
        "写成 预热 讲产地 | 开价 599 | 秒杀 499 x5 60秒 | 下架",
        "Write it as: cue its story | price 599 | flash 499 x5 60s | off",
    )


class ScriptTooLong(InputError):
    title = Text("稿子太长：最多 {cap} 字", "The script is too long: {cap} letters at most")
    advice = Text("分到几件货后面写", "Spread it over several items")


class FileUnreadable(InputError):
    """A file to import cannot be read; `why` (Text) says what is wrong with it."""

    title = Text("读不了 {file}：{why}", "{file} cannot be read: {why}")
    advice = Text(
        "请用 .xlsx、.xls 或 .csv，表头写“品名”“价格”“库存”",
        "Use .xlsx, .xls or .csv with columns title, price and stock",
    )


class CouponUnfit(InputError):
    """A coupon cannot be, or not yet; `why` (Text) says so."""

    title = Text("这张券不行：{why}", "This coupon is not possible: {why}")
    advice = Text("改好后再按一次；平台的券按整天算", "Change it and press again; platform coupons last whole days")


class PlanUnfit(InputError):
    """A show cannot be planned so; `why` (Text) says why."""

    title = Text("这一场排不了：{why}", "This show cannot be planned: {why}")
    advice = Text("写成 明天 20:00 晚场", "Write it as: tomorrow 20:00 evening show")


class DrawUnfit(InputError):
    """A draw cannot be, or not yet; `why` (Text) says so."""

    title = Text("抽奖不行：{why}", "This draw is not possible: {why}")
    advice = Text("改好后再按一次", "Change it and press again")


class RecordUnreadable(InputError):
    title = Text("读不懂抽奖记录 {file}", "The record {file} cannot be read")
    advice = Text("请选从本软件导出的 JSON 文件", "Choose a JSON file that this program exported")


class FlashUnitsGone(InputError):
    title = Text("秒杀只剩 {left} 件", "The flash sale has only {left} left")
    advice = Text("改小件数，或先结束秒杀再按原价卖", "Take fewer, or end the flash sale and sell at the regular price")


class FlashLimitReached(InputError):
    title = Text("{buyer} 已到每人限购 {limit} 件", "{buyer} has reached the limit of {limit}")
    advice = Text("改小件数，或换一位买家", "Take fewer, or sell to somebody else")


class ListingDoubtful(InputError):
    """A listing line that could mean two things; `guess` holds what was understood."""

    title = Text("请核对：{why}", "Please check: {why}")
    advice = Text(
        "改成“名称 价格 x件数”，例如 豆绿手镯 599 x3", "Write it as: title price xstock, e.g. jade bangle 599 x3"
    )


class PriceOutOfRange(InputError):
    title = Text("价格不对", "The price is out of range")
    advice = Text("价格要在 0.01 到 {cap} 元之间", "A price lies between 0.01 and {cap} yuan")


class StockOutOfRange(InputError):
    title = Text("库存不对", "The stock is out of range")
    advice = Text("库存要在 {least} 到 {cap} 件之间", "Stock lies between {least} and {cap} units")


class TitleUnfit(InputError):
    title = Text("名称不合适", "The title does not fit")
    advice = Text(
        "名称不能为空，最多 {cap} 个字（英文两个算一个）",
        "A title is not empty and holds at most {cap} Chinese characters (two Latin letters count as one)",
    )


class BarcodeUnfit(InputError):
    title = Text("条码不合适", "The barcode does not fit")
    advice = Text("条码最多 {cap} 个字，不带换行", "A barcode holds at most {cap} characters and no line break")


class UnknownNumber(InputError):
    title = Text("没有 {number} 号商品", "There is no item number {number}")
    advice = Text("看一下货单里的编号再试", "Look the number up in the line-up and try again")


class NoSuchShow(InputError):
    """Facts: `show`, the id that was asked for; empty where there was no show at all."""

    title = Text("没有这一场：{show}", "There is no such show: {show}")
    advice = Text(
        "开播过的才有；main.py summary --list 列出全部", "Only shows that were live; main.py summary --list names them"
    )


class UnknownSnap(InputError):
    title = Text("找不到这张照片", "This snap is not known")
    advice = Text("按 F2 重新拍一张", "Press F2 to snap again")


class UnknownShot(InputError):
    title = Text("这一组里没有第 {shot} 张照片", "This snap has no shot {shot}")
    advice = Text("照片从 0 数起；按 F2 重新拍一张也行", "Shots are counted from 0; or press F2 to snap again")


class CropUnfit(InputError):
    title = Text("这样裁不了", "It cannot be cut like this")
    advice = Text(
        "裁切框要在 {width} x {height} 的照片里面，方图 1:1，竖图 3:4",
        "A crop lies inside the photo of {width} x {height}; the square is 1:1, the upright one 3:4",
    )


class NothingToCutOut(InputError):
    title = Text("分不清货品和背景，白底做不出来", "The goods cannot be told from what is behind them")
    advice = Text("用原来的照片，或换个背景再拍", "Use the photo as it is, or snap in front of something else")


class UnknownSale(InputError):
    title = Text("找不到这笔成交", "This sale is not known")
    advice = Text("在成交列表里选中再试", "Choose it in the list of sales and try again")


class OrderOfPlatform(InputError):
    title = Text("这是平台的订单", "This order is the platform's")
    advice = Text(
        "在平台后台关闭或退款，关闭后这里会自动改", "Close or refund it at the platform; it is updated here by itself"
    )


class SaleAlreadyVoid(InputError):
    title = Text("这笔成交已经作废", "This sale is void already")
    advice = Text("不用再做什么", "Nothing more to do")


class ReasonMissing(InputError):
    title = Text("作废要写原因", "Voiding a sale needs a reason")
    advice = Text("写一句原因，例如“客人不要了”", "Give one line, e.g. 'buyer changed their mind'")


class QuantityOutOfRange(InputError):
    title = Text("件数不对", "The quantity is out of range")
    advice = Text("件数至少 1，最多 {cap}", "A quantity is at least 1 and at most {cap}")


class NotEnoughStock(InputError):
    title = Text("{number} 号只剩 {left} 件", "Only {left} left of number {number}")
    advice = Text("改小件数，或先加库存", "Sell fewer, or add stock first")


class NothingToResolve(InputError):
    title = Text("这笔成交两边已经一致", "Both sides agree about this sale already")
    advice = Text("不用再做什么", "Nothing more to do")


class QuotaOutOfRange(InputError):
    title = Text("预留件数不对", "The quota is out of range")
    advice = Text("可以预留 1 到 {cap} 件", "Between 1 and {cap} units can be held")


class NothingOnAir(InputError):
    title = Text("现在没有讲解中的商品", "Nothing is on air")
    advice = Text("先按 PageDown，或输入编号再按小键盘回车", "Press PageDown, or a number and Numpad Enter")


class LineupEmpty(InputError):
    title = Text("货单里没有可讲解的商品", "The line-up has nothing to put on air")
    advice = Text("先拍照上架一件（F2）", "Snap and list an item first (F2)")


class IllegalStep(InputError):
    title = Text("{number} 号现在不能{step}", "No. {number} cannot be {step} now")
    advice = Text("它的状态是：{state}", "It is: {state}")


class ShowAlreadyLive(InputError):
    title = Text("已经在直播了", "A show is live already")
    advice = Text("先结束这一场，再开新的一场", "End this show before starting another")


class NoShowLive(InputError):
    title = Text("现在没有在直播", "No show is live")
    advice = Text("先开播", "Start the show first")


# --- the studio's own machine ----------------------------------------------------------------


class StoreError(KaiboError):
    """The data folder or the database cannot be used."""


class DataFolderInUse(StoreError):
    title = Text("另一个开播台正在用这个数据文件夹", "Another console is using this data folder")
    advice = Text(
        "先关掉那一个，或用 --data 换一个文件夹：{folder}", "Close it, or choose another with --data: {folder}"
    )


class DataFolderUnusable(StoreError):
    title = Text("数据文件夹用不了：{why}", "The data folder cannot be used: {why}")
    advice = Text("换一个本机的文件夹（--data）：{folder}", "Choose a folder on this machine (--data): {folder}")


class NewerSchema(StoreError):
    title = Text("数据来自更新的版本", "The data was written by a newer version")
    advice = Text("请先升级开播；数据没有被改动", "Upgrade Kaibo; nothing was changed")


class DatabaseDamaged(StoreError):
    title = Text("数据库文件打不开：{why}", "The database cannot be opened: {why}")
    advice = Text(
        "不要删除 {path}；运行 main.py restore，它会留底", "Do not delete {path}; run main.py restore, it keeps a copy"
    )


class DatabaseBusy(StoreError):
    title = Text("别的软件正占着数据库，这一步没有保存", "Another program holds the database; this was not saved")
    advice = Text("关掉打开 kaibo.db 的软件，再做一次", "Close whatever has kaibo.db open and do it again")


class OtherShop(StoreError):
    title = Text("这个数据文件夹属于另一家店：{theirs}", "This data folder belongs to another shop: {theirs}")
    advice = Text(
        "换一个文件夹（--data），或用原来的店铺打开：{folder}",
        "Choose another with --data, or open it as that shop: {folder}",
    )


class InternalFault(KaiboError):
    title = Text("程序内部出错，这一步没有完成", "An internal fault; this was not done")
    advice = Text("其他操作照常；日志里有详情，请发给我们", "Everything else goes on; the log has the details")


class DiskFull(StoreError):
    title = Text("磁盘满了，这一步没有保存", "The disk is full; this was not saved")
    advice = Text("腾出空间后再做一次", "Free some space and do it again")


class DiskLow(StoreError):
    title = Text("磁盘快满了：{folder}", "The disk is nearly full: {folder}")
    advice = Text("腾出一些空间；成交照常保存", "Free some space; sales are saved all the same")


class SnapsPaused(DiskLow):
    title = Text("磁盘快满了，先不拍照", "The disk is nearly full: no pictures for now")
    advice = Text(
        "腾出空间后再拍；上架和成交照常，没有照片的先存为草稿",
        "Free some space, then snap; listing and selling go on, without pictures as drafts",
    )


class DatabaseMissing(StoreError):
    title = Text("数据库文件不见了，但备份还在", "The database is gone, but its backups are here")
    advice = Text(
        "运行 main.py restore --data {folder} 恢复；要重新开始，就先把备份移走",
        "Run main.py restore --data {folder}; to begin anew, move the backups away first",
    )


class NothingToCheck(StoreError):
    title = Text("这里没有数据库：{folder}", "There is no database here: {folder}")
    advice = Text(
        "检查 --data；若数据库丢了，运行 main.py restore", "Check --data; if it was lost, run main.py restore"
    )


class NothingToRestore(StoreError):
    title = Text("没有可以用来恢复的东西：{why}", "There is nothing to restore from: {why}")
    advice = Text(
        "检查 --data、--backups 和 --journal 指向的文件夹；原来的文件没有动过",
        "Check the folders of --data, --backups and --journal; nothing was touched",
    )


class RestoreWouldLose(StoreError):
    title = Text(
        "现在的数据库是好的，而且比备份和日志新 {changes} 步",
        "The database is sound, and {changes} changes ahead of backup and journal",
    )
    advice = Text("不用恢复；先运行 main.py verify 看看", "There is nothing to restore; run main.py verify first")


class FolderUnwritable(StoreError):
    title = Text("写不进这个文件夹：{folder}", "This folder cannot be written: {folder}")
    advice = Text("换一个文件夹，或改它的权限：{why}", "Choose another, or change its permissions: {why}")


class PictureGone(StoreError):
    title = Text("照片文件不见了或坏了", "The picture's file is gone or broken")
    advice = Text("按 F2 重新拍一张", "Press F2 to snap again")


class DiskTrouble(StoreError):
    title = Text("写不进磁盘，这一步没有保存", "The disk cannot be written; this was not saved")
    advice = Text("检查磁盘后再做一次：{why}", "Check the disk and do it again: {why}")


class PerhapsSaved(DiskTrouble):
    """The commit was written, and the disk would not confirm it: after a crash now it may be there.

    As long as the program runs it is not, and the next commit takes its place.
    """

    title = Text("磁盘没有确认：这一步也许保存了，也许没有", "The disk did not confirm it: perhaps saved, perhaps not")
    advice = Text(
        "再做一次没有害处，不会变成两笔；检查磁盘：{why}",
        "Doing it again is harmless, it will not be there twice; check the disk: {why}",
    )


# --- what is chosen for this console ---------------------------------------------------------


class StartNotKept(KaiboError):
    title = Text("这个选择没能存下来：{why}", "This choice could not be kept: {why}")
    advice = Text(
        "这一场不受影响；看看磁盘是不是满了，或换个文件夹",
        "The show is not affected; see whether the disk is full, or choose another folder",
    )


class NoKeysYet(InputError):
    title = Text("还没有这家店的密钥", "There are no keys of this shop yet")
    advice = Text("先选密钥文件，再选这家店", "Choose the key file first, then this shop")


class PreferenceUnfit(InputError):
    title = Text("不能这样设置：{name} = {value}", "This cannot be chosen: {name} = {value}")
    advice = Text("请在设置里选（Ctrl+,）", "Choose it in the settings (Ctrl+,)")


# --- the platform ----------------------------------------------------------------------------


class PlatformError(KaiboError):
    """The platform did not do what was asked; `console/platforms/base.py` says which way."""


class CredentialsUnreadable(PlatformError):
    title = Text("凭证文件读不出来：{why}", "The credentials cannot be read: {why}")
    advice = Text(
        "检查 {path}；需要 appkey、app_secret、sign_secret、access_token、refresh_token",
        "Check {path}; it needs appkey, app_secret, sign_secret, access_token, refresh_token",
    )
