"""The workers of cash, receipts, pages and the centre, each with its real driver and its simulated device."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from device.config.service import load_municipalities
from device.ports.reopening import ReopeningPort
from device.press.press import Press, Pressed
from device.slips.shapes import Shapes
from device.slips.slips import Slips
from device.testing.inline_port import opener
from device.texts.catalogue import Texts
from device.workers.cash import CashWorker
from device.workers.centre import CentreWorker
from device.workers.page import PageWorker
from device.workers.receipt import ReceiptWorker
from drivers.cash.device import CashDevice
from drivers.centre import CentreClient
from drivers.http import HttpClient
from drivers.page import PagePrinter
from drivers.receipt import ReceiptPrinter
from sim.cash import CashBox
from sim.centre import Centre
from sim.page import PagePrinter as SimulatedPagePrinter
from sim.personas import persona
from sim.pki import authentication_identity, centre_signing_key
from sim.receipt import ReceiptPrinter as SimulatedReceiptPrinter
from statemachine import commands as c
from statemachine import events as e
from statemachine.events import Event
from tests.device.stand import Skewed, Stand
from tests.device.test_press import TARO, issued
from tests.device.test_workers import RECEIPT


@pytest.fixture
def stand() -> Iterator[Stand]:
    stand = Stand()
    yield stand
    stand.hub.close()


def triggers(said: list[Event]) -> list[str]:
    return [event.trigger for event in said]


def failed(event: Event) -> tuple[str, str]:
    """Outcome and cause of a command that was not done."""
    assert isinstance(event, e.CommandFailed)
    return event.outcome, event.cause


# --- cash -------------------------------------------------------------------------------------------


@pytest.fixture
def cash(stand: Stand) -> CashBox:
    box = CashBox(stand.hub)
    port = ReopeningPort("sim://cash", opener(stand.hub, "sim://cash", box))
    stand.start(CashWorker(stand.desk(), CashDevice(port, stand.hub)), box)
    stand.hub.run_for(2)
    counts = ((10, 0), (50, 0), (100, 0), (500, 0))
    marks = (("acceptor", 4_021_002, 0),)
    levels = ((10, "ok"), (50, "ok"), (100, "ok"), (500, "ok"))
    assert stand.said == [
        e.HoppersCounted(counts=counts, marks=marks, levels=levels),
        e.DeviceReady(device="cash"),
    ]
    return box


def test_a_coin_is_credited_with_the_hopper_it_fell_into_and_the_wrong_one_comes_back(
    stand: Stand, cash: CashBox
) -> None:
    assert stand.answer(c.AcceptCash(id="1", values=(100, 500))) == e.CashOpened(answers="1")
    cash.insert(500)
    (credit,) = stand.heard(3)
    assert credit == e.CashCredited(yen=500, place="hopper-500", mark=("acceptor", 4021002, 1))
    cash.insert(10)
    assert triggers(stand.heard(3)) == ["coin_returned"]
    assert stand.answer(c.ShutCash(id="2")) == e.CashShut(answers="2")
    cash.insert(500)
    assert "cash_credited" not in triggers(stand.heard(3))
    assert stand.answer(c.AcceptCash(id="3", values=())) == e.CashOpened(answers="3")


def test_a_payout_is_answered_when_it_has_ended_by_what_the_hopper_counted(stand: Stand, cash: CashBox) -> None:
    order = c.Dispense(id="4", yen=100, coins=3, count_before=0, visit=1)
    assert stand.order(order, seconds=0.3) == []
    (ended,) = stand.heard(10)
    assert ended == e.CoinsDispensed(answers="4", yen=100, asked=3, paid=3, count_after=3)
    assert cash.take_coins() == {100: 3}


def test_a_payout_ordered_while_another_runs_is_refused_and_the_end_is_that_of_the_first(
    stand: Stand, cash: CashBox
) -> None:
    stand.mailbox.put(c.Dispense(id="first", yen=10, coins=5, count_before=0, visit=1))
    stand.mailbox.put(c.Dispense(id="second", yen=50, coins=1, count_before=0, visit=2))
    said = stand.heard(20)
    assert [event.answers for event in said] == ["second", "first"]
    assert failed(said[0])[0] == "refused"
    assert said[1] == e.CoinsDispensed(answers="first", yen=10, asked=5, paid=5, count_after=5)
    assert cash.take_coins() == {10: 5}


def test_a_hopper_whose_count_is_another_than_expected_pays_nothing(stand: Stand, cash: CashBox) -> None:
    answer = stand.answer(c.Dispense(id="5", yen=100, coins=1, count_before=9, visit=1))
    assert failed(answer)[0] == "refused"
    assert cash.take_coins() == {}


def test_a_cash_device_without_its_cable_is_said_once_and_its_counts_when_it_is_back(
    stand: Stand, cash: CashBox
) -> None:
    cash.unplug()
    assert [vars(event).get("cause") for event in stand.heard(30)] == ["unreachable"]
    outcome, _ = failed(stand.answer(c.Dispense(id="6", yen=100, coins=1, count_before=0, visit=1)))
    assert outcome in ("failed", "unknown")
    cash.plug()
    assert triggers(stand.heard(30)) == ["hoppers_counted", "device_ready"]
    assert cash.take_coins() == {}


# --- receipts ---------------------------------------------------------------------------------------


@pytest.fixture
def receipts(stand: Stand) -> SimulatedReceiptPrinter:
    printer = SimulatedReceiptPrinter(stand.hub)
    port = ReopeningPort("sim://receipt", opener(stand.hub, "sim://receipt", printer))
    slips = Slips(Texts(), load_municipalities(), "見本ストア", "DEMO-1")
    stand.start(ReceiptWorker(stand.desk(), ReceiptPrinter(port, stand.hub), slips, 1, Shapes()), printer)
    assert stand.said == [e.DeviceReady(device="receipt")]
    return printer


def test_a_receipt_is_printed_when_the_printer_says_so(stand: Stand, receipts: SimulatedReceiptPrinter) -> None:
    assert stand.answer(RECEIPT, 20) == e.ReceiptPrinted(answers=RECEIPT.id)
    claim = c.PrintClaimSlip(id="K-1-8", number="K-1-1", yen=300)
    assert stand.answer(claim, 20) == e.ClaimSlipPrinted(answers="K-1-8")
    assert len(receipts.pieces) == 2


def test_an_open_cover_and_an_empty_roll_are_said_as_they_change_and_nothing_is_begun(
    stand: Stand, receipts: SimulatedReceiptPrinter
) -> None:
    receipts.open_cover()
    assert [vars(event).get("cause") for event in stand.heard(15)] == ["cover_open"]
    assert failed(stand.answer(RECEIPT, 20)) == ("failed", "cover_open")
    receipts.end_paper()
    receipts.close_cover()
    assert [vars(event).get("cause") for event in stand.heard(15)] == ["paper_end"]
    receipts.load_paper()
    assert stand.heard(15) == [e.DeviceReady(device="receipt")]
    assert receipts.pieces == []


def test_a_printer_that_prints_and_says_nothing_leaves_it_unknown(
    stand: Stand, receipts: SimulatedReceiptPrinter
) -> None:
    receipts.mute()
    assert failed(stand.answer(RECEIPT, 30))[0] == "unknown"
    assert len(receipts.pieces) == 1


def test_a_receipt_printer_without_its_cable_is_one_answer_and_one_word(
    stand: Stand, receipts: SimulatedReceiptPrinter
) -> None:
    receipts.unplug()
    said = stand.order(RECEIPT, 30)
    assert sorted(triggers(said)) == ["device_unready", "print_receipt_failed"]
    receipts.plug()
    assert triggers(stand.heard(30)) == ["device_ready"]


# --- pages ------------------------------------------------------------------------------------------


@pytest.fixture
def pages(stand: Stand) -> SimulatedPagePrinter:
    printer = SimulatedPagePrinter(stand.hub, sheets_in_tray=2)
    http = HttpClient("page printer", "page", opener(stand.hub, "sim://page", printer), stand.hub)
    driver = PagePrinter(http, "ipp://page/ipp/print", stand.hub)
    stand.start(PageWorker(stand.desk(), driver, Press({}, bytes(32))), printer)
    assert stand.said == [e.DeviceRemarked(device="page", remark="paper_low"), e.DeviceReady(device="page")]
    stand.vault.put("pressed", mine())
    return printer


def mine() -> Pressed:
    came = issued("yamada-taro", "juminhyo", "self")
    return Pressed("d-1", "K-1-1-4", came.pdf, came.sha256, sides=1)


def copy(number: int, document: str = "d-1") -> c.PrintCopy:
    return c.PrintCopy(id=f"K-1-{number}", document=document, copy=number, job=f"K-1-1-4-{number}", sheets=1)


def test_a_copy_is_printed_when_the_job_is_complete(stand: Stand, pages: SimulatedPagePrinter) -> None:
    assert stand.answer(c.CheckPaper(id="K-1-0", sheets=1)) == e.PaperReady(answers="K-1-0")
    assert stand.answer(copy(1), 60) == e.CopyPrinted(answers="K-1-1", copy=1)
    assert len(pages.take_sheets()) == 1


def test_a_swapped_document_is_refused_before_a_sheet_moves(stand: Stand, pages: SimulatedPagePrinter) -> None:
    outcome, cause = failed(stand.answer(copy(1, document="d-2"), 60))
    assert outcome == "refused"
    assert "another document" in cause
    stand.vault.drop_all()
    assert failed(stand.answer(copy(2), 60)) == ("failed", "VaultEmpty")
    assert pages.take_sheets() == []
    assert pages.sheets_left == 2


def test_an_empty_tray_is_found_before_any_money_and_said_once(stand: Stand, pages: SimulatedPagePrinter) -> None:
    pages.empty_tray()
    said = stand.order(c.CheckPaper(id="K-1-0", sheets=1), 60)
    assert triggers(said) == ["device_unready", "check_paper_failed"]
    assert failed(said[1]) == ("refused", "paper_empty")
    pages.fill_tray(100)
    assert stand.heard(30) == [e.DeviceReady(device="page")]


def test_a_jam_that_the_attendant_ends_is_a_failed_copy_that_will_not_come(
    stand: Stand, pages: SimulatedPagePrinter
) -> None:
    stand.mailbox.put(copy(1))
    stand.hub.run_for(1)
    pages.jam()
    stand.hub.run_for(5)
    pages.abort_job()
    stand.hub.run_for(300)
    (answer,) = [event for event in stand.said if event.answers == "K-1-1"]
    assert isinstance(answer, e.CopyFailed)
    assert answer.settled
    assert pages.take_sheets() == []


def test_a_page_printer_without_its_plug_is_one_answer_and_one_word(
    stand: Stand, pages: SimulatedPagePrinter
) -> None:
    pages.unplug()
    said = stand.order(copy(1), 90)
    assert said[1:] == [e.CopyFailed(answers="K-1-1", copy=1, cause="unreachable", settled=True)]
    assert triggers(said[:1]) == ["device_unready"]
    pages.plug()
    assert triggers(stand.heard(60)) == ["device_ready"]


# --- the centre -------------------------------------------------------------------------------------


class CentreStand:
    """The centre's worker, and Taro's card in place of a card worker."""

    def __init__(self, stand: Stand, off_s: float = 0.0, key: bytes | None = None) -> None:
        self.stand, self.centre = stand, Centre(stand.hub)
        self.clock = Skewed(stand.hub, off_s)
        http = HttpClient("certificate centre", "centre", opener(stand.hub, "sim://centre", self.centre), stand.hub)
        names = {m.code: m.name for m in load_municipalities().values()}
        key = centre_signing_key().public_key().public_bytes_raw() if key is None else key
        press = Press(names, key)
        client = CentreClient(http, "DEMO-1", stand.hub)
        stand.start(CentreWorker(stand.desk(self.clock), client, press, "DEMO-1", key), self.centre)
        stand.hub.run_for(3)

    def to_offer(self) -> e.OfferReceived:
        """Certificate, challenge, signature, session, offer."""
        stand, who = self.stand, authentication_identity(persona("yamada-taro"))
        stand.vault.put("certificate", who.certificate_der)
        checked = stand.answer(c.CheckCertificate(id="1", request="DEMO-1-1-1-1"))
        # its last day is 2027-02-14: not three months after this morning
        assert checked == e.CertificateAccepted(answers="1", home="16202", ends_soon=True)
        signature = who.private_key.sign(stand.vault.bytes_of("challenge"), PKCS1v15(), SHA256())
        stand.vault.put("signature", signature)
        opened = stand.answer(c.OpenSession(id="2", request="DEMO-1-1-1-2", municipality="16202"))
        assert opened == e.SessionOpened(answers="2")
        offer = stand.answer(c.FetchOffer(id="3", request="DEMO-1-1-1-3"))
        assert isinstance(offer, e.OfferReceived)
        return offer

    def issue(self, number: int) -> Event:
        order = c.IssueDocument(
            id=f"issue-{number}", request=f"DEMO-1-1-1-{number}", municipality="16202", certificate_kind="juminhyo",
            scope="self", people=("p1",), items=(("head", False), ("domicile", False), ("number", False)), copies=1,
        )  # fmt: skip
        return self.stand.answer(order, 60)


def test_the_centre_knows_who_it_is_and_events_carry_handles_alone(stand: Stand) -> None:
    centre = CentreStand(stand)
    assert triggers(stand.said) == ["service_state_heard", "device_ready"]
    offer = centre.to_offer()
    assert offer.holder == "p1"
    assert stand.vault.text_of("person:p1") == TARO.name
    prepared = centre.issue(4)
    assert isinstance(prepared, e.DocumentPrepared)
    assert prepared.sheets == 1
    ready = stand.vault.held("pressed", Pressed)
    assert ready.document == prepared.document
    for event in stand.said:
        assert "山田" not in repr(event)
    reported = c.ReportCopy(id="r", request="DEMO-1-1-1-5", document=prepared.document, copy=1, outcome="delivered")
    assert stand.answer(reported) == e.CopyReported(answers="r")


def test_scopes_and_items_come_sorted_whatever_the_centres_order_was(stand: Stand) -> None:
    kinds = {kind.kind: kind for kind in CentreStand(stand).to_offer().kinds}
    assert kinds["juminhyo"].scopes == ("household", "part", "self")
    assert kinds["juminhyo"].items == ("domicile", "head", "number")
    assert kinds["koseki"].scopes == ("all", "individual")
    assert kinds["fuhyo"].scopes == ("all", "part")
    assert kinds["inkan"].scopes == ("self",)
    assert json.dumps([kind.people for kind in kinds.values()]).count("p1") == 4


def test_a_strangers_document_under_the_right_id_never_reaches_the_vault(stand: Stand) -> None:
    centre = CentreStand(stand)
    centre.to_offer()
    centre.centre.mix_up(1, "watanabe-saori")
    outcome, cause = failed(centre.issue(4))
    assert outcome == "failed"
    assert "is not of this certificate" in cause
    assert not any(name in cause for name in ("山田", "太郎", "渡邉", "沙織"))
    assert "pressed" not in stand.vault


def test_an_unplugged_centre_is_one_answer_and_one_word_and_is_asked_again(stand: Stand) -> None:
    centre = CentreStand(stand)
    centre.to_offer()
    centre.centre.unplug()
    said = stand.order(c.FetchOffer(id="again", request="DEMO-1-1-1-9"), 30)
    assert sorted(triggers(said)) == ["device_unready", "fetch_offer_failed"]
    centre.centre.plug()
    assert triggers(stand.heard(60)) == ["device_ready"]


@pytest.mark.parametrize(
    ("off_s", "cause"), [(59.0, None), (-59.0, None), (62.0, "clock_differs"), (-62.0, "clock_differs")]
)
def test_nobody_is_served_while_the_clocks_disagree_by_more_than_a_minute(
    stand: Stand, off_s: float, cause: str | None
) -> None:
    centre = CentreStand(stand, off_s)
    assert triggers(stand.said) == ["service_state_heard", "device_ready" if cause is None else "device_unready"]
    assert vars(stand.said[-1]).get("cause") == cause
    assert stand.heard(200) == []
    centre.clock.off_s = 0.0
    assert triggers(stand.heard(400)) == ([] if cause is None else ["device_ready"])


def test_nobody_is_served_by_a_centre_whose_time_another_key_has_signed(stand: Stand) -> None:
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    CentreStand(stand, key=other)
    assert [vars(event).get("cause") for event in stand.said] == [None, "time_unsigned"]
    assert stand.heard(400) == []  # and it is said once
