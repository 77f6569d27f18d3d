"""Questions about the show itself: when the next one is, and where its camera is."""

from __future__ import annotations

from console import commands as c
from console.facts import Plan
from console.planning import read_plan
from ui.panels.wording import of_text
from ui.questions.asker import Asker, asks
from ui.typed.plans import heard as plan_heard
from ui.typed.plans import when


class ShowQuestions(Asker):
    """Asked of no item."""

    @asks
    def plan(self, plan: Plan | None = None) -> None:
        """When, and under which title, is the next show? Or the one that is planned already."""

        def answer(typed: str) -> str:
            read = read_plan(typed, self._now_ms())
            if read is None:
                return self.tr("写成 明天 20:00 晚场")
            if plan is None:
                command: c.Command = c.PlanShow(at_ms=read.at_ms, title=read.title)
            else:
                command = c.ChangePlan(plan_id=plan.plan_id, at_ms=read.at_ms, title=read.title)
            self._actions.do(command, otherwise=self._or_again())
            return ""

        def title(typed: str) -> str:
            read = read_plan(typed, self._now_ms())
            return read.title if read is not None else typed

        first = "" if plan is None else f"{when(plan.at_ms, self._now_ms())} {plan.title}".strip()
        self._ask(
            self.tr("排一场：时间 名字") if plan is None else self.tr("这一场改成"),
            first,
            answer,
            lambda typed: plan_heard(typed, self._now_ms()),
            lambda typed: of_text(self._check, title(typed)),
        )

    @asks
    def address(self, place: int) -> None:
        """Where in the network is the camera of this place?"""

        def answer(typed: str) -> str:
            if "://" not in typed:
                return self.tr("地址要写全，如 rtsp://192.168.1.20:554/live")
            self._actions.do(c.ChooseCamera(camera=place, source=typed), otherwise=self._or_again())
            return ""

        self._ask(self.tr("机位 {n} 的网络地址（RTSP、RTMP、HTTP）").format(n=place), "rtsp://", answer)
