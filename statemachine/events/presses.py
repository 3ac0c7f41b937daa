"""The customer's presses on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from statemachine.events.base import Event, Topic


@dataclass(frozen=True, kw_only=True)
class Press(Event):
    """A press on the customer's screen; abstract."""

    topic: ClassVar[Topic] = Topic.CUSTOMER
    by_customer: ClassVar[bool] = True


class StartPressed(Press):
    """行政サービス (①)."""


class IssuePressed(Press):
    """証明書交付サービス (②)."""


class RegisterPressed(Press):
    """戸籍証明書交付の利用登録申請 (②)."""


class CancelPressed(Press):
    """終了する, 中止する, 終了."""


class BackPressed(Press):
    """前画面へ."""


class ConfirmPressed(Press):
    """確定する."""


class CorrectPressed(Press):
    """訂正, where the entry is not a PIN."""


class TakenPressed(Press):
    """取りました (⑭, ⑮)."""


class MutePressed(Press):
    """音声停止."""


class StayPressed(Press):
    """The answer "yes" to "still there?"."""


@dataclass(frozen=True, kw_only=True)
class ChoicePressed(Press):
    """A choice of the shown list, by its id."""

    choice: str


@dataclass(frozen=True, kw_only=True)
class LanguagePressed(Press):
    """The language of receipt and slips, a tag of `statemachine.languages` (④, ⑥, the list of 本籍)."""

    language: str


@dataclass(frozen=True, kw_only=True)
class KeyPressed(Press):
    """A digit of the copies' keypad (never of a PIN)."""

    key: int


@dataclass(frozen=True, kw_only=True)
class PinDigitEntered(Press):
    """A digit went into the vault; `count` are in now."""

    count: int


@dataclass(frozen=True, kw_only=True)
class PinDigitErased(Press):
    """訂正 took the last digit out of the vault; `count` are left."""

    count: int
