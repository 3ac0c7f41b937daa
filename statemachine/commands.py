"""What shall be done: frozen orders in the imperative, the machine's only output.

Each has an id and is answered exactly once with it. Commands carry handles, counts and codes; what
they speak of lies in the vault.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from statemachine.events import snake
from statemachine.languages import JAPANESE
from statemachine.views import View


@dataclass(frozen=True, kw_only=True)
class Command:
    """One order.

    device: who carries it out (`loop` for what is done inside the transaction).
    outlives: it moves money or paper, or must reach the centre: its answer is waited for although
    the state that gave it was left. Every other command is abandoned with its state.
    """

    device: ClassVar[str] = "loop"
    outlives: ClassVar[bool] = False
    id: str = ""

    @property
    def kind(self) -> str:
        return snake(type(self).__name__)


# --- card ---------------------------------------------------------------------------------------


class ReadCard(Command):
    """Tell what lies on the tray; certificate into the vault, tries left into the answer."""

    device: ClassVar[str] = "card"


class VerifyPin(Command):
    """Show the vault's PIN to the card once, and sign the centre's challenge. Never repeated.

    A phone shows its certificate only after this: it goes into the vault, and the challenge is signed later.
    """

    device: ClassVar[str] = "card"


class SignChallenge(Command):
    """Sign the centre's challenge with the phone whose PIN was right."""

    device: ClassVar[str] = "card"


class ReleaseCard(Command):
    """Take the power off the card, so that no verified state survives."""

    device: ClassVar[str] = "card"
    outlives: ClassVar[bool] = True


# --- centre -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class CentreCommand(Command):
    """A request to the certificate centre; `request` is the id made here that must come back."""

    device: ClassVar[str] = "centre"
    request: str


class CheckCertificate(CentreCommand):
    """Ask whether the holder of the vault's certificate may be served."""


@dataclass(frozen=True, kw_only=True)
class OpenSession(CentreCommand):
    """Send the signature over the challenge, for this municipality."""

    municipality: str


class FetchOffer(CentreCommand):
    """Ask what this holder may have."""


@dataclass(frozen=True, kw_only=True)
class IssueDocument(CentreCommand):
    """Ask for the document; it is checked against what was confirmed and pressed.

    It outlives its state: a document that comes when nobody waits for it has to be told void.
    """

    outlives: ClassVar[bool] = True
    municipality: str
    certificate_kind: str
    scope: str
    people: tuple[str, ...]
    items: tuple[tuple[str, bool], ...]
    copies: int


@dataclass(frozen=True, kw_only=True)
class ReportCopy(CentreCommand):
    """Tell the centre what became of one copy: `delivered` or `void`."""

    outlives: ClassVar[bool] = True
    document: str
    copy: int
    outcome: str


# --- cash ---------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class AcceptCash(Command):
    """Take coins and notes of these values, return all others."""

    device: ClassVar[str] = "cash"
    values: tuple[int, ...]


class ShutCash(Command):
    """Take no more coins; polling goes on for those already past the gate."""

    device: ClassVar[str] = "cash"
    outlives: ClassVar[bool] = True


class StackNote(Command):
    """Put the note in escrow into the stacker; the answer comes when it lies there."""

    device: ClassVar[str] = "cash"
    outlives: ClassVar[bool] = True


class ReturnNote(Command):
    """Give the note in escrow back; the answer comes when it has left."""

    device: ClassVar[str] = "cash"
    outlives: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class Dispense(Command):
    """Pay `coins` coins of `yen` to this visit's customer, if the hopper's own count is still
    `count_before`."""

    device: ClassVar[str] = "cash"
    outlives: ClassVar[bool] = True
    yen: int
    coins: int
    count_before: int
    visit: int


# --- paper --------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class CheckPaper(Command):
    """Have the page printer asked whether it can print `sheets` sheets now."""

    device: ClassVar[str] = "page"
    sheets: int


@dataclass(frozen=True, kw_only=True)
class PrintCopy(Command):
    """Print one copy of the vault's document as one job; `job` names it at the printer."""

    device: ClassVar[str] = "page"
    outlives: ClassVar[bool] = True
    document: str
    copy: int
    job: str
    sheets: int


@dataclass(frozen=True, kw_only=True)
class PrintReceipt(Command):
    """Print the 領収書, from the ledger's figures alone. language: the customer's."""

    device: ClassVar[str] = "receipt"
    outlives: ClassVar[bool] = True
    number: str
    municipality: str
    certificate_kind: str
    copies: int
    unit_fee_yen: int
    inserted_yen: int
    returned_yen: int
    owed_yen: int
    language: str = JAPANESE


@dataclass(frozen=True, kw_only=True)
class PrintClaimSlip(Command):
    """Print the slip with which the customer claims what the machine owes him. language: his."""

    device: ClassVar[str] = "receipt"
    outlives: ClassVar[bool] = True
    number: str
    yen: int
    language: str = JAPANESE


# --- people -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Show(Command):
    """The whole screen, as ids and handles."""

    device: ClassVar[str] = "screen"
    outlives: ClassVar[bool] = True
    view: View


@dataclass(frozen=True, kw_only=True)
class Speak(Command):
    """Say the text with this id."""

    device: ClassVar[str] = "screen"
    outlives: ClassVar[bool] = True
    text: str


@dataclass(frozen=True, kw_only=True)
class SoundAlarm(Command):
    """The continuous alarm, on or off."""

    device: ClassVar[str] = "screen"
    outlives: ClassVar[bool] = True
    on: bool


@dataclass(frozen=True, kw_only=True)
class CallAttendant(Command):
    """Raise the attendant's flag with a cause, or lower it (`cause` empty)."""

    device: ClassVar[str] = "screen"
    outlives: ClassVar[bool] = True
    cause: str


# --- done inside the transaction ----------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class StartTimer(Command):
    """Arm (or re-arm) a deadline; an earlier arming of the same timer is stale from now on."""

    timer: str
    after_s: float


@dataclass(frozen=True, kw_only=True)
class StopTimer(Command):
    """Disarm a deadline."""

    timer: str


@dataclass(frozen=True, kw_only=True)
class Book(Command):
    """One double entry: the same yen from one account to another.

    value_yen and coins say which metal moved; both are 0 where only a claim changed hands.
    """

    debit: str
    credit: str
    yen: int
    value_yen: int = 0
    coins: int = 0
    session: int = 0
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Abandon(Command):
    """Nobody waits for the answer to this command any more; a late one is reported and dropped."""

    command: str


class ForgetPin(Command):
    """Overwrite the digits in the vault."""


class ForgetSession(Command):
    """The session is over: overwrite and drop everything in the vault."""


@dataclass(frozen=True, kw_only=True)
class Remember(Command):
    """Keep one small fact across a restart (device memory)."""

    key: str
    value: int | str


@dataclass(frozen=True, kw_only=True)
class KeepReport(Command):
    """Owe the centre a word about one copy, until it has acknowledged it; over restarts too."""

    request: str
    document: str
    copy: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class DropReport(Command):
    """The centre has acknowledged (or will never take) the word of this request."""

    request: str


@dataclass(frozen=True, kw_only=True)
class NoteIncident(Command):
    """Something an attendant or auditor wants to find in the journal; a code, never a name."""

    incident: str
