"""領収書, claim and registration slip, from the machine's figures and the kiosk's own data (rule book §10)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from device.config.municipality import Municipality
from device.slips.era import era_date, era_time
from device.texts.catalogue import Texts
from device.texts.slips import JAPANESE, LANGUAGES, SlipWords
from drivers.receipt.lines import Columns, Feed, Line, Rule, Text
from statemachine.commands import PrintClaimSlip, PrintReceipt


class Slips:
    """Makes the lines; store and terminal are the box's.

    The customer's language is the order's, a key of `device.texts.slips.LANGUAGES` or "ja"; Japanese is there always.

    reissue: it is a second print of what may be out already: marked 再発行
    """

    def __init__(self, texts: Texts, municipalities: Mapping[str, Municipality], store: str, terminal: str) -> None:
        self._texts, self._municipalities = texts, municipalities
        self._store, self._terminal = store, terminal

    def receipt(self, order: PrintReceipt, wall: datetime, *, reissue: bool = False) -> list[Line]:
        """領収書: for whom, by whom, what, how much, when and where."""
        municipality = self._municipalities[order.municipality]
        total_yen = order.unit_fee_yen * order.copies
        words = LANGUAGES.get(order.language)
        return [
            *_title(JAPANESE["receipt"], words.receipt if words else "", reissue),
            Feed(1),
            Text(JAPANESE["service"], align="center"),
            Feed(1),
            Text(f"{municipality.prefecture}{municipality.payee}", bold=True),
            Text(JAPANESE["received"]),
            Rule(),
            Columns(JAPANESE["kind"], self._texts(order.certificate_kind)),
            Columns(JAPANESE["unit_fee"], _yen(order.unit_fee_yen)),
            Columns(JAPANESE["copies"], JAPANESE["copies_count"].format(copies=order.copies)),
            Rule(),
            Text(JAPANESE["exempt"]),
            Columns(JAPANESE["total"], _yen(total_yen), size=2, bold=True),
            Rule(),
            Columns(JAPANESE["inserted"], _yen(order.inserted_yen)),
            Columns(JAPANESE["change"], _yen(order.returned_yen)),
            *([Columns(JAPANESE["owed"], _yen(order.owed_yen))] if order.owed_yen else []),
            Rule(),
            *self._where_and_when(wall),
            Columns(JAPANESE["receipt_number"], order.number),
            Rule(),
            *_collector(municipality, wall),
            Rule(),
            Text(JAPANESE["no_refund"]),
            Text(JAPANESE["misprint"]),
            *_ask(municipality),
            *(_receipt_abroad(words, order, total_yen) if words else ()),
            Feed(1),
        ]

    def claim(self, order: PrintClaimSlip, wall: datetime, *, reissue: bool = False) -> list[Line]:
        """What the machine owes: with this the customer goes to the clerk."""
        words = LANGUAGES.get(order.language)
        return [
            *_title(JAPANESE["claim"], words.claim if words else "", reissue),
            Feed(1),
            Text(JAPANESE["claim_about"]),
            Rule(),
            Columns(JAPANESE["claim_amount"], _yen(order.yen), size=2, bold=True),
            Rule(),
            *self._where_and_when(wall),
            Columns(JAPANESE["claim_number"], order.number),
            *(_claim_abroad(words, order) if words else ()),
            Feed(1),
        ]

    def registration(
        self, number: str, municipality: str, due: date, wall: datetime, *, reissue: bool = False, language: str = "ja"
    ) -> list[Line]:
        """受付票 of a 利用登録申請: its number, and where the customer asks for its state.

        municipality: JIS code of the 本籍地's · due: the day on which it answers
        """
        home = self._municipalities[municipality]
        words = LANGUAGES.get(language)
        return [
            Text(JAPANESE["registration"], align="center"),
            *_title(JAPANESE["registration_slip"], words.registration if words else "", reissue),
            Feed(1),
            Text(JAPANESE["registration_about"]),
            Rule(),
            Columns(JAPANESE["registration_number"], number, size=2, bold=True),
            Rule(),
            Columns(JAPANESE["registration_municipality"], f"{home.prefecture}{home.name}"),
            Columns(JAPANESE["registration_due"], era_date(due)),
            *self._where_and_when(wall),
            Rule(),
            Text(JAPANESE["registration_days"]),
            Text(JAPANESE["registration_state"]),
            *_ask(home),
            *(_registration_abroad(words, number) if words else ()),
            Feed(1),
        ]

    def _where_and_when(self, wall: datetime) -> list[Line]:
        return [
            Columns(JAPANESE["time"], era_time(wall)),
            Columns(JAPANESE["store"], self._store),
            Columns(JAPANESE["terminal"], self._terminal),
        ]


def _title(japanese: str, abroad: str, reissue: bool) -> list[Line]:
    return [
        Text(japanese, align="center", size=2, bold=True),
        *([Feed(1)] if abroad or reissue else []),
        *([Text(abroad, align="center", bold=True)] if abroad else []),
        *([Text(JAPANESE["reissue"], align="center", bold=True)] if reissue else []),
    ]


def _collector(municipality: Municipality, wall: datetime) -> list[Line]:
    """Who takes the fee on behalf of the municipality, and what he is called by law on that day."""
    collector = municipality.collector
    return [Text(collector.title_on(wall.date())), Text(collector.name), Text(collector.address)]


def _ask(municipality: Municipality) -> list[Line]:
    """The first office, by its telephone, or where it is if it has given none."""
    return [
        Text(f"{JAPANESE['ask']} {municipality.name} {office.name} {office.phone or office.address}")
        for office in municipality.offices[:1]
    ]


def _receipt_abroad(words: SlipWords, order: PrintReceipt, total_yen: int) -> list[Line]:
    return [
        Rule(),
        Columns(words.total, _amount(words, total_yen)),
        Columns(words.inserted, _amount(words, order.inserted_yen)),
        Columns(words.change, _amount(words, order.returned_yen)),
        *([Columns(words.owed, _amount(words, order.owed_yen))] if order.owed_yen else []),
        Text(words.no_refund),
        Text(words.misprint),
    ]


def _claim_abroad(words: SlipWords, order: PrintClaimSlip) -> list[Line]:
    return [Rule(), Columns(words.claim_amount, _amount(words, order.yen)), Text(words.claim_help)]


def _registration_abroad(words: SlipWords, number: str) -> list[Line]:
    return [Rule(), Columns(words.registration_number, number), Text(words.registration_help)]


def _yen(yen: int) -> str:
    return JAPANESE["yen"].format(yen=f"{yen:,}")


def _amount(words: SlipWords, yen: int) -> str:
    return words.yen.format(yen=f"{yen:,}")
