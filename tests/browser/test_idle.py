"""A customer who is called away at ⑤ with the card on the tray: the question, the end, the alarm."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.hands import Hands


def test_called_away_while_typing_the_pin(page: Page) -> None:
    customer = Hands(page)
    customer.comes_to_the_pin()
    customer.presses("1", "2")

    customer.lets_pass(minutes=4, seconds=30)  # and the moments that the clicks took
    question = page.get_by_role("alertdialog")
    expect(question).to_contain_text("操作を続けますか。しばらく操作がないと、処理を終了します。")
    left_s = int(question.get_by_role("timer").inner_text())
    assert 0 < left_s <= 30
    expect(page.locator("#screen output")).to_have_count(0)
    expect(page.locator("#said")).to_have_text("操作を続ける場合は、画面のボタンを押してください。")

    customer.presses("操作を続ける")
    customer.sees("entering_pin", "**")

    customer.works("5分進める")
    customer.sees("card_left", "無操作タイムアウトにより処理を終了します。", "カードをお取りください。")
    customer.lets_pass(seconds=30)
    expect(page.get_by_role("img", name="警報が鳴っています")).to_be_visible()
    customer.presses("音声停止")
    expect(page.get_by_role("img", name="警報は止まっています")).to_be_visible()
    customer.works("カードを取る")
    customer.sees("saying_sorry", "無操作タイムアウトにより処理を終了します。")
    customer.lets_pass(seconds=10)
    customer.sees("idle", "ご利用になるサービスを選択してください。")


def test_the_reader_is_unplugged_at_rest_and_plugged_in_again(page: Page) -> None:
    bench = Hands(page)
    bench.sees("idle")
    page.get_by_text("故障と係員").click()
    bench.works("カードリーダーのケーブルを抜く")
    bench.lets_pass(seconds=30)
    bench.sees("out_of_service", "ただいまご利用いただけません。")
    bench.works("カードリーダーのケーブルを挿す")
    bench.lets_pass(seconds=30)
    bench.sees("idle")

    page.get_by_label("すること").select_option(label="ホッパーに硬貨を補充する")
    page.get_by_label("ホッパー", exact=True).select_option(label="500円")
    page.get_by_label("個数・回数").fill("3")
    bench.works("実行する")
    page.get_by_text("お金と用紙のありか").click()
    expect(page.locator("#metal tr").first).to_have_text("500円ホッパー23枚")
    bench.works("領収書")
    expect(page.get_by_role("status").filter(has_text="いまはできません。")).to_be_visible()
