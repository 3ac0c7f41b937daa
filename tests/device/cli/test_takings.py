"""`madoguchi takings`: a morning's fees, from the kiosk's ledger, beside what the centre has heard of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import pytest

from device.cli import main
from device.hub import Hub
from device.store import Entry, EventRow, Store
from device.testing.inline import Inline
from device.testing.inline_port import opener
from device.testing.journeys import LIMIT_S, shipped
from sim.centre import Centre
from sim.hosts import Reactor, RealClock, TlsMaterial, listen

JOURNEYS = ("takaoka-juminhyo-3", "obihiro-inkan-1")
SETTLE_S = 30.0


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a kiosk's store after two visits, and the centre's own record of them."""
    folder = tmp_path_factory.mktemp("morning")
    for name in JOURNEYS:
        (script,) = shipped(name)
        assert script.at is not None
        hub = Hub(script.at)
        centre = Centre(hub, residents_file=folder / "centre.db")
        hub.join(centre)
        store = Store.open(folder / "kiosk.db")
        with Inline(script.at, script.setup, store=store, hub=hub, centre=opener(hub, "sim://centre", centre)) as kiosk:
            customer = kiosk.world.customer
            customer.follow(script)
            hub.run_until(lambda customer=customer: customer.done, limit_s=LIMIT_S)  # type: ignore[misc]
            assert customer.failure is None
            hub.run_for(SETTLE_S)
        centre.close()
    return folder


@contextmanager
def written(folder: Path, store: Path) -> Iterator[str]:
    """A kiosk.toml whose centre answers over mutual TLS, with the record that it has kept."""
    clock, tls = RealClock(datetime.fromisoformat("2025-10-09T10:00:00+09:00")), TlsMaterial()
    centre, reactor = Centre(clock, residents_file=store.parent / "centre.db", think_ms={}), Reactor(clock)
    host, port = listen(reactor, centre, tls=tls.server_context())
    theirs = tls.write_client(folder, "DEMO-1")
    text = (files("device.config") / "demo.toml").read_text(encoding="utf-8").replace(
        'url = "sim://centre"',
        f'url = "https://{host}:{port}"\ncertificate = "{theirs.certificate}"\nkey = "{theirs.key}"\n'
        f'authority = "{theirs.authority}"\nsigning_key = "{theirs.signing_key}"',
    )  # fmt: skip
    file = folder / "kiosk.toml"
    file.write_text(f'{text}\n[store]\npath = "{store}"\n', encoding="utf-8")
    reactor.call(lambda: reactor.at_end(centre.close))
    reactor.start()
    try:
        yield str(file)
    finally:
        reactor.stop()


def box(folder: Path, store: Path | str, terminal: str = "DEMO-1") -> str:
    """A kiosk.toml with a simulated centre."""
    text = (files("device.config") / "demo.toml").read_text(encoding="utf-8").replace('"DEMO-1"', f'"{terminal}"')
    file = folder / f"{terminal}.toml"
    file.write_text(f'{text}\n[store]\npath = "{store}"\n', encoding="utf-8")
    return str(file)


def test_a_morning_by_municipality_and_kind(
    morning: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "takings.csv"
    assert main(["takings", "--config", box(tmp_path, morning / "kiosk.db"), "--csv", str(sheet)]) == 0
    said = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["帯広市", "印鑑登録証明書", "DEMO-1", "2025-10-08", "1通", "300円", "0円", "0円"] in said
    assert ["高岡市", "住民票の写し", "DEMO-1", "2025-10-08", "3通", "600円", "0円", "0円"] in said
    assert ["合計", "4通", "900円", "0円", "0円"] in said
    assert sheet.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "16202,高岡市,juminhyo,住民票の写し,DEMO-1,2025-10-08,3,600," in sheet.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        (["--year", "令和7年度"], "900円"),
        (["--year", "2024"], "0円"),
        (["--from", "2025-10-08", "--to", "2025-10-08"], "900円"),
        (["--from", "2025-10-09"], "0円"),
        (["--to", "2025-10-07"], "0円"),
        (["--municipality", "高岡市"], "600円"),
        (["--municipality", "01207"], "300円"),
    ],
)
def test_what_is_asked_for(
    morning: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: list[str], total: str
) -> None:
    assert main(["takings", "--config", box(tmp_path, morning / "kiosk.db"), *asked]) == 0
    last = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("合計"))
    assert last.split()[2] == total


def test_the_centre_has_heard_of_the_same(morning: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with written(tmp_path, morning / "kiosk.db") as config:
        assert main(["takings", "--config", config, "--reconcile"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"高岡市 +住民票の写し +2025-10-08 +3通 +3通 +600円 +600円 +0円", said)
    assert said.endswith("the centre's record is the same\n")


def test_a_copy_of_which_the_centre_has_not_heard(
    morning: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = morning / "more.db"
    with Store.open(morning / "kiosk.db") as store:
        store.write_out(path)
    with Store.open(path) as store:
        wall = datetime.fromisoformat("2025-10-08T15:00:00+09:00")
        entry = Entry("pending:9:16202:juminhyo", "fee:16202:juminhyo", 200, 0, 0, 9, "copy printed")
        store.record(EventRow(store.last_seq + 1, "copy_printed", "{}", 0, wall), (), (entry,), {})
    with written(tmp_path, path) as config:
        assert main(["takings", "--config", config, "--reconcile", "--municipality", "高岡市"]) == 1
    said = capsys.readouterr().out
    assert re.search(r"高岡市 +住民票の写し +2025-10-08 +4通 +3通 +800円 +600円 +200円", said)
    assert "帯広市" not in said
    assert "DIFFERS" in said


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line on the error output of a command that ends with 2."""
    assert main(["takings", *arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    return line


def test_what_cannot_be_is_one_line(morning: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = box(tmp_path, morning / "kiosk.db")
    without = tmp_path / "demo.toml"
    without.write_text((files("device.config") / "demo.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "text.db").write_text("no store" * 100, encoding="ascii")
    for arguments, words in (
        (["--config", str(tmp_path / "none.toml")], "none.toml"),
        (["--config", str(without)], "no [store] path"),
        (["--config", box(tmp_path, "nowhere.db", "K-2")], "nowhere.db: it cannot be opened"),
        (["--config", box(tmp_path, "text.db", "K-3")], "text.db: it is not a store"),
        (["--config", good, "--config", good], "terminal DEMO-1 was named before"),
        (["--config", good, "--year", "25"], "write 2025 or 令和7年度"),
        (["--config", good, "--year", "2025", "--from", "2025-10-08"], "leave --from and --to out"),
        (["--config", good, "--from", "2025-10-09", "--to", "2025-10-08"], "before the first"),
        (["--config", good, "--municipality", "富山市"], "known are 01207 帯広市, 16202 高岡市"),
        (["--config", good, "--reconcile"], "a centre that has issued nothing yet"),
        (["--config", good, "--csv", str(tmp_path / "no" / "x.csv")], "x.csv"),
    ):
        line = refusal(capsys, *arguments)
        assert line.startswith("madoguchi takings: "), line
        assert words in line, line


def test_a_centre_that_is_not_there(morning: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with written(tmp_path, morning / "kiosk.db") as config:
        pass
    assert re.search(r"https://127\.0\.0\.1:\d+: open: ", refusal(capsys, "--config", config, "--reconcile"))
