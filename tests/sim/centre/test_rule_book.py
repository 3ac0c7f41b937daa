"""The service's rules about who may have what, and who is refused: one line, one persona, one test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

import pytest

from sim.personas import persona, personas
from tests.drivers.page.support import JST
from tests.sim.centre.support import OBIHIRO, TAKAOKA, Kiosk

DAY: Final = date(2025, 10, 8)
"""Of the journeys; marks that count in days count from it."""

OWN: Final = ("juminhyo", "inkan", "koseki", "fuhyo")


@dataclass(frozen=True)
class Line:
    """says: the rule, in short. who: the persona that stands for it. holds: what the centre does."""

    says: str
    who: str
    holds: Callable[[Kiosk, str], None]


def refused(reason: str) -> Callable[[Kiosk, str], None]:
    def holds(kiosk: Kiosk, who: str) -> None:
        told = kiosk.check(who)
        assert (told["verdict"], told.get("reason")) == ("refused", reason)

    return holds


NOT_SERVED: Final = refused("not_served")


def offered(municipality: str, **kinds: str) -> Callable[[Kiosk, str], None]:
    """Exactly these kinds, each about exactly these given names."""

    def holds(kiosk: Kiosk, who: str) -> None:
        expected = {kind: set(names.split()) for kind, names in kinds.items()}
        assert given_names(kiosk.offer(who, municipality)) == expected

    return holds


def withheld(municipality: str, reason: str, *kinds: str) -> Callable[[Kiosk, str], None]:
    def holds(kiosk: Kiosk, who: str) -> None:
        told = kiosk.offer(who, municipality)
        assert told["withheld"] == [{"kind": kind, "reason": reason} for kind in kinds]
        assert not set(kinds) & {each["kind"] for each in told["kinds"]}

    return holds


def no_certificate(_: Kiosk, who: str) -> None:
    """The card's own matter: there is nothing to show to the centre."""
    card = persona(who).card
    assert not card.has_authentication_certificate or card.face_only


def given_names(told: dict[str, Any]) -> dict[str, set[str]]:
    names = {person["handle"]: person["name"].partition(" ")[2] for person in told["people"]}
    return {kind["kind"]: {names[handle] for handle in kind["people"]} for kind in told["kinds"]}


def all_of(names: str, *kinds: str) -> dict[str, str]:
    return dict.fromkeys(kinds, names)


LINES: Final = (
    # who may have what
    Line(
        "住民票: self and the same household; 戸籍: the same 戸籍; 印鑑: the registered person only", "yamada-taro",
        offered(TAKAOKA, inkan="太郎", **all_of("太郎 花子 一郎", "juminhyo", "koseki", "fuhyo")),
    ),
    Line("not another household at the same address", "same-address-ume", offered(TAKAOKA, **all_of("梅", *OWN))),
    Line("住民票 and 印鑑 of Obihiro", "tokachi-hanako", offered(OBIHIRO, **all_of("花子", *OWN))),
    Line("a name with a variant character", "watanabe-saori", offered(TAKAOKA, inkan="沙織", **all_of(
        "健 沙織", "juminhyo", "koseki", "fuhyo"))),
    Line("a 戸籍 of four sheets", "four-sheets-hiroshi", offered(TAKAOKA, inkan="広", **all_of(
        "広 葉子 一枝 二葉 三樹 四季 五郎 六花 七生 八重子 九太 十和", "juminhyo", "koseki", "fuhyo"))),
    Line("a household and a 戸籍 of several sheets", "large-family-takichi", offered(TAKAOKA, inkan="多吉", **all_of(
        "多吉 千代 一美 二郎 三奈 四郎 五月 六太", "juminhyo", "koseki", "fuhyo"))),
    Line("who has no 印鑑登録 is offered no 印鑑登録証明書", "locked-jiro", offered(TAKAOKA, **all_of(
        "次郎", "juminhyo", "koseki", "fuhyo"))),
    Line("a foreign resident: 住民票 and 印鑑, no 戸籍", "foreign-maria", offered(OBIHIRO, **all_of(
        "MARIA", "juminhyo", "inkan"))),
    Line("a foreign wife stands on the 住民票 and not in the 戸籍", "mixed-taihei", offered(
        TAKAOKA, juminhyo="太平 ANNA", **all_of("太平", "inkan", "koseki", "fuhyo"))),
    Line("戸籍: the couple and the unmarried child, wherever it lives; not who married", "parent-koichi", offered(
        TAKAOKA, inkan="甲一", juminhyo="甲一 乙美", **all_of("甲一 乙美 丙太", "koseki", "fuhyo"))),
    Line("the unmarried child elsewhere", "unmarried-heita", offered(
        TAKAOKA, juminhyo="丙太", **all_of("甲一 乙美 丙太", "koseki", "fuhyo"))),
    Line("the married child has a 戸籍 of her own", "married-teiko", offered(
        TAKAOKA, **all_of("戊郎 丁子", "juminhyo", "koseki", "fuhyo"))),
    Line("so has who is not married and has a child", "single-mother-kiyo", offered(
        TAKAOKA, **all_of("己代 庚", "juminhyo", "koseki", "fuhyo"))),
    Line("while a 戸籍 report is entered: no 戸籍証明書", "report-pending-machiko", withheld(
        TAKAOKA, "register_report", "koseki")),
    Line("本籍 elsewhere: registers are not shown at home", "one-try-saburo", offered(TAKAOKA, juminhyo="三郎")),
    Line("本籍 in Obihiro, registered", "one-try-saburo", offered(OBIHIRO, **all_of("三郎", "koseki", "fuhyo"))),
    Line("本籍 in Obihiro, waiting", "waiting-susumu", withheld(OBIHIRO, "registration_waiting", "koseki", "fuhyo")),
    Line("本籍 in Obihiro, never applied", "unregistered-rokuko", withheld(
        OBIHIRO, "registration_none", "koseki", "fuhyo")),
    Line("a tax certificate, and no 印鑑登録証明書 where none is issued", "taxpayer-kunio", offered(
        "13999", **all_of("国男", "juminhyo", "koseki", "shotoku"))),
    Line("本籍 in Takaoka, lives elsewhere: never", "honseki-takaoka-tomio", offered(TAKAOKA)),
    Line("… and his registers are not Obihiro's", "honseki-takaoka-tomio", offered(
        OBIHIRO, **all_of("富夫", "juminhyo", "inkan"))),
    Line("a change reported lately is not shown yet", "moved-lately-chikako", offered(TAKAOKA, **all_of("近子", *OWN))),
    Line("the phone serves like the card", "android-toko", offered(TAKAOKA, **all_of("十子", *OWN))),
    Line("another make of phone", "iphone-toichi", offered(OBIHIRO, **all_of("十一", "juminhyo", "koseki", "fuhyo"))),
    Line("a certificate that ends within three months is good", "ends-soon-kuro", offered(
        TAKAOKA, **all_of("九郎", *OWN))),
    Line("a municipality has a certificate of its own, and offers not every other one", "taxpayer-kunio", offered(
        "13999", **all_of("国男", "juminhyo", "koseki", "shotoku"))),
    Line("the 署名用 certificate alone is revoked", "signature-revoked-hanae", offered(
        TAKAOKA, **all_of("花枝", "juminhyo", "inkan"))),
    # who is refused
    Line("no 利用者証明用電子証明書", "no-certificate-goro", no_certificate),
    Line("expired", "expired-shiro", refused("expired")),
    Line("expired with its root", "first-root-juzo", refused("expired")),
    Line("under 15", "yamada-ichiro", refused("under_age")),
    Line("the day the card was handed over", "handed-over-kyoko", refused("issued_today")),
    Line("the day of 継続利用", "continued-honjitsu", refused("issued_today")),
    Line("the day the certificate was issued", "issued-tojitsu", refused("issued_today")),
    Line("under 支援措置", "protected-nanae", NOT_SERVED),
    Line("under 支援措置, not alone", "protected-moriko", NOT_SERVED),
    Line("… and everybody of the household", "housemate-mamoru", NOT_SERVED),
    Line("about to move out", "moving-out-yotei", NOT_SERVED),
    Line("… and everybody of the household", "housemate-rusu", NOT_SERVED),
    Line("a name too long", "long-name-jugemu", NOT_SERVED),
    Line("an address too long", "long-address-sumiko", NOT_SERVED),
    Line("a character that cannot be printed", "unprintable-sabuo", NOT_SERVED),
    Line("lapsed: no 転入届 within 30 days of the planned day", "lapsed-kazuyoshi", refused("lapsed")),
    Line("lapsed: no 転入届 within 14 days of moving in", "lapsed-osoko", refused("lapsed")),
    Line("lapsed: no 継続利用 within 90 days of the 転入届", "lapsed-wasureo", refused("lapsed")),
    Line("a revoked certificate", "revoked-sumio", refused("revoked")),
    Line("住基カード", "juki-rokuro", no_certificate),
    Line("another card", "transit-card", no_certificate),
    Line("a card without PINs", "face-only-juni", no_certificate),
)  # fmt: skip


def kiosk_on(day: date) -> Kiosk:
    return Kiosk(start=datetime.combine(day, time(10), JST), edition=2)


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.who}: {line.says}")
def test_a_line_of_the_rule_book(line: Line) -> None:
    line.holds(kiosk_on(DAY), line.who)


@pytest.mark.parametrize("day", [date(2025, 10, 8), date(2026, 11, 24), date(2027, 1, 4)])
def test_marks_that_count_in_days_hold_on_every_day(day: date) -> None:
    """Whoever has an absolute date among these is left out: its line holds on one day alone."""
    kiosk = kiosk_on(day)
    for line in LINES:
        if persona(line.who).card.issued.year == 2024:  # the residents' table, valid to 2028 and after
            line.holds(kiosk, line.who)


def test_everybody_stands_for_a_line() -> None:
    assert {line.who for line in LINES} == set(personas())


NEUTRAL: Final = [line.who for line in LINES if line.holds is NOT_SERVED]


def test_nobody_can_tell_why_somebody_is_not_served() -> None:
    """One answer, octet for octet but for the request's own id, after the same time."""
    seen = set()
    for who in NEUTRAL:
        kiosk = kiosk_on(DAY)
        told = kiosk.check(who)
        seen.add((repr({**told, "request_id": ""}), kiosk.clock.now_ns))
    assert len(NEUTRAL) == 8
    assert len(seen) == 1


def test_the_first_edition_calls_it_protected() -> None:
    kiosk = Kiosk(start=datetime.combine(DAY, time(10), JST))
    assert {kiosk.check(who)["reason"] for who in NEUTRAL} == {"protected"}
