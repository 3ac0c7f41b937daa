"""The composition root: one box from its configuration and its wires, real or simulated alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from device.ciphers import securities_for
from device.config.kiosk import KioskConfig
from device.config.nation import load_regions
from device.config.service import load_municipalities
from device.loop import Loop
from device.mailbox import Mailbox
from device.ports.reopening import ReopeningPort
from device.press.finish import GRADES
from device.press.press import Press
from device.rules import rules_for, towns_of
from device.slips.shapes import Shapes
from device.slips.slips import Slips
from device.store import Store
from device.texts.catalogue import Texts
from device.texts.data import words_of
from device.vault import Vault
from device.workers.base import Desk, Worker
from device.workers.card import CardWorker
from device.workers.card_watch import CardWatcher
from device.workers.cash import CashWorker
from device.workers.cash_events import marks_in
from device.workers.centre import CentreWorker
from device.workers.contacts import ContactsWorker
from device.workers.page import PageWorker
from device.workers.receipt import ReceiptWorker
from device.workers.screen import ScreenWorker
from drivers.card.reader import Reader, ReaderWatch
from drivers.cash.bus import Echo
from drivers.cash.codec import CRC
from drivers.cash.device import CashDevice
from drivers.centre import CentreClient
from drivers.clock import Clock
from drivers.contacts import OpenLines, TrayContacts
from drivers.http import HttpClient
from drivers.page import PagePrinter
from drivers.port import OpenPort
from drivers.receipt import PAPERS, ReceiptPrinter
from statemachine.commands import Command
from statemachine.events import CommandFailed, Event, KioskStarted
from statemachine.machine import KioskMachine
from statemachine.rules import Rules


@dataclass(frozen=True)
class Wires:
    """The other end of every peripheral: openers, readers, and the ways to the people.

    centre_key: Ed25519, 32 bytes: the centre's public key, which documents are signed with
    page_host, centre_host: what these are called in HTTP's Host header. contacts: None in a box without any.
    """

    reader: Reader
    watch: ReaderWatch
    cash: OpenPort
    receipt: OpenPort
    page: OpenPort
    centre: OpenPort
    centre_key: bytes
    to_customer: Callable[[bytes], None]
    to_staff: Callable[[bytes], None]
    page_host: str = "page"
    centre_host: str = "centre"
    contacts: OpenLines | None = None


@dataclass(frozen=True)
class Host:
    """What runs the workers: threads in the box, greenlets in virtual time."""

    clock: Clock
    mailbox: Callable[[], Mailbox]
    spawn: Callable[[Callable[[], None]], None]


class Box:
    """One kiosk: loop, store, vault and workers, put together and started."""

    def __init__(
        self,
        config: KioskConfig,
        wires: Wires,
        host: Host,
        *,
        store: Store,
        make_machine: Callable[[Rules], KioskMachine] = KioskMachine,
        report: Callable[[Event, Mapping[str, object]], None] | None = None,
    ) -> None:
        municipalities = load_municipalities(config.municipalities)
        towns = towns_of(municipalities.values())
        self.machine = make_machine(rules_for(config, municipalities, today=host.clock.wall().date()))
        self.store, self.vault, self._host = store, Vault(), host
        self.loop = Loop(self.machine, store, self.vault, host.clock, self._deliver, report)
        self._mailboxes: dict[str, Mailbox] = {
            device: host.mailbox() for device in ("card", "cash", "receipt", "page", "centre", "screen")
        }
        texts, shapes = Texts(words=words_of(municipalities.values(), towns.values(), load_regions())), Shapes()
        names = {m.code: m.name for m in municipalities.values()}
        own = {m.code: m.types for m in municipalities.values()}
        press = Press(names, wires.centre_key, GRADES[config.press_grade](), own)
        clock = host.clock
        page_http = HttpClient("page printer", wires.page_host, wires.page, clock)
        centre_http = HttpClient("certificate centre", wires.centre_host, wires.centre, clock)
        self.screen = ScreenWorker(self._desk("screen"), texts, wires.to_customer, wires.to_staff)
        self.workers: list[Worker] = [
            CardWatcher(self._desk("card", host.mailbox()), wires.watch),
            CardWorker(self._desk("card"), wires.reader),
            CashWorker(self._desk("cash"), _cash_device(config, wires, clock), marks_in(store.memory())),
            ReceiptWorker(
                self._desk("receipt"),
                _receipt_printer(config, wires, clock, shapes),
                Slips(texts, municipalities, config.store_name, config.terminal_id),
                store.boot,
                shapes,
            ),
            PageWorker(self._desk("page"), PagePrinter(page_http, _ipp_uri(config.page_uri), clock), press),
            CentreWorker(
                self._desk("centre"),
                CentreClient(centre_http, config.terminal_id, clock),
                press,
                f"{config.terminal_id}-{store.boot}",
                wires.centre_key,
            ),
            self.screen,
        ]
        if config.contacts is not None and wires.contacts is not None:
            contacts = TrayContacts(wires.contacts, config.contacts.inputs, clock)
            self.workers.append(ContactsWorker(self._desk("contacts", host.mailbox()), contacts))

    def _desk(self, device: str, mailbox: Mailbox | None = None) -> Desk:
        return Desk(
            post=self.loop.post,
            mailbox=mailbox or self._mailboxes[device],
            clock=self._host.clock,
            vault=self.vault,
            delays=self.machine.desk.delays,
        )

    def _deliver(self, command: Command) -> None:
        self._mailboxes[command.device].put(command)

    def start(self) -> None:
        """The first event of this boot, then every worker."""
        self.loop.post(started(self.store))
        for row in self.store.unanswered():
            # closed on record, so that it is asked about once; what follows from it was decided above
            cause = "the kiosk stopped before the answer came"
            self.loop.post(CommandFailed(answers=row.id, command=row.kind, outcome="unknown", cause=cause))
        for worker in self.workers:
            self._host.spawn(worker.run)

    def stop(self) -> None:
        """Ask every worker to end; the host waits for them."""
        for worker in self.workers:
            worker.stopping = True


def started(store: Store) -> KioskStarted:
    """What the store remembers, as the first event of a boot."""
    memory, unanswered = store.memory(), store.unanswered()
    till = []
    for account in store.balances("cash:"):
        place = account.removeprefix("cash:")
        if place != "float":
            till += [(place, value, coins) for value, coins in store.coins(account).items() if coins]
    held = [
        (account, -balance)
        for prefix in ("customer:", "pending:")
        for account, balance in store.balances(prefix).items()
        if balance < 0
    ]
    return KioskStarted(
        boot=store.boot,
        till=tuple(till),
        held=tuple(held),
        card_on_tray=bool(memory.get("card_on_tray", 0)),
        counts=tuple(
            (int(key.removeprefix("count_")), int(value)) for key, value in memory.items() if key.startswith("count_")
        ),
        open_payouts=_payouts(str(memory.get("payouts", ""))),
        open_copies=sum(row.kind == "print_copy" for row in unanswered),
        escrow_visit=int(memory.get("escrow_visit", 0)),
        reports=tuple((row.request, row.document, row.copy, row.outcome) for row in store.outbox()),
        document=str(memory.get("document", "")),
        cancels_s=tuple(int(at_s) for at_s in str(memory.get("cancels", "")).split(",") if at_s),
        causes=tuple(cause for cause in str(memory.get("causes", "")).split(",") if cause),
    )


def _payouts(remembered: str) -> tuple[tuple[int, int, int], ...]:
    """What `statemachine.desk` has remembered of orders whose end nobody heard: (visit, yen, coins)."""
    orders = (order.split(":") for order in remembered.split(",") if order)
    return tuple((int(visit), int(yen), int(coins)) for visit, yen, coins in orders)


def _cash_device(config: KioskConfig, wires: Wires, clock: Clock) -> CashDevice:
    parts = config.cash
    return CashDevice(
        ReopeningPort(config.cash_port, wires.cash),
        clock,
        acceptor=parts.acceptor,
        hoppers=parts.hoppers,
        securities=securities_for(parts.ciphers),
        validator=parts.validator,
        checksums=dict.fromkeys(parts.crc, CRC),
        echo=cast(Echo, parts.echo),
    )


def _receipt_printer(config: KioskConfig, wires: Wires, clock: Clock, shapes: Shapes) -> ReceiptPrinter:
    port = ReopeningPort(config.receipt_port, wires.receipt)
    return ReceiptPrinter(port, clock, paper=PAPERS[config.receipt_paper_mm], draw=shapes)


def _ipp_uri(uri: str) -> str:
    """The printer's own URI; a simulated one has the standard path."""
    return "ipp://page/ipp/print" if uri.startswith("sim:") else uri
