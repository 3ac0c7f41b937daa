"""What became of each copy, told by the kiosk, kept for the world to look at."""

from __future__ import annotations

from tests.sim.centre.support import TAKAOKA, Kiosk


def test_two_copies_delivered_and_one_void() -> None:
    kiosk = Kiosk()
    document = kiosk.document("yamada-taro", "inkan", "self", copies=3)["id"]
    for copy, outcome in ((1, "delivered"), (2, "delivered"), (3, "void")):
        told = kiosk.ask("/v1/deliveries", document=document, copy=copy, outcome=outcome)
        assert told["recorded"] is True
    assert dict(kiosk.centre.deliveries) == {
        (document, 1): "delivered",
        (document, 2): "delivered",
        (document, 3): "void",
    }
    (issued,) = kiosk.centre.documents.values()
    assert (issued.id, issued.person, issued.kind, issued.copies) == (document, "yamada-taro", "inkan", 3)
    assert (issued.municipality, issued.scope, issued.sheets, issued.terminal) == (TAKAOKA, "self", 1, "t1")


def test_told_again_is_the_same_and_told_otherwise_is_a_contradiction() -> None:
    kiosk = Kiosk()
    told = {"document": kiosk.document("yamada-taro", "inkan", "self")["id"], "copy": 1}
    for _ in range(2):
        assert kiosk.ask("/v1/deliveries", outcome="delivered", **told)["recorded"] is True
    assert kiosk.refusal("/v1/deliveries", outcome="void", **told) == (400, "contradiction")
    assert list(kiosk.centre.deliveries.values()) == ["delivered"]


def test_copies_and_documents_that_never_were() -> None:
    kiosk = Kiosk()
    told = {"document": kiosk.document("yamada-taro", "inkan", "self")["id"], "copy": 1, "outcome": "void"}
    assert kiosk.refusal("/v1/deliveries", **(told | {"copy": 2})) == (400, "unknown_copy")
    assert kiosk.refusal("/v1/deliveries", **(told | {"copy": 11})) == (400, "bad_copy")
    assert kiosk.refusal("/v1/deliveries", **(told | {"document": "f" * 32})) == (400, "unknown_document")
    assert kiosk.refusal("/v1/deliveries", **(told | {"outcome": "lost"})) == (400, "bad_outcome")
    assert kiosk.refusal("/v1/deliveries", **(told | {"terminal": "t2"})) == (400, "unknown_document")
    assert not kiosk.centre.deliveries


def test_the_report_may_come_long_after_the_session() -> None:
    kiosk = Kiosk()
    document = kiosk.document("yamada-taro", "inkan", "self")["id"]
    kiosk.clock.pass_s(86_400)
    assert kiosk.ask("/v1/deliveries", document=document, copy=1, outcome="void")["recorded"] is True
