"""The centre alone on its real wire: mutual TLS, a residents' file, somebody all the way to a certificate."""

from __future__ import annotations

import base64
import http.client
import itertools
import json
import re
import sqlite3
import ssl
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sim.hosts import HostError
from sim.hosts.alone import Alone
from tests.drivers.page.support import JST
from tests.sim.centre.openapi import check_answer
from tests.sim.centre.support import certificate_of, sign

WAIT_S = 30.0


class Terminal:
    """A program of somebody else's at the address that `madoguchi sim centre` prints."""

    def __init__(self, line: str) -> None:
        files = r"certificate=(\S+) key=(\S+) authority=(\S+) signing_key=\S+"
        said = re.fullmatch(rf"https://127\.0\.0\.1:(\d+) {files}", line)
        assert said is not None
        port, certificate, key, authority = said.groups()
        context = ssl.create_default_context(cafile=authority)
        context.load_cert_chain(certificate, key)
        self.connection = http.client.HTTPSConnection("127.0.0.1", int(port), timeout=WAIT_S, context=context)
        self._ids = itertools.count(1)

    def ask(self, path: str, **fields: Any) -> dict[str, Any]:
        body = {"request_id": f"t1-1-1-{next(self._ids)}", "terminal": "t1", "edition": 2, **fields}
        self.connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        answer = self.connection.getresponse()
        told: dict[str, Any] = json.loads(answer.read())
        check_answer(path, answer.status, told)
        assert answer.status == 200, told
        return told


@pytest.fixture
def alone() -> Iterator[Alone]:
    alone = Alone("centre", at=datetime(2025, 10, 8, 10, tzinfo=JST), hurry=1000)
    with alone.reactor:
        yield alone


def test_from_the_certificate_to_the_document_and_into_the_file(alone: Alone, tmp_path: Path) -> None:
    file = tmp_path / "residents.db"
    terminal = Terminal(alone.centre(tls_dir=tmp_path / "tls", residents=file, terminal="t1"))
    certificate = certificate_of("yamada-taro")
    checked = terminal.ask("/v1/certificates/check", certificate=certificate)
    assert checked["verdict"] == "ok"
    opened = terminal.ask(
        "/v1/sessions",
        certificate=certificate,
        challenge=checked["challenge"],
        signature=sign("yamada-taro", checked["challenge"]),
        municipality="16202",
    )
    asked = {"session": opened["session"], "kind": "juminhyo", "scope": "self", "people": [], "items": {}, "copies": 1}
    document = terminal.ask("/v1/documents", **asked)["document"]
    assert base64.b64decode(document["pdf"]).startswith(b"%PDF-")
    terminal.ask("/v1/deliveries", document=document["id"], copy=1, outcome="delivered")
    terminal.connection.close()
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as db:
        assert db.execute("SELECT document, outcome FROM delivery").fetchall() == [(document["id"], "delivered")]
    db.close()


def test_a_residents_file_that_cannot_be_had_is_said_before_anything_is_served(alone: Alone, tmp_path: Path) -> None:
    with pytest.raises(HostError, match="residents' file"):
        alone.centre(residents=tmp_path / "nowhere" / "residents.db")
