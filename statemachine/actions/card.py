"""The card phase: from the tray to the centre's offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from statemachine.actions.show import show
from statemachine.commands import CheckCertificate, FetchOffer, ForgetPin, OpenSession, ReadCard, VerifyPin
from statemachine.desk import Desk
from statemachine.events import (
    CertificateAccepted,
    CertificateRead,
    CertificateRefused,
    CommandFailed,
    Event,
    Offered,
    OfferReceived,
    PinDigitEntered,
    PinDigitErased,
    PinWrong,
)
from statemachine.rules import PHONES, PIN_LENGTH, KindRule


def wait_for_card(desk: Desk) -> None:
    """Entering ③."""
    desk.session.hinted = False
    show(desk)
    desk.start_timer("card_hint", desk.delays.card_hint_s)


def show_card_hint(desk: Desk, _event: Event) -> None:
    """20 s without a card: pictures of how to lay it and of cards that cannot be used."""
    desk.session.hinted = True
    show(desk)


def read_card(desk: Desk) -> None:
    """Entering `reading_card`."""
    show(desk)
    desk.card_powered = True
    desk.give(ReadCard())


def phone_not_served(desk: Desk, event: Event) -> bool:
    """A phone at a terminal whose chain does not serve phones (rule book §9)."""
    assert isinstance(event, CertificateRead)
    return event.device in PHONES and not desk.rules.serves_phones


def taken_away(_desk: Desk, event: Event) -> bool:
    """The command ended because the card had left: its holder's doing, no fault of the card's."""
    return isinstance(event, CommandFailed) and event.code == "card_gone"


def reader_lost(_desk: Desk, event: Event) -> bool:
    """The command ended because the reader had gone, or never ended at all: nothing is known of the card."""
    return isinstance(event, CommandFailed) and (event.code == "device_lost" or event.outcome == "overdue")


def pin_incomplete(_desk: Desk, event: Event) -> bool:
    """訂正 came in the very moment in which the PIN was submitted; the card was not asked."""
    return isinstance(event, CommandFailed) and event.code == "pin_incomplete"


def is_locked(_desk: Desk, event: Event) -> bool:
    """The PIN is locked already: said before any digit is asked for."""
    assert isinstance(event, CertificateRead)
    return event.tries_left == 0


def check_certificate(desk: Desk, event: Event) -> None:
    """Ask the centre about the holder before the PIN."""
    assert isinstance(event, CertificateRead)
    desk.session.device = event.device
    desk.session.tries_left = event.tries_left
    desk.give(CheckCertificate(request=desk.request()))


def note_home(desk: Desk, event: Event) -> None:
    """Remember whose municipality this is, and whether the certificate wants renewing.

    One that takes no part has nothing to offer; his 戸籍 may lie at one that does.
    """
    assert isinstance(event, CertificateAccepted)
    session = desk.session
    session.home, session.ends_soon = event.home, event.ends_soon
    session.wants_home = event.home in desk.rules.municipalities


def ask_secret(desk: Desk) -> None:
    """Entering ⑤, for the PIN or the password: an empty entry."""
    desk.pin_count = 0
    desk.outbox.append(ForgetPin())
    show(desk)


def digit_in(desk: Desk, event: Event) -> None:
    """A digit is in; the last one submits after a pause in which 訂正 still works."""
    assert isinstance(event, PinDigitEntered)
    desk.pin_count = min(event.count, PIN_LENGTH)
    desk.session.messages = ()
    show(desk)
    if desk.pin_count == PIN_LENGTH:
        desk.start_timer("pin_pause", desk.delays.pin_pause_s)


def digit_out(desk: Desk, event: Event) -> None:
    """訂正: one digit less, nothing is submitted."""
    assert isinstance(event, PinDigitErased)
    desk.pin_count = event.count
    desk.stop_timers("pin_pause")
    show(desk)


def pin_complete(desk: Desk, _event: Event) -> bool:
    """All four digits stand."""
    return desk.pin_count == PIN_LENGTH


def verify_pin(desk: Desk) -> None:
    """Entering `verifying`: the card is asked once."""
    desk.pin_count = 0
    show(desk)
    desk.give(VerifyPin())


def pin_was_wrong(desk: Desk, event: Event) -> None:
    """Back to ⑤ with the tries left."""
    assert isinstance(event, PinWrong)
    desk.session.tries_left = event.tries_left
    desk.session.messages = ("wrong_pin",) if event.tries_left == 1 else ("wrong_pin", "tries_left")


def open_session(desk: Desk, _event: Event) -> None:
    """The signature goes to the centre; from here on the card is not needed any more."""
    session = desk.session
    session.signed = True
    session.messages = ()
    desk.release_card()
    desk.give(OpenSession(request=desk.request(), municipality=session.municipality))


def signed(desk: Desk, _event: Event) -> bool:
    """The card's part is done."""
    return desk.session.signed


def fetch_offer(desk: Desk, _event: Event) -> None:
    """Ask what this holder may have."""
    desk.give(FetchOffer(request=desk.request()))


def fees_agree(desk: Desk, event: Event) -> bool:
    """The centre's fees are the kiosk's own (DESIGN §2 rule 11)."""
    assert isinstance(event, OfferReceived)
    rules, day = _kinds(desk), desk.wall.date()
    return all(rules[o.kind].fee_yen(day) == o.fee_yen for o in event.kinds if o.kind in rules)


def _kinds(desk: Desk) -> Mapping[str, KindRule]:
    """What the chosen municipality has for him: by way of 他市区町村 only what is offered elsewhere."""
    session = desk.session
    kinds = desk.rules.municipalities[session.municipality].kinds
    if session.elsewhere:
        return {name: kind for name, kind in kinds.items() if kind.offered_elsewhere}
    return kinds


def something_offered(desk: Desk, event: Event) -> bool:
    """At least one kind that the kiosk knows too."""
    assert isinstance(event, OfferReceived)
    rules = _kinds(desk)
    return any(o.kind in rules for o in event.kinds)


def all_withheld(desk: Desk, event: Event) -> bool:
    """Nothing for now, and the centre says for what passing reason."""
    assert isinstance(event, OfferReceived)
    return not something_offered(desk, event) and any(kind in _kinds(desk) for kind, _ in event.withheld)


def say_withheld(desk: Desk, event: Event) -> None:
    """The farewell names the reason of the first kind."""
    assert isinstance(event, OfferReceived)
    reason = next(reason for kind, reason in event.withheld if kind in _kinds(desk))
    desk.session.farewell = f"withheld.{reason}.farewell"


def card_gone(desk: Desk, _event: Event) -> bool:
    """The tray is known to be empty."""
    return not desk.card_on_tray and not desk.reader_blind


# what the customer is told when the centre refuses the holder (rule book §3, §6); the record has the
# reason, the screen never: for some of these the law forbids to say more than one neutral sentence
_REFUSAL_TEXTS = {
    "expired": "card_unusable",
    "revoked": "card_unusable",
    "under_age": "card_unusable",
    "unknown_issuer": "card_unusable",
    "lapsed": "card_unusable",
    "issued_today": "issued_today",
}


def note_refusal(desk: Desk, event: Event) -> None:
    """Keep the sentence for this refusal."""
    assert isinstance(event, CertificateRefused)
    desk.session.farewell = _REFUSAL_TEXTS.get(event.reason, "not_available")


def take_offer(desk: Desk, event: Event) -> None:
    """Keep what both the centre and the kiosk know."""
    assert isinstance(event, OfferReceived)
    session = desk.session
    rules = _kinds(desk)
    offered = {o.kind: _narrowed(o, rules[o.kind]) for o in event.kinds if o.kind in rules}
    session.offers = tuple(offered[kind] for kind in rules if kind in offered and offered[kind].scopes)
    session.withheld = {kind: reason for kind, reason in event.withheld if kind in rules}
    session.holder = event.holder


def _narrowed(offer: Offered, rule: KindRule) -> Offered:
    """The centre may only narrow what the kiosk's own rules allow (DESIGN §2 rule 11); their order is the rules'."""
    return replace(
        offer,
        scopes=tuple(scope for scope in rule.scopes if scope in offer.scopes),
        items=tuple(item for item in rule.items if item in offer.items),
    )
