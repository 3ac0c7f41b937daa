"""Try counters that outlive the process."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from device.cli import main
from sim.card import VirtualCard, card_for
from sim.card.tries_file import TriesFile, TriesFileError
from tests.sim.pki_card.bench import QUESTION, SELECT_JPKI, awake, file, octets, send, verify

TARO = "yamada-taro"
JPKI = "D392F000260100000001"
LIMIT_S = 20.0


@contextmanager
def life(path: Path, persona_id: str = TARO) -> Iterator[VirtualCard]:
    """A card as one run of the simulator has it: JPKI selected, its PIN's file current."""
    card = card_for(persona_id)
    held = TriesFile(path, persona_id, card)
    try:
        assert send(awake(card), SELECT_JPKI, file(0x0018)) == "9000"
        yield card
    finally:
        held.close()


def counters(path: Path) -> dict[str, int]:
    told: dict[str, int] = json.loads(path.read_text())["tries_left"][JPKI]
    return told


def test_the_next_run_goes_on_where_the_last_one_ended(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with life(path) as card:
        assert counters(path) == {"0018": 3, "001B": 5}
        assert send(card, verify("9999")) == "63C2"
        assert send(card, file(0x001B), verify("WRONG1")) == "63C4"
    with life(path) as card:
        assert send(card, QUESTION) == "63C2"
        assert send(card, file(0x001B), QUESTION) == "63C4"
        assert [send(card, file(0x0018), verify("9999")) for _ in range(2)] == ["63C1", "63C0"]
    with life(path) as card:
        assert send(card, verify("1234")) == "6984"
        assert card.tries_left == 0


def test_the_right_pin_gives_back_the_tries_in_the_file_too(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with life(path) as card:
        send(card, verify("9999"))
        assert send(card, verify("1234")) == "9000"
    assert counters(path) == {"0018": 3, "001B": 5}
    with life(path) as card:
        assert send(card, "802A0097 01 00 00") == "6982"  # that it was given is not kept


def test_the_file_holds_counters_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with life(path) as card:
        assert send(card, verify("4711")) == "63C2"
    told = json.loads(path.read_text())
    assert told.keys() == {"version", "persona", "tries_left"}
    assert (told["version"], told["persona"]) == (1, TARO)
    assert all(type(left) is int for files in told["tries_left"].values() for left in files.values())
    for secret in ("1234", "4711", "TAKAOKA2022", "900000000105"):
        assert secret not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_the_state_is_written_before_the_answer_is_there(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with life(path) as card:
        assert send(card, verify("9999")) == "63C2"
        assert counters(path)["0018"] == 2
        before = path.stat().st_ino
        assert send(card, QUESTION) == "63C2"
        assert path.stat().st_ino == before  # a question writes nothing


def test_a_folder_that_went_away_costs_the_try_and_gives_none_back(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with life(folder / "state") as card:
        send(card, verify("9999"))
        (folder / "state").unlink()
        folder.rmdir()
        assert send(card, verify("9999")) == "6581"
        assert send(card, QUESTION) == "63C1"
        assert send(card, verify("1234")) == "6581"  # the right one: nothing could be kept, nothing is opened
        assert send(card, QUESTION) == "63C1"
        assert send(card, "802A0097 01 00 00") == "6982"


def test_two_simulators_cannot_share_a_file_and_double_the_tries(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with life(path) as card:
        send(card, verify("9999"))  # the lock moves on to the new file
        with pytest.raises(TriesFileError, match="in use by another simulator"), life(path):
            pass
    with life(path) as card:
        assert card.tries_left == 2


WHOLE = {"version": 1, "persona": TARO, "tries_left": {JPKI: {"0018": 2, "001B": 5}}}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "not a whole card state; delete it"),
        ("{", "not a whole card state"),
        ("[1]", "not a whole card state"),
        ("[" * 100_000, "not a whole card state"),
        ("{}", "not a whole card state"),
        (json.dumps(WHOLE)[:-1], "not a whole card state"),
        (json.dumps({**WHOLE, "tries_left": 3}), "not a whole card state"),
        (json.dumps({**WHOLE, "tries_left": {JPKI: {"0018": "3", "001B": 5}}}), "not a whole card state"),
        (json.dumps({**WHOLE, "tries_left": {JPKI: {"0018": True, "001B": 5}}}), "not a whole card state"),
        (json.dumps({**WHOLE, "tries_left": {"xyz": {"0018": 3}}}), "not a whole card state"),
        (json.dumps(WHOLE), "counters are not those of this card"),  # the other applications' are missing
        (json.dumps({**WHOLE, "version": 2}), "another version than 1"),
        (json.dumps({**WHOLE, "persona": "tokachi-hanako"}), "another persona's card than yamada-taro's"),
        (json.dumps({**WHOLE, "persona": ["4711"]}), "another persona's card than yamada-taro's"),
    ],
)
def test_a_file_that_is_not_this_cards_is_refused_in_one_line(
    tmp_path: Path, content: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "state"
    path.write_text(content)
    assert main(["sim", "card", "--state", str(path), "--persona", TARO]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"state file {path}: " in err
    assert says in err
    assert err.count("\n") == 1
    assert "4711" not in err
    assert path.read_text() == content  # left as it was, for who wants to look


@pytest.mark.parametrize("left", [-1, 4])
def test_more_tries_than_a_pin_has_are_refused(tmp_path: Path, left: int) -> None:
    path = tmp_path / "state"
    with life(path):
        pass
    told = json.loads(path.read_text())
    told["tries_left"][JPKI]["0018"] = left
    path.write_text(json.dumps(told))
    with pytest.raises(TriesFileError, match="counters are not those of this card"), life(path):
        pass


@pytest.mark.parametrize(("name", "says"), [("folder", "no ordinary file"), ("none/state", "No such file")])
def test_a_path_that_cannot_be_a_file_says_why(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(TriesFileError, match=says), life(tmp_path / name):
        pass


def exactly(sock: socket.socket, size: int) -> bytes:
    return sock.recv(size, socket.MSG_WAITALL)


class Process:
    """The simulator, started from the command line and met by a reader that is played here."""

    def __init__(self, server: socket.socket, state: Path) -> None:
        vpcd = f"127.0.0.1:{server.getsockname()[1]}"
        arguments = ["--persona", TARO, "--vpcd", vpcd, "--state", str(state)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "device", "sim", "card", *arguments], stdout=subprocess.DEVNULL
        )
        try:
            self._card, _ = server.accept()
        except TimeoutError:
            self._process.kill()
            raise
        self._card.setblocking(True)
        self._card.sendall(b"\x00\x01\x01")  # power on
        assert self.ask(SELECT_JPKI) == "6F00"
        assert self.ask(SELECT_JPKI) == "9000"
        assert self.ask(file(0x0018)) == "9000"

    def ask(self, apdu: str) -> str:
        data = octets(apdu)
        self._card.sendall(len(data).to_bytes(2, "big") + data)
        return exactly(self._card, int.from_bytes(exactly(self._card, 2), "big")).hex().upper()

    def kill(self) -> None:
        """kill -9."""
        self._process.kill()
        self._process.wait(LIMIT_S)
        self._card.close()


Start = Callable[[], Process]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts one after the other on one file, and kills them all in the end."""
    with socket.create_server(("127.0.0.1", 0)) as server, ExitStack() as stack:
        server.settimeout(LIMIT_S)

        def begin() -> Process:
            process = Process(server, tmp_path / "state")
            stack.callback(process.kill)
            return process

        yield begin


def test_killed_after_a_wrong_pin_the_card_has_not_got_the_try_back(start: Start, tmp_path: Path) -> None:
    for answer, left in (("63C2", 2), ("63C1", 1), ("63C0", 0)):
        card = start()
        assert card.ask(verify("9999")) == answer
        card.kill()
        assert counters(tmp_path / "state")["0018"] == left
    assert start().ask(verify("1234")) == "6984"
