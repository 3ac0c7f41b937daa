"""One table for card, phone and resident."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files

import pytest

from device.cli import main
from sim.personas import PersonaTableError, persona, personas, summary
from sim.personas.loader import parse
from sim.personas.rules import birthday_after, check_digit


def table() -> str:
    return files("sim.personas").joinpath("personas.toml").read_text(encoding="utf-8")


def test_everybody_a_journey_asks_for_is_there() -> None:
    assert set(personas()) >= {
        "yamada-taro",
        "tokachi-hanako",
        "yamada-ichiro",
        "watanabe-saori",
        "locked-jiro",
        "one-try-saburo",
        "expired-shiro",
        "no-certificate-goro",
        "juki-rokuro",
        "transit-card",
    }


JOURNEYS_DAY = date(2025, 10, 8)
"""The day of the journeys that name one."""


def ends(persona_id: str) -> date:
    return persona(persona_id).card.expires


def test_certificates_on_the_day_of_the_journeys() -> None:
    three_months = date(2026, 1, 8)
    for valid in ("yamada-taro", "tokachi-hanako", "one-try-saburo", "android-toko", "iphone-toichi"):
        assert ends(valid) > three_months
    assert JOURNEYS_DAY < ends("ends-soon-kuro") < three_months
    for expired in ("expired-shiro", "first-root-juzo"):
        assert ends(expired) < JOURNEYS_DAY


def test_everything_a_card_can_be_is_somebodys() -> None:
    cards = {person.id: person.card for person in personas().values()}
    assert {card.kind for card in cards.values()} == {"my_number", "android", "iphone", "juki", "foreign"}
    with_certificates = [card for card in cards.values() if card.has_authentication_certificate]
    assert {card.generation for card in with_certificates} == {1, 2, 3}
    assert {card.tries_left for card in cards.values()} == {0, 1, 3}
    assert [who for who, card in cards.items() if card.face_only] == ["face-only-juni"]


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("yamada-taro", "My Number Card, certificate to 2027-02-14, CA generation 2"),
        (
            "yamada-ichiro",
            "My Number Card, certificate to 2027-03-08, CA generation 2, no signature certificate, "
            "under 15 to 2030-03-07",
        ),
        ("locked-jiro", "My Number Card, certificate to 2027-02-01, CA generation 2, PIN locked"),
        ("one-try-saburo", "My Number Card, certificate to 2028-05-05, CA generation 3, one try left"),
        ("no-certificate-goro", "My Number Card, no authentication certificate, no signature certificate"),
        ("juki-rokuro", "住基カード, without an authentication certificate"),
        ("transit-card", "a transit card, without JPKI"),
        ("protected-nanae", "My Number Card, certificate to 2027-04-04, CA generation 2, under 支援措置"),
        ("android-toko", "Android phone, certificate to 2028-06-15, CA generation 3"),
    ],
)
def test_a_card_in_one_line(who: str, says: str) -> None:
    assert summary(persona(who)) == says


def test_the_list_of_the_command_line_has_everybody_and_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sim", "card", "--list"]) == 0
    said = capsys.readouterr().out
    lines = said.splitlines()
    assert [line.split()[0] for line in lines] == list(personas())
    for person in personas().values():
        assert person.name not in said
        assert not re.search(rf"\b{person.card.pin}\b", said)


def test_the_takaoka_household_lists_all_three_with_the_persona_among_them() -> None:
    taro, ichiro = persona("yamada-taro"), persona("yamada-ichiro")
    assert [(m.name, m.relation) for m in taro.household] == [
        ("山田 太郎", "世帯主"),
        ("山田 花子", "妻"),
        ("山田 一郎", "子"),
    ]
    assert ichiro.household is taro.household
    assert ichiro.head_of_household == "山田 太郎"
    assert (taro.municipality, taro.honseki_municipality) == ("16202", "16202")


def test_a_child_is_under_fifteen_for_as_long_as_the_card_is_valid() -> None:
    child = persona("yamada-ichiro")
    assert child.card.expires < child.birth.replace(year=child.birth.year + 15)
    assert child.card.has_authentication_certificate
    assert child.card.signature_password == ""


def test_a_name_keeps_its_variant_of_a_character() -> None:
    assert persona("watanabe-saori").name == "渡邉\U000e0110 沙織"


def test_nobody_has_a_real_persons_number() -> None:
    numbers = [member.my_number for person in personas().values() for member in person.household]
    assert all(int(number[-1]) != check_digit(number[:11]) for number in numbers)
    assert len(set(numbers)) == len({id(m) for p in personas().values() for m in p.household})


def test_the_check_digit_is_the_one_of_the_law() -> None:
    # 123456789018: an example often printed in software manuals, chosen there to pass.
    assert check_digit("12345678901") == 8


@pytest.mark.parametrize(
    ("birth", "issued", "ends"),
    [
        (date(1980, 2, 14), date(2022, 4, 11), date(2027, 2, 14)),  # this year's birthday is over
        (date(1980, 12, 24), date(2022, 4, 11), date(2026, 12, 24)),  # still to come
        (date(1980, 4, 11), date(2022, 4, 11), date(2027, 4, 11)),  # today's does not count
        (date(1980, 2, 29), date(2022, 4, 11), date(2027, 2, 28)),
    ],
)
def test_a_certificate_ends_on_the_fifth_birthday_after_its_issue(birth: date, issued: date, ends: date) -> None:
    assert birthday_after(birth, issued, 5) == ends


def test_an_unknown_persona_is_answered_with_the_known_ones() -> None:
    with pytest.raises(KeyError) as caught:
        persona("nobody")
    assert "nobody" in str(caught.value)
    assert "yamada-taro" in str(caught.value)


def test_nothing_personal_is_in_a_repr() -> None:
    taro = persona("yamada-taro")
    said = repr(taro) + repr(taro.card) + repr(taro.household) + repr(personas())
    assert not any(secret in said for secret in ("山田", "1234", "TAKAOKA", "9000000", "1980", "見本町"))


@pytest.mark.parametrize(
    ("good", "bad", "rule"),
    [
        ('pin = "1234"', 'pin = "12345"', "card.pin"),
        ("tries_left = 1", "tries_left = 4", "card.tries_left"),
        ("expires = 2027-02-14", "expires = 2027-02-15", "card.expires"),
        ('"900000000105"', '"123456789018"', "my_number"),
        ("山田 太郎", "山田　太郎", "half-width space"),
        ('kind = "juki"', 'kind = "paper"', "card.kind"),
        ('kind = "android", issued = 2023', 'kind = "android", issued = 2022', "card.expires"),
        ('kind = "android", issued', 'kind = "android", face_only = true, issued', "card.face_only"),
        ('relation = "妻"', 'relation = "世帯主"', "世帯主"),
        ('household = "yamada"', 'household = "tokachi"', "stands exactly once"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused_without_quoting_it(good: str, bad: str, rule: str) -> None:
    with pytest.raises(PersonaTableError) as caught:
        parse(table().replace(good, bad))
    assert rule in str(caught.value)
    assert not any(value in str(caught.value) for value in ("12345", "123456789018", "太郎", "2027"))
