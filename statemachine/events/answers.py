"""Answers to commands: each closes the one it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from statemachine.events.base import Event, Topic
from statemachine.told import ToldStop


@dataclass(frozen=True, kw_only=True)
class Answer(Event):
    """Closes the command it names; abstract."""

    topic: ClassVar[Topic] = Topic.ANSWER


@dataclass(frozen=True, kw_only=True)
class CertificateRead(Answer):
    """The card's certificate is in the vault; `device` is `my_number`, or a phone: `android`, `iphone`, whose
    certificate can be read only after the PIN."""

    device: str
    tries_left: int


@dataclass(frozen=True, kw_only=True)
class CardUnusable(Answer):
    """This card cannot be used: `foreign`, `juki`, `no_certificate`."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class CertificateAccepted(Answer):
    """The centre knows the holder; `home` is his municipality's JIS code.

    ends_soon: the certificate can be renewed already (`rules.renewable_from`). Its last day itself is in the
    vault: it is the holder's birthday (rule book §3: valid to the 5th birthday), and so are the days left.
    stops: of the home municipality, as the centre has them now.
    """

    home: str
    ends_soon: bool = False
    stops: tuple[ToldStop, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CertificateRefused(Answer):
    """The centre refuses the holder: `expired`, `revoked`, `under_age`, `unknown_issuer`, `lapsed`, `issued_today`,
    or `not_served` for all that even the record shall not tell apart (rule book §3: one neutral sentence, the
    same log)."""

    reason: str


class PinAccepted(Answer):
    """The PIN was right and the challenge is signed; of a phone, the certificate is in the vault."""


class ChallengeSigned(Answer):
    """A phone has signed the challenge."""


@dataclass(frozen=True, kw_only=True)
class PinWrong(Answer):
    """The card said no; so many tries are left."""

    tries_left: int


class PinLocked(Answer):
    """The card's PIN is locked."""


class SessionOpened(Answer):
    """The centre took the signature."""


@dataclass(frozen=True, kw_only=True)
class SessionRefused(Answer):
    """The centre did not take the signature."""

    reason: str


@dataclass(frozen=True)
class Offered:
    """One kind of certificate the centre offers: codes and handles only."""

    kind: str
    fee_yen: int
    scopes: tuple[str, ...]
    items: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OfferReceived(Answer):
    """What this holder may have, with the people by handle (names are in the vault).

    withheld: what he would have but for something that passes, as (kind, reason).
    """

    kinds: tuple[Offered, ...]
    holder: str
    withheld: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class DocumentPrepared(Answer):
    """The document is in the vault, checked and pressed. copies: for how many it was asked."""

    document: str
    sheets: int
    copies: int = 1


class PaperReady(Answer):
    """Page and receipt printer have what this request needs."""


class CashOpened(Answer):
    """The acceptor takes coins."""


class CashShut(Answer):
    """The acceptor takes no more coins."""


class CopyReported(Answer):
    """The centre has recorded what became of a copy."""


class OutputDone(Answer):
    """A screen, voice or alarm command was carried out."""


@dataclass(frozen=True, kw_only=True)
class CommandFailed(Answer):
    """A command was not done: `outcome` is `refused`, `failed`, `unknown` or `overdue`.

    refused: nothing was done; failed: it did not work; unknown: it may or may not have been done.
    cause: in words, for the record. code: what the machine may decide by: `card_gone`, `device_lost`,
    `pin_incomplete`; of the centre's `stopped`, `closed`, `not_now`, `request_refused`; empty for everything else.
    """

    command: str
    outcome: str
    cause: str
    code: str = ""

    @property
    def trigger(self) -> str:
        return f"{self.command}_failed"
