"""A box's file: real and simulated peripherals mix; what cannot be is told by file, line and key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path

import pytest

from device.config.errors import ConfigError
from device.config.hours import TOKYO
from device.config.kiosk import Contacts, demo_file, load_demo, load_kiosk
from device.config.toml import load
from statemachine.hours import Hours

BENCH: Mapping[str, Mapping[str, str]] = {
    "terminal": {"id": '"BENCH-7"', "store": '"窓口ストア 試験台"', "open": "08:30:00", "close": "17:15:00"},
    "card": {"reader": '"pcsc:ACS ACR1252"'},
    "cash": {"port": '"/dev/serial/by-id/usb-FTDI"'},
    "receipt": {"port": '"socket://192.0.2.9:9100"'},
    "page": {"uri": '"ipp://printer.local/ipp/print"'},
    "centre": {
        "url": '"https://centre.example"', "certificate": '"kiosk.pem"', "key": '"/etc/kiosk.key"',
        "authority": '"centre-ca.pem"', "signing_key": '"centre.pub"',
    },
    "contacts": {"port": '"rfc2217://bench:4001"', "certificate": '"cts"', "change": '"dcd"'},
    "store": {"path": '"kiosk.db"'},
    "press": {"grade": '"plain"'},
}


def write(folder: Path, changes: Mapping[str, str | None]) -> Path:
    """The bench's file with `section.key` changed, added, or (None) left out; `section` alone for a table."""
    tables = {section: dict(keys) for section, keys in BENCH.items()}
    for name, value in changes.items():
        section, _, key = name.partition(".")
        if not key:
            del tables[section]
        elif value is None:
            del tables[section][key]
        else:
            tables[section][key] = value
    text = ""
    for section, keys in tables.items():
        text += f"[{section}]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items())
    file = folder / "kiosk.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_demo_is_simulated_through_and_through() -> None:
    demo = load_demo()
    ports = (demo.card_reader, demo.cash_port, demo.receipt_port, demo.page_uri, demo.centre_url)
    assert ports == ("sim://card", "sim://cash", "sim://receipt", "sim://page", "sim://centre")
    assert (demo.store_path, demo.contacts, demo.hours) == (None, None, None)
    assert demo.chain_serves_phones
    assert set(load(demo_file()).data) == {"terminal", "card", "cash", "receipt", "page", "centre"}


def test_a_bench_with_real_peripherals(tmp_path: Path) -> None:
    kiosk = load_kiosk(write(tmp_path, {}))
    assert kiosk.terminal_id == "BENCH-7"
    assert kiosk.store_name == "窓口ストア 試験台"
    assert kiosk.chain_serves_phones is False
    assert kiosk.hours == Hours(time(8, 30), time(17, 15))
    assert kiosk.card_reader == "pcsc:ACS ACR1252"
    assert kiosk.contacts == Contacts("rfc2217://bench:4001", "cts", None, "dcd")
    assert kiosk.store_path == tmp_path / "kiosk.db"
    assert (kiosk.centre_certificate, kiosk.centre_key) == (tmp_path / "kiosk.pem", Path("/etc/kiosk.key"))
    assert kiosk.centre_authority == tmp_path / "centre-ca.pem"
    assert kiosk.centre_signing_key == tmp_path / "centre.pub"
    assert kiosk.press_grade == "plain"


def test_a_demo_file_with_all_its_comments_taken_away_is_a_kiosk_too(tmp_path: Path) -> None:
    text = demo_file().read_text(encoding="utf-8")
    uncommented = [
        line.removeprefix("# ") if line.startswith("# [") or " = " in line else line for line in text.splitlines()
    ]
    file = tmp_path / "kiosk.toml"
    file.write_text("\n".join(uncommented), encoding="utf-8")
    kiosk = load_kiosk(file)
    assert kiosk.contacts == Contacts("/dev/ttyS2", "cts", "dsr", "dcd")
    assert kiosk.hours == Hours(time(7), time(20))
    assert kiosk.store_path == Path("/var/lib/madoguchi/kiosk.db")
    assert kiosk.centre_authority == tmp_path / "centre-ca.pem"


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [
        ("card.reader", '"/dev/ttyS0"', "a port that begins with pcsc:, sim://"),
        ("card.reader", '"pcsc: "', "pcsc:auto, or pcsc: and the reader's name"),
        ("cash.port", '"COM3"', "a port that begins with /dev/…, socket://, rfc2217://, sim://"),
        ("cash.port", '"ipp://x/"', "a port that begins with /dev/…, socket://, rfc2217://, sim://"),
        ("cash.port", '"/"', "the path of a serial line (/dev/ttyS0)"),
        ("cash.port", '"socket://bench"', "a whole URL, such as socket://host:4001"),
        ("cash.port", '"socket://bench:99999"', "socket:// with a host and a port from 1 to 65535"),
        ("cash.port", '"socket://[::1:4001"', "socket:// with a host and a port from 1 to 65535"),
        ("cash.port", '"sim://card"', "sim://cash, the simulator of this peripheral"),
        ("cash.port", "4001", "a text of 1 to 200 characters, not an integer"),
        ("page.uri", '"http://printer/"', "a port that begins with ipp://, ipps://, sim://"),
        ("page.uri", '"ipp:///ipp/print"', "a whole URL, such as ipp://printer/ipp/print"),
        ("centre.url", '"http://centre.example"', "a port that begins with https://, sim://"),
        ("contacts.port", '"socket://bench:4001"', "a port that begins with /dev/…, rfc2217://, sim://"),
        ("contacts.change", '"cts"', 'an input of its own; "cts" is taken'),
        ("contacts.change", '"rts"', 'one of "cts", "dsr", "dcd", "ri"; did you mean "cts"?'),
        ("terminal.id", '"BENCH 7"', "1 to 16 ASCII letters, digits and . _ - (a letter or digit first)"),
        ("terminal.id", '"窓口"', "1 to 16 ASCII letters, digits and . _ - (a letter or digit first)"),
        ("terminal.id", '"12345678901234567"', "1 to 16 ASCII letters, digits and . _ - (a letter or digit first)"),
        ("terminal.store", '"a\\u001Bb"', "a text of 1 to 40 characters, in one line and without control characters"),
        ("terminal.close", "08:30:00", "a time of day after open"),
        ("terminal.days", "[]", "at least one day"),
        ("terminal.prot", "1",
         "no such key; known here: id, store, chain_serves_phones, open, close, days, on_holidays"),
        ("press.grade", '"nice"', 'one of "full", "plain"'),
        ("centre.certificate", None,
         "the path of the kiosk's certificate, which the centre wants to see (mutual TLS); the key is missing"),
        ("centre.key", None, "the path of the key to the kiosk's certificate (mutual TLS); the key is missing"),
        ("centre.authority", None,
         "the path of the authority's certificate that has issued the centre's (mutual TLS); the key is missing"),
        ("centre.signing_key", None,
         "the path of the centre's public key, which documents are signed with; the key is missing"),
        ("terminal.close", None, "a time of day (06:30:00); the key is missing"),
        ("cash.port", None, "a port that begins with /dev/…, socket://, rfc2217://, sim://; the key is missing"),
    ],
)  # fmt: skip
def test_what_cannot_be_names_file_line_key_and_what_fits(
    tmp_path: Path, key: str, value: str | None, error: str
) -> None:
    file = write(tmp_path, {key: value})
    with pytest.raises(ConfigError) as caught:
        load_kiosk(file)
    section, _, name = key.partition(".")
    lines = file.read_text(encoding="utf-8").splitlines()
    place = lines.index(f"[{section}]")
    if value is not None:
        place = next(at for at in range(place, len(lines)) if lines[at].startswith(f"{name} ="))
    assert str(caught.value) == f"{file}:{place + 1}: {key}: {error}"


def test_a_kiosk_that_would_believe_any_authority_and_show_no_certificate_is_refused(tmp_path: Path) -> None:
    bare = write(tmp_path, {"centre.certificate": None, "centre.key": None, "centre.authority": None})
    with pytest.raises(ConfigError, match=r"centre\.certificate: the path of the kiosk's certificate"):
        load_kiosk(bare)


def test_a_section_that_is_missing_and_contacts_without_any(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r":1: receipt: a table \[receipt\]; the key is missing$"):
        load_kiosk(write(tmp_path, {"receipt": None}))
    without = write(tmp_path, {"contacts.certificate": None, "contacts.change": None})
    with pytest.raises(ConfigError, match="at least one of certificate, receipt, change"):
        load_kiosk(without)


def test_a_town_halls_kiosk_closes_with_the_town_hall() -> None:
    weekdays = Hours(time(8, 30), time(17), frozenset(range(5)))
    assert weekdays.open_at(datetime(2024, 10, 4, 8, 30, tzinfo=TOKYO))
    assert not weekdays.open_at(datetime(2024, 10, 4, 17, 0, tzinfo=TOKYO))
    assert not weekdays.open_at(datetime(2024, 10, 5, 12, 0, tzinfo=TOKYO))
