"""What comes over the demo's HTTP from whoever: refused with a status, and the kiosk goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from importlib.resources import files

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from device.testing.demo.audience import PAGES_MAX
from device.testing.demo.handler import PAGE
from device.testing.demo.server import Demo

JSON = {"Content-Type": "application/json"}


@contextmanager
def asked(
    demo: Demo, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> Iterator[HTTPResponse]:
    connection = HTTPConnection("127.0.0.1", demo.port, timeout=10)
    try:
        connection.request(method, path, body, headers or {})
        yield connection.getresponse()
    finally:
        connection.close()


def post(demo: Demo, path: str, body: object, headers: dict[str, str] | None = None) -> int:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    with asked(demo, "POST", path, data, JSON | (headers or {})) as answer:
        answer.read()
        return answer.status


def events(answer: HTTPResponse) -> Iterator[tuple[str, dict[str, object]]]:
    """Server-sent events as they come: kind and data."""
    while line := answer.readline():
        kind = line.decode().removeprefix("event: ").strip()
        if kind and not kind.startswith(":"):
            yield kind, json.loads(answer.readline().decode().removeprefix("data: "))


def screen(demo: Demo) -> object:
    """What is on the screen for one who looks now."""
    with asked(demo, "GET", "/events") as answer:
        message = next(data["message"] for kind, data in events(answer) if kind == "show")
        assert isinstance(message, dict)
        return message["screen"]


def comes_up(demo: Demo, wanted: str) -> None:
    with asked(demo, "GET", "/events") as answer:
        for kind, data in events(answer):
            if kind == "show" and data["message"]["screen"] == wanted:  # type: ignore[index]
                return
    pytest.fail(f"{wanted} never came")


BAD = {
    "no JSON": ("/press", b"{", 400),
    "no object": ("/press", [1], 400),
    "not UTF-8": ("/press", b'{"button": "\xff"}', 400),
    "nested for ever": ("/press", b"[" * 4000, 400),
    "nothing pressed": ("/press", {}, 400),
    "two things pressed": ("/press", {"button": "start", "key": "1"}, 400),
    "no text": ("/press", {"button": 7}, 400),
    "unknown button": ("/press", {"button": "self-destruct"}, 400),
    "a key of two": ("/press", {"key": "12"}, 400),
    "not on the screen": ("/press", {"button": "confirm"}, 409),
    "half a character": ("/press", {"choice": "\ud800"}, 409),
    "unknown verb": ("/do", {"verb": "explode"}, 400),
    "unknown thing": ("/do", {"verb": "lay", "arguments": ["bricks"]}, 400),
    "wrong argument": ("/do", {"verb": "insert", "arguments": ["500"]}, 400),
    "no list": ("/do", {"verb": "insert", "arguments": {"yen": 500}}, 400),
    "too many": ("/do", {"verb": "insert", "arguments": [1] * 17}, 400),
    "nobody of that name": ("/do", {"verb": "lay", "arguments": ["card", "nobody"]}, 400),
    "nothing to take": ("/do", {"verb": "take", "arguments": ["card"]}, 409),
    "time goes back": ("/jump", {"seconds": -1}, 400),
    "a year": ("/jump", {"seconds": 31_536_000}, 400),
    "half a second": ("/jump", {"seconds": 0.5}, 400),
    "huge": ("/press", b" " * 200_000, 413),
    "no such place": ("/shutdown", {}, 404),
}


def test_whatever_is_wrong_is_refused_and_the_kiosk_goes_on(demo: Demo) -> None:
    comes_up(demo, "idle")
    got = {name: post(demo, path, body) for name, (path, body, _) in BAD.items()}
    assert got == {name: status for name, (_, _, status) in BAD.items()}
    assert post(demo, "/press", {"button": "start"}) == 204
    assert screen(demo) == "menu"


def test_strangers_are_turned_away(demo: Demo) -> None:
    start = {"button": "start"}
    comes_up(demo, "idle")
    assert post(demo, "/press", start, {"Host": f"kiosk.example:{demo.port}"}) == 403
    assert post(demo, "/press", start, {"Host": "127.0.0.1:1"}) == 403
    assert post(demo, "/press", start, {"Origin": "https://kiosk.example"}) == 403
    assert post(demo, "/press", start, {"Origin": "null"}) == 403
    assert post(demo, "/press", start, {"Sec-Fetch-Site": "cross-site"}) == 403
    assert post(demo, "/press", start, {"Content-Type": "text/plain"}) == 415
    assert screen(demo) == "idle"
    assert post(demo, "/press", start, {"Host": f"localhost:{demo.port}", "Origin": demo.url.rstrip("/")}) == 204
    assert screen(demo) == "menu"


FETCHED = {
    **dict.fromkeys(("/", "/tools", *(f"/{name}" for name in PAGE)), 200),
    "/press": 405,
    "/../server.py": 404,
    "/page/index.html": 404,
    "/sheet/1.png": 404,
    "/sheet/1-back.pdf": 404,
    "/receipt/1.png": 404,
    "/receipt/0.png": 404,
    "/sheet/999999999999.png": 404,
}


def test_what_can_be_fetched(demo: Demo) -> None:
    got = {}
    for path in FETCHED:
        with asked(demo, "GET", path) as answer:
            got[path] = answer.status
            assert answer.getheader("Access-Control-Allow-Origin") is None
            assert "default-src 'none'" in str(answer.getheader("Content-Security-Policy"))
            assert answer.read()
    assert got == FETCHED


def test_the_page_is_made_of_the_files_that_are_shipped() -> None:
    shipped = {file.name for file in files("device.testing.demo").joinpath("page").iterdir()}
    assert shipped == set(PAGE)


def test_a_body_of_unknown_length_is_not_read(demo: Demo) -> None:
    with asked(demo, "POST", "/press", None, JSON | {"Content-Length": "many"}) as answer:
        assert answer.status == 411


def test_the_house_is_full_after_eight_pages_and_has_room_when_one_leaves(demo: Demo) -> None:
    pages = []
    for _ in range(PAGES_MAX):
        connection = HTTPConnection("127.0.0.1", demo.port, timeout=10)
        connection.request("GET", "/events")
        pages.append(connection.getresponse())  # which has the socket from now on
    assert [page.status for page in pages] == [200] * PAGES_MAX
    with asked(demo, "GET", "/events") as answer:
        assert answer.status == 503
    for page in pages:
        page.close()
    status = 0
    for _ in range(200):  # the kiosk notices when it next has something to tell them
        post(demo, "/jump", {"seconds": 1})
        with asked(demo, "GET", "/events") as answer:
            status = answer.status
        if status == 200:
            break
    assert status == 200


@given(body=st.one_of(st.binary(max_size=80), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["button", "choice", "key", "verb", "arguments", "seconds"]), inner, max_size=2),
    max_leaves=6)), path=st.sampled_from(["/press", "/do"]))  # fmt: skip
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_body_gets_a_status_that_blames_the_sender(demo: Demo, body: object, path: str) -> None:
    assert post(demo, path, body) in (204, 400, 409)
