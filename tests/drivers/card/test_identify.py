"""What lies on the reader."""

from __future__ import annotations

import pytest

from drivers.card import CardKind

from .script import START, WAKE, Step, card, identified, label

AP = START[1][0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("JPKIAPICCTOKEN2", CardKind.MY_NUMBER),
        ("JPKIAPICCTOKEN", CardKind.JUKI),
        ("JPKIAPGPSETOKEN", CardKind.ANDROID),
        ("JPKIAPIOSTOKEN", CardKind.IPHONE),
    ],
)
def test_label_tells_card_from_phone(text: str, kind: CardKind) -> None:
    with card(*identified(text)) as it:
        assert it.identify() is kind


@pytest.mark.parametrize("first", ["6F00", "9000", "6A82", "6F"])
def test_first_command_after_power_up_is_thrown_away_whatever_it_says(first: str) -> None:
    with card((AP, first), (AP, "9000"), ("00B0860020", label("JPKIAPICCTOKEN2"))) as it:
        assert it.identify() is CardKind.MY_NUMBER


@pytest.mark.parametrize("sw", ["6A82", "6A81", "6D00", "6E00", "6F00"])
def test_transit_card_has_no_such_application(sw: str) -> None:
    with card(WAKE, (AP, sw)) as it:
        assert it.identify() is CardKind.FOREIGN


@pytest.mark.parametrize("sw", ["6A86", "6B00", "6986", "6A82", "6D00"])
def test_card_without_short_file_ids_is_asked_in_the_long_way(sw: str) -> None:
    steps: tuple[Step, ...] = (
        *START,
        ("00B0860020", sw),
        ("00A4020C020006", "9000"),
        ("00B0000020", label("JPKIAPICCTOKEN2")),
    )
    with card(*steps) as it:
        assert it.identify() is CardKind.MY_NUMBER


def test_unknown_label_is_foreign() -> None:
    with card(*identified("JPKIAPNEWTOKEN9")) as it:
        assert it.identify() is CardKind.FOREIGN


@pytest.mark.parametrize("sw", ["6A82", "6982", "6D00", "6F00"])
def test_card_without_token_information_is_foreign(sw: str) -> None:
    with card(*START, ("00B0860020", "6A82"), ("00A4020C020006", sw)) as it:
        assert it.identify() is CardKind.FOREIGN


def test_card_that_gives_the_whole_file_where_its_label_is_wanted() -> None:
    whole = label("JPKIAPICCTOKEN2")[:-4] + "30" * 128 + "9000"
    with card(*START, ("00B0860020", whole)) as it:
        assert it.identify() is CardKind.MY_NUMBER


def test_second_look_selects_the_application_no_second_time() -> None:
    with card(*identified(), ("00B0860020", label("JPKIAPICCTOKEN2"))) as it:
        assert it.identify() is it.identify()


def test_reader_that_wants_the_exact_length_and_fetches_answers() -> None:
    data = label("JPKIAPICCTOKEN2")[:-4]
    steps: tuple[Step, ...] = (
        *START,
        ("00B0860020", "6C20"),
        ("00B0860020", "6110"),
        ("00C0000010", data[:32] + "6110"),
        ("00C0000010", "6C10"),
        ("00C0000010", data[32:] + "9000"),
    )
    with card(*steps) as it:
        assert it.identify() is CardKind.MY_NUMBER
