"""One box: `kiosk.toml`, which names the terminal and says where each peripheral is found."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import device.config.examples
from device.config.cash import CashParts, read_cash
from device.config.hours import read_hours
from device.config.reader import Reader
from device.config.schemes import read_port
from device.config.toml import Document, load
from statemachine.hours import Hours

MODEM_INPUTS = ("cts", "dsr", "dcd", "ri")
"""The modem-status inputs of a serial port (TIA-232: CTS, DSR, DCD, RI)."""

PAPERS_MM = (58, 80)
"""Widths of the receipt's roll."""

RECEIPT_FLOW = ("hardware", "software", "none")
"""How a receipt printer on a serial line says that it has enough for now: DTR wired to CTS, XOFF, or never."""

PRESS_GRADES = ("full", "plain")

MUTUAL_TLS = {
    "certificate": "the path of the kiosk's certificate, which the centre wants to see (mutual TLS)",
    "key": "the path of the key to the kiosk's certificate (mutual TLS)",
    "authority": "the path of the authority's certificate that has issued the centre's (mutual TLS)",
    "signing_key": "the path of the centre's public key, which documents are signed with",
}
"""What a centre on a real wire asks for: without one of these the kiosk would believe, or show, too little."""

TERMINAL_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,15}")  # a part of every request and job id
TERMINAL_ID_FORM = "1 to 16 ASCII letters, digits and . _ - (a letter or digit first)"


@dataclass(frozen=True)
class Contacts:
    """Contacts of the trays: the port, and the input on which each is wired, None where there is none."""

    port: str
    certificate: str | None
    receipt: str | None
    change: str | None

    @property
    def inputs(self) -> dict[str, str]:
        """Tray -> input, of those that have a contact."""
        wired = {"certificate": self.certificate, "receipt": self.receipt, "change": self.change}
        return {tray: each for tray, each in wired.items() if each is not None}


@dataclass(frozen=True)
class KioskConfig:
    """A box, as its file describes it. Ports are URLs (schemes.SCHEMES); paths are absolute.

    terminal_id: at most 16 ASCII characters · store_name: the shop, printed on the receipt
    hours: of the place, None where it has none of its own
    receipt_paper_mm: width of the roll, one of `PAPERS_MM` · receipt_flow: one of `RECEIPT_FLOW`
    store_path: the SQLite file, None to keep it in memory
    municipalities: a folder with the rules of further municipalities, None where those that ship are all
    centre_certificate, centre_key, centre_authority: for mutual TLS (PEM); None for a simulated centre alone
    centre_signing_key: the public key of the centre's that documents are signed with (PEM), None for a simulated one
    """

    terminal_id: str
    store_name: str
    chain_serves_phones: bool
    hours: Hours | None
    card_reader: str
    cash_port: str
    cash: CashParts
    receipt_port: str
    receipt_paper_mm: int
    receipt_flow: str
    page_uri: str
    centre_url: str
    centre_certificate: Path | None
    centre_key: Path | None
    centre_authority: Path | None
    centre_signing_key: Path | None
    contacts: Contacts | None
    store_path: Path | None
    press_grade: str
    municipalities: Path | None


def load_kiosk(path: Path) -> KioskConfig:
    """Read a `kiosk.toml`; paths in it are beside the file. Raises `ConfigError`."""
    return read_kiosk(load(path), path.absolute().parent)


def demo_file() -> Traversable:
    """The `kiosk.toml` whose peripherals are all simulated."""
    return files("device.config") / "demo.toml"


def load_demo() -> KioskConfig:
    """The kiosk whose peripherals are all simulated; it knows the made-up municipalities too."""
    made_up = Path(next(iter(device.config.examples.__path__)))
    return replace(read_kiosk(load(demo_file()), Path.cwd()), municipalities=made_up)


def read_kiosk(document: Document, folder: Path) -> KioskConfig:
    """The kiosk that a document describes; relative paths start in `folder`. Raises `ConfigError`."""
    root = Reader(document)
    terminal, card, cash, receipt, page, centre = map(
        root.table, ("terminal", "card", "cash", "receipt", "page", "centre")
    )
    contacts = root.optional_table("contacts")
    store = root.optional_table("store")
    press = root.optional_table("press")
    service = root.optional_table("service")
    config = KioskConfig(
        terminal_id=terminal.matching("id", TERMINAL_ID, TERMINAL_ID_FORM),
        store_name=terminal.text("store", longest=40),
        chain_serves_phones=terminal.boolean("chain_serves_phones", False),
        hours=_own_hours(terminal),
        card_reader=read_port(card, "card", "reader"),
        cash_port=read_port(cash, "cash", "port"),
        cash=read_cash(cash),
        receipt_port=read_port(receipt, "receipt", "port"),
        receipt_paper_mm=_paper_mm(receipt),
        receipt_flow=receipt.one_of("flow", RECEIPT_FLOW, "hardware"),
        page_uri=read_port(page, "page", "uri"),
        centre_url=read_port(centre, "centre", "url"),
        centre_certificate=_path(centre, "certificate", folder),
        centre_key=_path(centre, "key", folder),
        centre_authority=_path(centre, "authority", folder),
        centre_signing_key=_path(centre, "signing_key", folder),
        contacts=None if contacts is None else _contacts(contacts),
        store_path=None if store is None else _path(store, "path", folder),
        press_grade="full" if press is None else press.one_of("grade", PRESS_GRADES, "full"),
        municipalities=None if service is None else _path(service, "municipalities", folder),
    )
    if config.centre_url.startswith("https:"):
        for needed, expected in MUTUAL_TLS.items():
            if not centre.has(needed):
                raise centre.missing(needed, expected)
    root.finish()
    return config


def _paper_mm(receipt: Reader) -> int:
    width_mm = receipt.integer("paper_mm", min(PAPERS_MM), max(PAPERS_MM), max(PAPERS_MM))
    if width_mm not in PAPERS_MM:
        raise receipt.wrong("paper_mm", f"one of {', '.join(map(str, PAPERS_MM))}, not {width_mm}")
    return width_mm


def _own_hours(terminal: Reader) -> Hours | None:
    given = [key for key in ("open", "close", "days", "on_holidays") if terminal.has(key)]
    return read_hours(terminal) if given else None


def _contacts(reader: Reader) -> Contacts:
    port = read_port(reader, "contacts", "port")
    inputs: dict[str, str] = {}
    for tray in ("certificate", "receipt", "change"):
        if reader.has(tray):
            wired = reader.one_of(tray, MODEM_INPUTS)
            if wired in inputs.values():
                raise reader.wrong(tray, f'an input of its own; "{wired}" is taken')
            inputs[tray] = wired
    if not inputs:
        raise reader.wrong("certificate", "an input for at least one of certificate, receipt, change")
    return Contacts(port, inputs.get("certificate"), inputs.get("receipt"), inputs.get("change"))


def _path(reader: Reader, key: str, folder: Path) -> Path | None:
    return folder / reader.text(key, longest=4096) if reader.has(key) else None
