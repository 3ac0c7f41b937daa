"""Slips in the customer's own language: title, amounts and help, beside the Japanese that is always there."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path

import pytest

from device.clock import TOKYO
from device.config.service import load_municipalities
from device.slips.shapes import Shapes
from device.slips.slips import Slips
from device.texts.catalogue import Texts
from device.texts.slips import LANGUAGES, SlipWords
from drivers.receipt import PAPERS, Columns, Dots, Line, Text, encode
from drivers.receipt.glyphs import GETA, glyphs
from statemachine.commands import PrintClaimSlip, PrintReceipt
from statemachine.languages import JAPANESE
from statemachine.languages import LANGUAGES as OFFERED
from tests.sim.receipt.kit import Bench

WALL = datetime(2026, 11, 24, 10, 5, tzinfo=TOKYO)
DUE = date(2026, 12, 1)
SLIPS = Slips(Texts(), load_municipalities(), "見本ストア", "DEMO-1")
ORDER = PrintReceipt(
    number="DEMO-1-1-1000001",
    municipality="16202",
    certificate_kind="juminhyo",
    copies=3,
    unit_fee_yen=200,
    inserted_yen=2_000,
    returned_yen=900,
    owed_yen=500,
)
CLAIM = PrintClaimSlip(number="DEMO-1-1-1000001", yen=500)
EACH = pytest.mark.parametrize("language", LANGUAGES)


def words(lines: list[Line]) -> set[str]:
    found: set[str] = set()
    for line in lines:
        match line:
            case Text(text=text):
                found.add(text)
            case Columns(left=left, right=right):
                found |= {left, right, f"{left} {right}"}
            case _:
                pass
    return found


def slips(language: str) -> list[list[Line]]:
    return [
        SLIPS.receipt(replace(ORDER, language=language), WALL),
        SLIPS.claim(replace(CLAIM, language=language), WALL),
        SLIPS.registration("0110-1", "01207", DUE, WALL, language=language),
    ]


def test_there_are_the_six_other_languages_of_the_screen() -> None:
    assert list(LANGUAGES) == ["en", "ko", "zh-Hans", "zh-Hant", "es", "pt"]
    assert (JAPANESE, *LANGUAGES) == OFFERED


@EACH
def test_title_amounts_and_help_are_said_in_it(language: str) -> None:
    says = LANGUAGES[language]
    receipt, claim, registration = map(words, slips(language))
    assert {says.receipt, says.no_refund, says.misprint} <= receipt
    amounts = ((says.total, "600"), (says.inserted, "2,000"), (says.change, "900"), (says.owed, "500"))
    assert {f"{label} {says.yen.format(yen=yen)}" for label, yen in amounts} <= receipt
    assert {says.claim, f"{says.claim_amount} {says.yen.format(yen='500')}", says.claim_help} <= claim
    assert {says.registration, f"{says.registration_number} 0110-1", says.registration_help} <= registration


@EACH
def test_the_japanese_is_all_there_too(language: str) -> None:
    for foreign, japanese in zip(slips(language), slips("ja"), strict=True):
        assert words(japanese) < words(foreign)


@EACH
def test_no_two_languages_share_their_sentences(language: str) -> None:
    sentences = {getattr(LANGUAGES[language], field.name) for field in fields(SlipWords) if "help" in field.name}
    others = (says for other, says in LANGUAGES.items() if other != language)
    assert not any(sentences & {getattr(says, field.name) for field in fields(SlipWords)} for says in others)


@EACH
def test_every_character_of_it_can_be_printed(language: str) -> None:
    shapes = Shapes()
    for field in fields(SlipWords):
        text = getattr(LANGUAGES[language], field.name)
        missing = [c for c in text if GETA in glyphs(c, shapes)]
        assert missing == [], f"{field.name}: no shape for {missing}"


@EACH
@pytest.mark.parametrize("paper_mm", [58, 80])
def test_it_prints_on_either_roll_without_a_word_the_printer_does_not_know(language: str, paper_mm: int) -> None:
    bench, shapes = Bench(paper_mm=paper_mm), Shapes()
    for slip in slips(language):
        bench.print(encode(slip, PAPERS[paper_mm], shapes))
    printer = bench.printer
    assert (printer.unknown_commands, printer.refused_commands) == (0, 0)
    assert len(printer.pieces) == 3
    assert not any("〓" in piece.text for piece in printer.pieces)
    assert (shapes.lacking, shapes.missing) == (0, set())


# --- the shapes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cluster", "width_dots"),
    [("髙", 24), ("﨑", 24), ("𠮷", 24), ("葛\U000e0102", 24), ("영", 24), ("领", 24), ("é", 12), ("ã", 12), ("①", 24)],
)
def test_what_the_printer_lacks_has_a_shape_here(cluster: str, width_dots: int) -> None:
    dots = Shapes()(cluster)
    assert dots is not None
    assert dots.width_dots == width_dots
    assert 10 < sum(byte.bit_count() for byte in dots.rows) < 300


def test_a_names_variant_is_drawn_as_itself_or_not_at_all() -> None:
    shapes = Shapes()
    bare, variant = shapes("葛"), shapes("葛\U000e0102")
    assert isinstance(bare, Dots)
    assert isinstance(variant, Dots)
    assert bare != variant
    assert shapes("葛\U000e0100") is None  # of another collection: IPAmj would show the bare one


@pytest.mark.parametrize("cluster", ["🍣", "\u200b", "\U0010ffff", "\ue000"])
def test_what_no_font_has_is_counted_and_is_no_box(cluster: str) -> None:
    shapes = Shapes()
    assert shapes(cluster) is None
    assert shapes(cluster) is None
    assert shapes.lacking == 2
    assert shapes.missing == set()


def test_fonts_that_are_not_installed_are_named_and_nothing_breaks(tmp_path: Path) -> None:
    (tmp_path / "gb24st.pcf.gz").write_bytes(b"no font")
    shapes = Shapes(tmp_path, "no-such-font.ttf")
    assert encode([Text("髙é")], draw=shapes).count(b"\x81\xac") == 2
    assert glyphs("领髙", shapes) == [GETA, GETA]
    assert shapes.missing >= {"no-such-font.ttf", "gb24st.pcf.gz"}


def test_nothing_is_read_for_a_receipt_that_the_printer_can_print_alone(tmp_path: Path) -> None:
    shapes = Shapes(tmp_path, "no-such-font.ttf")
    encode(SLIPS.receipt(ORDER, WALL), draw=shapes)
    assert shapes.missing == set()
