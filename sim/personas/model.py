"""What is known of a person: frozen records whose `repr` gives nothing personal away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Sex = Literal["男", "女"]
CardKind = Literal["my_number", "juki", "foreign"]


@dataclass(frozen=True, repr=False, slots=True)
class Card:
    """The card in a person's purse.

    kind: `my_number` (個人番号カード), `juki` (住民基本台帳カード, refused by the service),
        `foreign` (a card of another world, without the JPKI application)
    issued, expires: dates in Japan; the certificates of a My Number Card end on the fifth birthday
        after the issue
    pin: the four digits of 利用者証明用
    signature_password: 署名用, 6 to 16 of A-Z and 0-9; empty where the card has no signature certificate
    tries_left: 0..3 tries of `pin` left before the card locks; 0 is locked
    has_authentication_certificate: False where the holder never had one set up
    generation: 1..3, which key of the certification authority signed the certificates
    """

    kind: CardKind
    issued: date
    expires: date
    pin: str
    signature_password: str
    tries_left: int
    has_authentication_certificate: bool
    generation: int

    def __repr__(self) -> str:
        return f"Card(kind={self.kind!r}, tries_left={self.tries_left})"


@dataclass(frozen=True, repr=False, slots=True)
class Member:
    """One member of a household, as 住民票 lists them.

    name: family and given name with one half-width space between; kana likewise, in katakana
    relation: 続柄 to the head of the household (`世帯主`, `妻`, `子`)
    my_number: 12 digits that fail the check digit of 個人番号, so that they are nobody's
    """

    name: str
    kana: str
    birth: date
    sex: Sex
    relation: str
    my_number: str

    def __repr__(self) -> str:
        return "Member(…)"


@dataclass(frozen=True, repr=False, slots=True)
class Persona:
    """A fictional resident and the card in that resident's purse.

    id: the name in journeys and on command lines (`yamada-taro`)
    municipality: JIS code of the 住所 (`16202` 高岡市, `01207` 帯広市)
    address: 住所 without the municipality's name
    honseki_municipality, honseki: 本籍, the code and the rest
    register_head: 筆頭者 of the family register
    seal_registered: has a 印鑑登録
    household: everybody of the same 世帯, in the order of 住民票, this person included
    head_of_household: name of the 世帯主
    protected: under 支援措置; the centre refuses with a neutral sentence
    """

    id: str
    name: str
    kana: str
    birth: date
    sex: Sex
    municipality: str
    address: str
    honseki_municipality: str
    honseki: str
    register_head: str
    seal_registered: bool
    household: tuple[Member, ...]
    head_of_household: str
    my_number: str
    protected: bool
    card: Card

    def __repr__(self) -> str:
        return f"Persona({self.id!r})"
