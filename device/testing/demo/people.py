"""The residents whose cards lie ready at the bench. All of them are fictional (`sim.personas`)."""

from __future__ import annotations

from datetime import date
from typing import Final

from sim.centre.municipality import MUNICIPALITIES
from sim.personas import Persona, personas

ADULT_FROM: Final = 15
"""The service is for those of 15 and over (rule book §3)."""

_CARDS: Final = {
    "juki": "住民基本台帳カード",
    "foreign": "交通系のカード",
    "android": "Androidスマートフォン",
    "iphone": "iPhone",
}


def residents(on: date) -> list[dict[str, object]]:
    """Who there is, for JSON: id, name, the PIN to type, and what is particular about the card on a day."""
    return [
        {"id": each.id, "name": each.name, "pin": each.card.pin, "says": "・".join(_particulars(each, on))}
        for each in personas().values()
    ]


def _particulars(who: Persona, on: date) -> list[str]:
    card = who.card
    if card.kind in _CARDS:
        return [_CARDS[card.kind]]
    says = [MUNICIPALITIES[who.municipality].name]
    if _age(who.birth, on) < ADULT_FROM:
        says.append("15歳未満")
    if not card.has_authentication_certificate:
        says.append("利用者証明用電子証明書なし")
    if card.expires < on:
        says.append("有効期限切れ")
    if card.face_only:
        says.append("顔認証マイナンバーカード")
    elif card.tries_left == 0:
        says.append("暗証番号ロック中")
    elif card.tries_left == 1:
        says.append("暗証番号は残り1回")
    if who.protected:
        says.append("支援措置の対象")
    if who.honseki_municipality not in ("", who.municipality):
        says.append("本籍地は別の市区町村")
    if card.signature_password:
        says.append(f"署名用の暗証番号 {card.signature_password}")
    return says


def _age(birth: date, on: date) -> int:
    """In full years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
