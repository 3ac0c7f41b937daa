"""本籍地利用登録申請: what shall be done for it. What the application says lies in the vault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from statemachine.commands import CentreCommand, Command
from statemachine.languages import JAPANESE


class CountPasswordTries(Command):
    """Ask the card how many wrong 署名用 passwords it would still take. Spends none."""

    device: ClassVar[str] = "card"


class VerifyPassword(Command):
    """Show the vault's 署名用 password to the card once, and read that certificate. Never repeated."""

    device: ClassVar[str] = "card"


@dataclass(frozen=True, kw_only=True)
class SignApplication(Command):
    """Have the card sign the application, for the request that will carry it.

    municipality: of the 本籍, by JIS code; the rest of what it says lies in the vault
    """

    device: ClassVar[str] = "card"
    request: str
    municipality: str


class FetchRegistrationState(CentreCommand):
    """Ask how far an earlier application is."""


class BeginRegistration(CentreCommand):
    """Ask whether this holder may apply, and for a challenge to sign."""


@dataclass(frozen=True, kw_only=True)
class FetchWritings(CentreCommand):
    """Ask how the vault's reading of a `town` or a `name` may be written."""

    of: str


class SubmitApplication(CentreCommand):
    """Send the signed application. The same request has the same answer and no second effect."""


@dataclass(frozen=True, kw_only=True)
class PrintRegistrationSlip(Command):
    """Print the 受付票 with the vault's number. language: the customer's."""

    device: ClassVar[str] = "receipt"
    outlives: ClassVar[bool] = True
    municipality: str
    language: str = JAPANESE
