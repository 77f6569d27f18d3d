"""Settings: which shop the console opens, and whether it is signed in. The shop is another one at the next start.

Secrets are read from the platform's file straight into the keyring; nothing of them is ever shown.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from console.facts import LinkStatus
from console.state import ShowState
from ui.actions import Actions
from ui.beside.files import ask_file
from ui.beside.upkeep import Upkeep
from ui.keys.buttons import KeyButton
from ui.look.format import link_standing
from ui.look.theme import Theme
from ui.panels.settings.choice import Choice, Note, Page

PRACTICE, REAL = "simulator", "kuaishou"


class ShopPage(Page):
    """Practice or the real shop, and its keys."""

    stepsWished = Signal()
    """The first steps once more: they have the sample line-up. Not at a real shop, where it would be sold."""

    def __init__(self, theme: Theme, actions: Actions, upkeep: Upkeep, lang: str) -> None:
        super().__init__(theme)
        self._actions, self._upkeep, self._lang = actions, upkeep, lang
        self.open = Note()
        self.shop = Choice(
            theme,
            self.tr("下次打开"),
            ((PRACTICE, self.tr("彩排：练手，不真卖")), (REAL, self.tr("快手小店：真的在卖"))),
            per_row=2,
        )
        self.when = Note()
        self.steps = KeyButton(theme, self.tr("再走一遍最初三步（有示例货单）"), kind="second")
        self.signed = Note()
        self.keys = KeyButton(theme, self.tr("选密钥文件…"), kind="second")
        self.wrong = Note("", "amber")
        self.head(self.tr("店铺"))
        for each in (self.open, self.shop, self.when):
            self.column.addWidget(each)
        self.column.addWidget(self.steps, 0, Qt.AlignmentFlag.AlignLeft)
        self.head(self.tr("登录"))
        self.column.addWidget(self.signed)
        self.column.addWidget(self.keys, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(
            Note(self.tr("密钥文件由快手开放平台给。读一次就存进系统钥匙串，这里不显示，也不写进日志。"))
        )
        self.column.addWidget(self.wrong)
        self.column.addStretch(1)
        self.shop.chosen.connect(upkeep.choose_shop)
        self.keys.clicked.connect(self.ask_keys)
        self.steps.clicked.connect(self.stepsWished)
        upkeep.changed.connect(self._show)
        self._show()

    def enter(self) -> None:
        """Look at the start file and the keyring."""
        self._upkeep.refresh()

    def ask_keys(self) -> None:
        """Choose the file that the platform gave."""
        kinds = ("JSON (*.json)", self.tr("所有文件 (*)"))
        ask_file(self, self.tr("选密钥文件…"), kinds, self._upkeep.take_keys)

    def show_state(self, state: ShowState) -> None:
        """Say whether the shop that is open answers."""
        standing = self._upkeep.standing
        real = standing is not None and standing.platform == REAL
        self.steps.setVisible(state.rehearsal and not real)
        name = self.tr("快手小店") if real else self.tr("彩排（自带的练习平台）")
        link = link_standing(state, self._lang)
        self.open.say(
            self.tr("现在开着：{name} · {link}").format(name=name, link=link.word),
            "jade" if state.link.status is LinkStatus.ONLINE else "quiet",
        )

    def _show(self) -> None:
        standing, error = self._upkeep.standing, self._upkeep.error
        self.setEnabled(self._upkeep.possible)
        self.wrong.say("")
        if error is not None:
            shown = error.shown(self._lang)
            self.wrong.say(f"{shown.title} · {shown.advice}", "amber")
        if standing is not None:
            self.shop.show_value(standing.next_platform)
            other = standing.next_platform != standing.platform
            self.when.say(
                self.tr("已记下，关掉再打开时生效；现在这场不变。")
                if other
                else self.tr("换店下次打开时生效。每个店的数据各放各的文件夹，不会串。"),
                "amber" if other else "quiet",
            )
            said = {
                "keyring": self.tr("已登录：密钥在系统钥匙串里"),
                "file": self.tr("密钥只在文件里：这台电脑没有可用的钥匙串，请保管好文件"),
            }.get(standing.keys, self.tr("还没有登录：彩排不需要；要真卖，先选密钥文件"))
            self.signed.say(said, {"keyring": "jade", "file": "amber"}.get(standing.keys, "quiet"))
        self.show_state(self._actions.state)
