"""③ to ⑤ for those who need more than one line: how to lay the card, when it ends, and the last try."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.hands import Hands


def to_the_tray(page: Page) -> Hands:
    customer = Hands(page)
    customer.sees("idle")
    customer.presses("行政サービス", "証明書交付サービス(コンビニ交付)")
    customer.sees("waiting_for_card", "③")
    return customer


def test_after_twenty_seconds_without_a_card_the_pictures_come(page: Page) -> None:
    customer = to_the_tray(page)
    drawings = page.locator("#screen figure img")
    expect(drawings).to_have_count(0)
    customer.lets_pass(seconds=20)
    expect(drawings).to_have_count(6)
    for at in range(6):
        drawing = drawings.nth(at)
        drawing.evaluate("async (image) => { await image.decode(); }")
        assert drawing.evaluate("(image) => image.naturalWidth") == 240
        shown = drawing.bounding_box()
        assert shown is not None
        assert shown["width"] >= 120
    customer.sees("waiting_for_card", "カードの置き方", "次のカードはご利用いただけません", "通知カード(紙のカード)")
    body = page.locator("#screen .body")
    assert body.evaluate("(body) => body.scrollHeight <= body.clientHeight"), "the pictures do not fit"
    customer.works("カードを置く")
    customer.sees("choosing_municipality", "④")
    expect(drawings).to_have_count(0)


def test_a_certificate_that_ends_soon_is_announced_beside_the_question(page: Page) -> None:
    customer = to_the_tray(page)
    page.locator("#resident").select_option("ends-soon-kuro")
    customer.works("カードを置く")
    customer.sees("choosing_municipality", "まもなく電子証明書の有効期限です。")
    assert page.locator("#screen table tr").all_inner_texts() == [
        "電子証明書の有効期限\t令和7年12月24日(2025年12月24日)",
        "お問合せ先\t高岡市役所本庁舎(広小路7-50)、伏木支所(伏木湊町13-1)、戸出支所(戸出町2丁目13-4)、"
        "中田支所(下麻生1108)、福岡支所(福岡町大滝12)",
        "お持ちいただくもの\tマイナンバーカードをお持ちください。原則、ご本人の来庁が必要です。",
    ]
    body = page.locator("#screen .body")
    assert body.evaluate("(body) => body.scrollHeight <= body.clientHeight"), "the notice does not fit"
    customer.presses("確定する")
    customer.sees("entering_pin", "暗証番号を入力してください。")


def test_the_last_try_is_announced_at_the_keypad(page: Page) -> None:
    customer = to_the_tray(page)
    page.locator("#resident").select_option("one-try-saburo")
    customer.works("カードを置く")
    customer.sees("choosing_municipality")
    customer.presses("確定する")
    customer.sees("entering_pin", "あと1回間違えるとロックされ、", "暗証番号を入力してください。")
