"""What is known of a person: frozen records whose `repr` gives nothing personal away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from sim.personas.register import FamilyRegister

Day: TypeAlias = date | int
"""A day in Japan; or a count of days from the one on which the world begins: 0 is that day, -1 the day before."""

Registration: TypeAlias = Literal["registered", "waiting", "none"]
"""How far somebody's 本籍地利用登録申請 is on the day the world begins."""

Sex = Literal["男", "女"]
CardKind = Literal["my_number", "android", "iphone", "juki", "foreign"]
WITH_CERTIFICATES: Final[frozenset[CardKind]] = frozenset({"my_number", "android", "iphone"})
"""Kinds that can carry the two certificates of the service."""


@dataclass(frozen=True, repr=False, slots=True)
class Card:
    """The card in a person's purse.

    kind: `my_number` (個人番号カード), `android` and `iphone` (スマホ用電子証明書 in a phone), `juki`
        (住民基本台帳カード, refused by the service), `foreign` (a card of another world, without the
        JPKI application)
    issued, expires: dates in Japan; the certificates of card and phone end on the fifth birthday
        after the issue
    pin: the four digits of 利用者証明用
    signature_password: 署名用, 6 to 16 of A-Z and 0-9; empty where the card has no signature certificate
    tries_left: 0..3 tries of `pin` left before the card locks; 0 is locked
    has_authentication_certificate: False where the holder never had one set up
    generation: 1..3, which key of the certification authority signed the certificates
    face_only: a 顔認証マイナンバーカード: its PINs were never set, no try is left, and `pin` is only what
        its holder would type in vain
    handed_over: when the card was handed over, if that was not on the day of `issued`
    revoked, signature_revoked: from when the certificate is revoked (the card reported lost; name or
        address changed); None for never
    """

    kind: CardKind
    issued: date
    expires: date
    pin: str
    signature_password: str
    tries_left: int
    has_authentication_certificate: bool
    generation: int
    face_only: bool = False
    handed_over: Day | None = None
    revoked: Day | None = None
    signature_revoked: Day | None = None

    def __repr__(self) -> str:
        return f"Card(kind={self.kind!r}, tries_left={self.tries_left})"


@dataclass(frozen=True, repr=False, slots=True)
class Foreign:
    """What 住民票 says of a foreign resident in place of 本籍.

    nationality: 国籍・地域. category: 第30条45規定区分 (中長期在留者, 特別永住者 …). card_number: 在留カード等の番号
    status, period, expires: 在留資格, 在留期間, 在留期間の満了の日
    alias: 通称; empty where none is registered
    """

    nationality: str
    category: str
    card_number: str
    status: str
    period: str
    expires: date
    alias: str = ""

    def __repr__(self) -> str:
        return "Foreign(…)"


@dataclass(frozen=True, slots=True)
class Move:
    """A move between municipalities, as far as it has been reported. What has not happened is None.

    out_reported, out_planned: the day of the 転出届, and the day of moving that it names
    in_moved, in_reported: the day of actually moving in, and the day of the 転入届
    continued: the day of the 継続利用 of the card
    """

    out_reported: Day | None = None
    out_planned: Day | None = None
    in_moved: Day | None = None
    in_reported: Day | None = None
    continued: Day | None = None


@dataclass(frozen=True, repr=False, slots=True)
class Rehoused:
    """A move within the municipality (転居), which stands on certificates only some days later.

    address: the new one. moved, reported: when. entered: from when certificates show it
    """

    address: str
    moved: Day
    reported: Day
    entered: Day

    def __repr__(self) -> str:
        return "Rehoused(…)"


@dataclass(frozen=True, repr=False, slots=True)
class Member:
    """One member of a household, as 住民票 lists them.

    name: family and given name with one half-width space between; kana likewise, in katakana
    relation: 続柄 to the head of the household (`世帯主`, `妻`, `子`)
    my_number: 12 digits that fail the check digit of 個人番号, so that they are nobody's
    foreign: what is known of a foreign resident; None for a Japanese
    move: a move to or from another municipality; None where there was none lately
    """

    name: str
    kana: str
    birth: date
    sex: Sex
    relation: str
    my_number: str
    foreign: Foreign | None = None
    move: Move | None = None

    def __repr__(self) -> str:
        return "Member(…)"


@dataclass(frozen=True, repr=False, slots=True)
class Persona:
    """A fictional resident and the card in that resident's purse.

    id: the name in journeys and on command lines (`yamada-taro`)
    municipality: JIS code of the 住所 (`16202` 高岡市, `01207` 帯広市)
    address: 住所 without the municipality's name
    honseki_municipality, honseki: 本籍, the code and the rest; empty for a foreign resident, who has none
    register_head: 筆頭者 of the family register; empty likewise
    seal_registered: has a 印鑑登録
    household: everybody of the same 世帯, in the order of 住民票, this person included
    head_of_household: name of the 世帯主
    protected: under 支援措置; the centre refuses with a neutral sentence
    register: the 戸籍, where the table spells it out; None where it follows from the household
    registration: 本籍地利用登録申請, of use to those whose 本籍 is elsewhere
    rehoused: a move of the whole household within the municipality
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
    register: FamilyRegister | None = None
    registration: Registration = "registered"
    rehoused: Rehoused | None = None

    @property
    def names(self) -> frozenset[str]:
        """Of everybody whose name can come up for this person: household and 戸籍."""
        in_register = () if self.register is None else self.register.members
        return frozenset({self.name, *(each.name for each in self.household), *(each.name for each in in_register)})

    def __repr__(self) -> str:
        return f"Persona({self.id!r})"
