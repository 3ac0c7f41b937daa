"""One customer's visit, as codes, counts and handles: what he chose and how far it got."""

from __future__ import annotations

from dataclasses import dataclass, field

from statemachine.events import Offered
from statemachine.languages import JAPANESE
from statemachine.places import Place
from statemachine.registration import Registration


@dataclass
class Session:
    """Mutable, owned by the desk, replaced when the next customer comes."""

    number: int
    requests: int = 0

    # the card's part
    device: str = ""
    tries_left: int | None = None
    signed: bool = False
    home: str = ""
    ends_soon: bool = False
    hinted: bool = False  # ③ has the pictures on
    wants_home: bool = True
    listing: bool = False  # ④ has the lists on, and this is how far he has come in them
    place: Place = field(default_factory=Place)
    language: str = JAPANESE  # of his slips
    elsewhere: str = ""  # the municipality he has confirmed, where it is not the one he lives in

    # the choices
    offers: tuple[Offered, ...] = ()
    withheld: dict[str, str] = field(default_factory=dict)  # kind -> why not for now
    holder: str = ""
    kind: str = ""
    scope: str = ""
    people: tuple[str, ...] = ()
    items: dict[str, bool] = field(default_factory=dict)
    number_asked: bool = False
    copies_entry: str = "1"

    registration: Registration | None = None  # what is being applied for; None in a visit for a certificate

    # the order
    unit_fee_yen: int = 0
    price_yen: int = 0
    settled: bool = False
    request: str = ""  # the one that the document was asked for with
    document: str = ""
    sheets: int = 0
    printer_waits: bool = False  # for a person to put it right
    issue_id: str = ""  # the command id of the document that is asked for
    print_id: str = ""  # the command id of the copy that is being printed
    printed: list[int] = field(default_factory=list)
    failed: bool = False
    taken: bool = False
    seen_in_tray: set[str] = field(default_factory=set)  # the contacts saw something come
    accepted: tuple[int, ...] = ()  # what acceptor and validator were told to take, in yen

    # the money, in coins and notes by value in yen; a note that came back out of escrow was never in
    inserted: dict[int, int] = field(default_factory=dict)
    returned: dict[int, int] = field(default_factory=dict)
    owed_yen: int = 0
    note_owed: bool = False  # the note in escrow is part of it: it cannot be moved
    slips_yen: int = 0  # of it on claim slips already
    slips: int = 0
    paying: str | None = None  # the command id of the payout under way
    money_unsure: bool = False  # some of his may be inside that was not credited

    # what the screen says
    messages: tuple[str, ...] = ()
    farewell: str = ""
    farewell_values: tuple[tuple[str, int | str], ...] = ()  # what its text wants to know

    @property
    def municipality(self) -> str:
        """Whose certificates he wants, by JIS code."""
        return self.elsewhere or self.home

    @property
    def copies(self) -> int:
        """The number of copies entered; 0 while nothing is."""
        return int(self.copies_entry or "0")

    @property
    def not_returned(self) -> dict[int, int]:
        """The coins and notes he put in and has not got back, by value."""
        left = {value: coins - self.returned.get(value, 0) for value, coins in self.inserted.items()}
        return {value: coins for value, coins in left.items() if coins > 0}

    @property
    def inserted_yen(self) -> int:
        """Everything that came in during this visit."""
        return sum(value * coins for value, coins in self.inserted.items())

    @property
    def returned_yen(self) -> int:
        """Everything that was paid out during this visit, change and refunds."""
        return sum(value * coins for value, coins in self.returned.items())

    def offer(self, kind: str) -> Offered | None:
        """What the centre offers of this kind."""
        return next((o for o in self.offers if o.kind == kind), None)
