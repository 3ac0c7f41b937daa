"""A centre that says what a test tells it to, behind a real HTTP server in memory."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from drivers.centre import CentreClient
from drivers.http import HttpClient
from sim.http import HttpServer, Request, Response
from tests.drivers.http_wire import Plugs, VirtualClock

JSON = "application/json; charset=utf-8"


def b64(octets: bytes) -> str:
    return b64encode(octets).decode()


PDF = b"%PDF-1.7 a finished certificate"
STATE = {
    "time": "2026-04-01T09:00:00+09:00",
    "stops": [
        {
            "municipality": "16202",
            "kinds": ["inkan", "koseki"],
            "start": "2026-04-01T17:15:00+09:00",
            "end": "2026-04-02T06:30:00+09:00",
        }
    ],
    "time_signature": b64(bytes(64)),
    "municipalities": [
        {
            "municipality": "01207",
            "name": "北海道帯広市",
            "registration": True,
            "hours": [
                {
                    "kinds": ["juminhyo", "inkan"],
                    "days": "every_day",
                    "opens": "06:30",
                    "closes": "23:00",
                    "year_end": True,
                },
                {
                    "kinds": ["koseki", "fuhyo", "registration"],
                    "days": "business_days",
                    "opens": "08:30",
                    "closes": "17:00",
                    "year_end": False,
                },
            ],
        }
    ],
}
ACCEPTED = {
    "verdict": "ok",
    "home": "16202",
    "challenge": b64(bytes(range(32))),
    "ends": "2029-11-03",
    "stops": STATE["stops"],
}
OPENED = {"verdict": "ok", "session": "s-0001"}
OFFER = {
    "municipality": "16202",
    "people": [
        {"handle": "p1", "name": "見本　花子", "birth": "1982-08-03", "self": True},
        {"handle": "p2", "name": "見本　太郎", "birth": "2015-03-08", "self": False},
    ],
    "kinds": [
        {
            "kind": "juminhyo",
            "fee_yen": 200,
            "scopes": ["self", "household", "part"],
            "items": ["head", "domicile"],
            "people": ["p1", "p2"],
        },
        {"kind": "inkan", "fee_yen": 200, "scopes": ["self"], "items": [], "people": ["p1"]},
    ],
    "withheld": [{"kind": "koseki", "reason": "register_report"}],
}
DOCUMENT = {
    "id": "d-1",
    "municipality": "16202",
    "kind": "juminhyo",
    "sheets": 2,
    "pdf": b64(PDF),
    "sha256": sha256(PDF).hexdigest(),
    "scramble_key": b64(bytes(32)),
    "signature": b64(bytes(64)),
    "bundle": "16202-0000000001",
    "holder": sha256(b"a certificate").hexdigest(),
}
RECORD = {
    "documents": [
        {
            "document": "d-1",
            "request": "T1-7-3-1",
            "municipality": "16202",
            "kind": "juminhyo",
            "scope": "self",
            "fee_yen": 200,
            "issued": "2026-04-01T09:00:00+09:00",
            "delivered": [1, 3],
            "void": [2],
            "unreported": [],
        }
    ],
    "more": False,
    "totals": [
        {"day": "2026-04-01", "municipality": "16202", "kind": "juminhyo", "scope": "", "copies": 2, "yen": 400}
    ],
}
BEGUN = {"verdict": "ok", "challenge": b64(bytes(range(32)))}
REGISTERED = {"verdict": "ok", "application": "a-1", "applied": "2024-12-27", "due": "2025-01-10"}
WRITTEN = {"parts": [{"writings": ["見本", "御本"]}, {"writings": []}]}
STANDS = {"state": "waiting", "application": "a-1", "applied": "2024-12-27", "due": "2025-01-10"}


class Centre:
    """`says` is the next answer's object without its request_id, or a function of the request."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.server = HttpServer(self._handle, self.clock)
        self.plugs = Plugs(self.clock, self.server)
        http = HttpClient("certificate centre", "centre.example", self.plugs, self.clock)
        self.client = CentreClient(http, "T1", self.clock)
        self.requests: list[Request] = []
        self.says: dict[str, Any] | Callable[[Request], Response] = {}

    def _handle(self, request: Request) -> Response:
        self.requests.append(request)
        if callable(self.says):
            return self.says(request)
        answer = {"request_id": json.loads(request.body)["request_id"], **self.says}
        return Response(200, JSON, json.dumps(answer).encode())

    @property
    def asked(self) -> dict[str, Any]:
        """The last request's object."""
        asked: dict[str, Any] = json.loads(self.requests[-1].body)
        return asked
