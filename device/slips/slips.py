"""領収書 and claim slip, from the figures the machine gives and the kiosk's own data (rule book §10)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from device.config.municipality import Municipality
from device.slips.era import era_time
from device.texts.catalogue import Texts
from drivers.receipt.lines import Columns, Feed, Line, Rule, Text
from statemachine.commands import PrintClaimSlip, PrintReceipt


class Slips:
    """Makes the lines; store and terminal are the box's."""

    def __init__(self, texts: Texts, municipalities: Mapping[str, Municipality], store: str, terminal: str) -> None:
        self._texts, self._municipalities = texts, municipalities
        self._store, self._terminal = store, terminal

    def receipt(self, order: PrintReceipt, wall: datetime) -> list[Line]:
        """領収書: for whom, by whom, what, how much, when and where."""
        municipality = self._municipalities[order.municipality]
        total_yen = order.unit_fee_yen * order.copies
        collector = municipality.collector
        day = wall.date()
        return [
            Text("領収書", align="center", size=2),
            Feed(1),
            Text(f"{municipality.prefecture}{municipality.payee}"),
            Text("証明書交付手数料として、\n下記のとおり領収しました。"),
            Rule(),
            Columns("証明書種別", self._texts(order.certificate_kind)),
            Columns("単価", _yen(order.unit_fee_yen)),
            Columns("部数", f"{order.copies}部"),
            Columns("手数料合計(非課税)", _yen(total_yen)),
            Rule(),
            Columns("投入金額", _yen(order.inserted_yen)),
            Columns("おつり", _yen(order.returned_yen)),
            *([Columns("お返しできなかった金額", _yen(order.owed_yen))] if order.owed_yen else []),
            Rule(),
            Columns("日時", era_time(wall)),
            Columns("店舗", self._store),
            Columns("端末", self._terminal),
            Columns("領収番号", order.number),
            Text(f"{collector.title_on(day)} {collector.name}"),
            Feed(1),
            Text("発行後の返金・返品・交換はできません。"),
            Text("印刷不良は、その場で店員へお知らせください。"),
            *(Text(f"お問合せ {office.name} {office.phone}") for office in municipality.offices[:1] if office.phone),
            Feed(1),
        ]

    def claim(self, order: PrintClaimSlip, wall: datetime) -> list[Line]:
        """What the machine owes: with this the customer goes to the clerk."""
        return [
            Text("お預かり金控え", align="center", size=2),
            Feed(1),
            Text("この端末でお返しできなかった金額です。この控えを店員にお渡しください。"),
            Rule(),
            Columns("お返しする金額", _yen(order.yen)),
            Rule(),
            Columns("日時", era_time(wall)),
            Columns("店舗", self._store),
            Columns("端末", self._terminal),
            Columns("控え番号", order.number),
            Feed(1),
        ]


def _yen(yen: int) -> str:
    return f"{yen:,}円"
