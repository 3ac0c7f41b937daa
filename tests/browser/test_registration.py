"""利用登録申請 at the page: keyboards, choices and the number, by clicks."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.hands import Hands

ROKUKO = "unregistered-rokuko"


def comes_to_the_password(page: Page, customer: Hands) -> None:
    """From ① to the 署名用 password; 本籍 in Obihiro."""
    customer.sees("idle", "①")
    page.locator("#resident").select_option(ROKUKO)
    customer.presses("行政サービス", "戸籍証明書交付の利用登録申請")
    customer.sees("waiting_for_card", "③")
    customer.works("カードを置く")
    customer.sees("choosing_domicile", "④", "本籍地の市区町村をお選びください。")
    customer.presses("北海道・東北", "北海道", "あ行")
    while not page.locator('[data-press="choice town:01207"]').count():
        page.locator(".choices .page").last.click()
        page.wait_for_timeout(50)
    customer.chooses("帯広市")
    customer.presses("確定する")
    customer.sees("entering_pin", "⑤")
    customer.presses(*"2444")
    customer.lets_pass(seconds=10)
    customer.sees("entering_password", "⑤", "署名用電子証明書の暗証番号", "あと5回間違えるとロックされます。")


def types(page: Page, customer: Hands, keys: str, *, masked: bool = False) -> None:
    """Key by key, each once the one before stands on the screen: a screen that comes meanwhile has new keys."""
    for count, key in enumerate(keys, 1):
        customer.presses(key)
        expect(page.locator("#screen output")).to_have_text("*" * count if masked else keys[:count])


def test_keyboards_and_kanji_to_choose_from(page: Page) -> None:
    customer = Hands(page)
    comes_to_the_password(page, customer)
    output = page.locator("#screen output")
    types(page, customer, "UNREGIST2444", masked=True)
    customer.presses("訂正")
    expect(output).to_have_text("*" * 11)
    customer.presses("4")
    expect(output).to_have_text("*" * 12)
    customer.presses("確定する")
    customer.lets_pass(seconds=10)

    customer.sees("entering_town", "本籍の町名をカタカナで入力し")
    customer.presses(*"ミホンチヨ", "小", *"ウヒカ", "゛", *"シ")
    expect(output).to_have_text("ミホンチョウヒガシ")
    customer.presses("確定する")
    customer.lets_pass(seconds=10)
    customer.sees("choosing_town")
    customer.chooses("見本町東５条南１丁目")
    customer.presses("確定する")
    customer.sees("entering_lot")
    customer.presses("2", "番地", "の", "訂正")
    expect(output).to_have_text("2番地")
    customer.presses("確定する")
    customer.sees("entering_head")
    customer.presses(*"ミトウ", "空白", *"ロクコ", "確定する")
    customer.lets_pass(seconds=10)
    customer.sees("choosing_head")
    expect(page.get_by_role("button", name="確定する")).to_be_disabled()
    customer.chooses("未登")
    customer.chooses("録子")
    customer.presses("確定する")
    customer.sees("entering_telephone")
    customer.presses(*"0766000000", "確定する")

    customer.sees("confirming_application", "電子署名を行い")
    rows = page.locator("#screen table tr").all_inner_texts()
    assert rows == [
        "本籍地の市区町村\t北海道帯広市", "本籍\t見本町東５条南１丁目2番地",
        "筆頭者\t未登 録子", "電話番号\t0766000000",
    ]  # fmt: skip
    customer.presses("確定する")
    customer.lets_pass(seconds=10)
    customer.sees("waiting_for_slip", "利用登録申請を受け付けました。", "受付番号", "カードをお取りください。")
    customer.works("カードを取る")
    customer.works("領収書(1枚)")
    customer.presses("終了")
    customer.sees("idle", "①")
    expect(page.locator("#log")).not_to_contain_text("未登")
    expect(page.locator("#log")).not_to_contain_text("UNREGIST")


def test_what_was_typed_leaves_the_screen_with_the_question(page: Page) -> None:
    customer = Hands(page)
    comes_to_the_password(page, customer)
    types(page, customer, "UNREGIST2444", masked=True)
    customer.presses("確定する")
    customer.lets_pass(seconds=10)
    customer.sees("entering_town")
    types(page, customer, "ミホン")
    customer.presses("確定する")
    customer.lets_pass(seconds=10)
    customer.sees("choosing_town")
    customer.chooses("見本町東５条南１丁目")
    customer.presses("確定する")
    customer.presses("2", "番地")
    customer.lets_pass(minutes=4, seconds=30)
    expect(customer.screen).to_contain_text("操作を続けますか")
    expect(customer.screen).not_to_contain_text("番地")
    customer.presses("操作を続ける")
    expect(page.locator("#screen output")).to_have_text("2番地")
