"""After a run that did not end in order: a card that offers its report as a file. Nothing is ever sent."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from console.crash import BadEnd, save
from console.errors import DiskTrouble
from ui.look.language import translate
from ui.loop.tasks import Tasks
from ui.panels.cards import Card, Deed
from ui.panels.notices import Notices

KEY = "crash"


class LastEnd:
    """How the last run ended; offered once, however many windows there are."""

    def __init__(self, end: BadEnd | None) -> None:
        self._end = end

    def take(self) -> BadEnd | None:
        """What is to be offered; None ever after."""
        end, self._end = self._end, None
        return end


def offer_report(end: BadEnd, notices: Notices, tasks: Tasks, folder: Path) -> None:
    """Put the card up; its file goes into `folder`."""

    async def write() -> None:
        try:
            path = await tasks.off_thread(partial(save, end, folder))
        except OSError as error:
            raise DiskTrouble(why=error.strerror or type(error).__name__) from error
        notices.info(translate("crash", "已存成 {file}").format(file=path))

    def keep() -> None:
        notices.drop(KEY)
        tasks.start(write())

    if end.fault.strip():
        title = translate("crash", "上次程序自己倒了")
    else:
        title = translate("crash", "上次没有正常退出（断电、被系统关掉，或出错）")
    said = translate("crash", "数据都在。要给人看经过，可以存成文件：只在本机，没有买家、电话、地址和密钥")
    deeds = [Deed(translate("crash", "存成文件"), "", keep)]
    notices.offer(Card(KEY, "blue", title, said, deeds, close=partial(notices.drop, KEY)))
