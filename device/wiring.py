"""The real wires of a box, from the addresses in its configuration."""

from __future__ import annotations

from collections.abc import Callable

from device.box import Wires
from device.config.kiosk import KioskConfig
from device.ports.modem_lines import ModemLines
from device.ports.opening import open_http, open_stream, reader_for
from device.press.signature import load_key
from drivers.card.trace import TracedReader
from drivers.clock import Clock

CASH_BAUD = 9600
"""ccTalk (S1 §4)."""

RECEIPT_BAUD = 38400


def wires_for(
    config: KioskConfig,
    clock: Clock,
    to_customer: Callable[[bytes], None],
    to_staff: Callable[[bytes], None],
    *,
    trace_card: Callable[[str], None] | None = None,
) -> Wires:
    """Openers for every peripheral. Nothing is opened yet: what is missing is found by its worker.

    Raises `SigningKeyError` for a file that holds no public key.

    trace_card: takes a line for each exchange with a card, as `drivers.card.trace`.
    """
    contacts = config.contacts
    reader, watch = reader_for(config.card_reader)
    if trace_card is not None:
        reader = TracedReader(reader, trace_card, clock)
    page_host, page, _ = open_http(config.page_uri, clock)
    centre_host, centre, _ = open_http(
        config.centre_url,
        clock,
        certificate=config.centre_certificate,
        key=config.centre_key,
        authority=config.centre_authority,
    )
    return Wires(
        reader=reader,
        watch=watch,
        cash=open_stream(config.cash_port, clock, baud=CASH_BAUD),
        receipt=open_stream(config.receipt_port, clock, baud=RECEIPT_BAUD, flow=config.receipt_flow),
        page=page,
        centre=centre,
        centre_key=load_key(config.centre_signing_key),
        to_customer=to_customer,
        to_staff=to_staff,
        page_host=page_host,
        centre_host=centre_host,
        contacts=None if contacts is None else lambda: ModemLines(contacts.port),
    )
