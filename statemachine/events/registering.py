"""本籍地利用登録申請: what customer, card, centre and receipt printer say of it. Codes, counts and handles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from statemachine.events.answers import Answer
from statemachine.events.base import Topic
from statemachine.events.presses import Press


@dataclass(frozen=True, kw_only=True)
class EntryTyped(Press):
    """A character went into the vault, under `field`; `count` are in now."""

    field: str
    count: int


@dataclass(frozen=True, kw_only=True)
class EntryErased(Press):
    """訂正 took the last character out of the vault; `count` are left under `field`."""

    field: str
    count: int


@dataclass(frozen=True, kw_only=True)
class WritingChosen(Press):
    """One of the writings of this part of a `town` or a `name` was chosen; it lies under `registration.chosen`."""

    of: str
    part: int


@dataclass(frozen=True, kw_only=True)
class RegistrationStated(Answer):
    """How far an earlier application is: `none`, `waiting`, `registered` or `refused`, and why it was refused."""

    state: str
    reason: str = ""


class RegistrationBegun(Answer):
    """The holder may apply; the challenge is in the vault."""


@dataclass(frozen=True, kw_only=True)
class RegistrationRefused(Answer):
    """The holder cannot apply, or the application was not taken: a reason of docs/centre.md.

    dated: when the former application was made and is decided is in the vault.
    """

    reason: str
    dated: bool = False


@dataclass(frozen=True, kw_only=True)
class PasswordTriesCounted(Answer):
    """So many wrong 署名用 passwords the card would still take; 0: locked, or it never had one."""

    tries_left: int


class PasswordAccepted(Answer):
    """The 署名用 password was right; its certificate is in the vault."""


@dataclass(frozen=True, kw_only=True)
class WritingsOffered(Answer):
    """How what was looked up may be written, in the vault under `registration.written`; how many of each part.

    more: there are others beyond those, for whoever writes more of the reading.
    """

    counts: tuple[int, ...]
    more: bool = False


class ApplicationSigned(Answer):
    """The card has signed the application; the signature is in the vault."""


class ApplicationAccepted(Answer):
    """The application lies with the municipality; its number and its day are in the vault."""


class RegistrationSlipPrinted(Answer):
    """The receipt printer confirmed the 受付票."""

    topic: ClassVar[Topic] = Topic.PAPER
