"""Settings: language, look and size of text. Each takes effect at once."""

from __future__ import annotations

from console import commands as c
from console.preferences import LANG, LOOK, TEXT, TEXTS
from console.state import ShowState
from ui.actions import Actions
from ui.look.theme import Theme
from ui.panels.settings.choice import Choice, Note, Page

LANGUAGE_NAMES = (("zh_CN", "简体中文"), ("en", "English"))
"""Each in its own words, whatever is spoken now."""


class LookPage(Page):
    """How the console speaks and looks."""

    def __init__(self, theme: Theme, actions: Actions, lang: str) -> None:
        super().__init__(theme)
        self._actions, self._lang = actions, lang
        self.language = Choice(theme, self.tr("语言"), LANGUAGE_NAMES)
        self.look = Choice(
            theme,
            self.tr("外观"),
            (("dark", self.tr("深色，像演播室")), ("light", self.tr("浅色")), ("system", self.tr("跟随系统"))),
        )
        self.text = Choice(theme, self.tr("字的大小"), [(str(n), f"{n}%") for n in TEXTS], per_row=6)
        for name, choice in ((LANG, self.language), (LOOK, self.look), (TEXT, self.text)):
            choice.chosen.connect(lambda value, name=name: actions.do(c.Prefer(name=name, value=value)))
            self.column.addWidget(choice)
        self.column.addWidget(Note(self.tr("都是马上生效；直播中改也不影响观众看到的画面。")))
        self.column.addStretch(1)
        self.show_state(actions.state)

    def show_state(self, state: ShowState) -> None:
        """Show what is chosen."""
        self.language.show_value(state.preferences.get(LANG) or self._lang)
        self.look.show_value(state.preferences.get(LOOK) or "dark")
        self.text.show_value(state.preferences.get(TEXT) or "100")
