"""`madoguchi verify --config`: the key comes from the centre itself, over mutual TLS."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from device.cli import main
from device.clock import RealClock
from device.ports.opening import open_http
from device.press.finish import GRADES
from drivers.http import HttpClient
from sim.centre import Centre
from sim.hosts import Reactor, TlsMaterial, listen
from sim.hosts import RealClock as WorldClock
from tests.device.press.models import Scanner
from tests.device.press.support import BACK, document_of, rendered
from tests.drivers.page.support import START
from tests.sim.centre.support import TAKAOKA, Kiosk


class RealKiosk(Kiosk):
    """A terminal with a real line to a centre."""

    def __init__(self, centre: Centre, http: HttpClient) -> None:
        super().__init__()
        self.centre, self.http = centre, http
        self.clock.now_ns = RealClock().monotonic_ns()  # what its requests have their deadlines from


@pytest.fixture
def line(tmp_path: Path) -> Iterator[tuple[RealKiosk, Path]]:
    """A centre on a free port, and the kiosk.toml of a box that knows it."""
    world = WorldClock(START)
    centre, reactor, tls = Centre(world, think_ms={}), Reactor(world), TlsMaterial()
    reactor.add(centre)
    host, port = listen(reactor, centre, tls=tls.server_context())
    theirs = tls.write_client(tmp_path, "t1")
    config = (files("device.config") / "demo.toml").read_text(encoding="utf-8")
    config = config.replace('"DEMO-1"', '"t1"').replace(
        'url = "sim://centre"',
        f'url = "https://{host}:{port}"\ncertificate = "{theirs.certificate}"\nkey = "{theirs.key}"\n'
        f'authority = "{theirs.authority}"\nsigning_key = "{theirs.signing_key}"',
    )
    (tmp_path / "kiosk.toml").write_text(config, encoding="utf-8")
    reactor.start()
    clock = RealClock()
    name, opener, _ = open_http(
        f"https://{host}:{port}", clock, certificate=theirs.certificate, key=theirs.key, authority=theirs.authority
    )
    http = HttpClient("certificate centre", name, opener, clock)
    try:
        yield RealKiosk(centre, http), tmp_path / "kiosk.toml"
    finally:
        http.close()
        reactor.stop()


def test_the_centre_is_asked_by_the_papers_own_number(
    line: tuple[RealKiosk, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kiosk, config = line
    document = document_of(kiosk.document("yamada-taro", "inkan", "self", TAKAOKA))
    request = kiosk.centre.documents[document.id].request_id
    pdf = GRADES["full"]().finish(document, request).pdf
    scan, out = tmp_path / "back.jpg", tmp_path / "out.png"
    scan.write_bytes(Scanner().scan(rendered(pdf, BACK)))
    assert main(["verify", str(scan), "--config", str(config), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert f"document {document.id}, sheet 1 of 1, request {request}" in said
    assert "signature: good" in said
    assert out.read_bytes().startswith(b"\x89PNG")
