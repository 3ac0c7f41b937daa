"""The customer of Takaoka's guide at the page: the journey `takaoka-juminhyo-3`, by clicks."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import Hands


def picture_loads(picture: Locator, width_px: int) -> None:
    """At least so wide: an answer that is no picture has no width."""
    expect(picture).to_be_visible()
    picture.evaluate("async (image) => { await image.decode(); }")
    assert picture.evaluate("(image) => image.naturalWidth") >= width_px


def rows(page: Page) -> list[str]:
    return page.locator("#screen table tr").all_inner_texts()


def test_three_copies_of_juminhyo_from_the_menu_to_the_receipt(page: Page) -> None:
    customer = Hands(page)
    customer.comes_to_the_pin()
    customer.presses("1", "2", "3")
    expect(page.locator("#screen output")).to_have_text("***")
    customer.presses("4")
    customer.lets_pass(seconds=10)
    customer.sees("waiting_for_card_removal", "⑥", "カードを取り外すと、次の画面に進みます。")
    customer.works("カードを取る")

    customer.sees("choosing_certificate", "⑦", "必要な証明書を選択して「確定する」ボタンを押してください。")
    customer.chooses("住民票の写し")
    customer.presses("確定する")
    customer.sees("choosing_scope", "⑧", "交付種別を選択して「確定する」ボタンを押してください。")
    customer.chooses("本人のみ")
    customer.presses("確定する")
    customer.sees("choosing_items", "⑨", "証明書の記載項目を選択して「確定する」ボタンを押してください。")
    for item in ("世帯主・続柄の記載", "本籍地・筆頭者の記載", "個人番号の記載"):
        both = page.get_by_role("group", name=item)
        assert both.get_by_role("button").all_inner_texts() == ["有", "無"]
        customer.chooses(f"{item} 無")
    customer.presses("確定する")
    customer.sees("entering_copies", "⑩", "(最大 10 部)")
    customer.presses("3", "確定する")
    customer.sees("confirming", "⑪", "発行後の返金・返品・交換はできません。")
    shown = rows(page)
    assert {"証明書種別\t住民票の写し", "必要部数\t3部", "手数料\t600円", "証明書の必要な方\t山田 太郎"} <= set(shown)
    customer.presses("確定する")
    customer.lets_pass(seconds=10)

    customer.sees("accepting_cash", "⑫", "コインベンダに手数料を入金してください。")
    customer.sees("accepting_cash", "使えるお金は、10・50・100・500円硬貨、千円札です。")
    assert rows(page) == ["手数料\t600円", "投入金額\t0円", "不足金額\t600円"]
    customer.inserts(100, 100, 500)
    expect(page.locator("#log")).to_contain_text("投入: 500円")
    customer.lets_pass(seconds=10)
    customer.sees("printing", "⑬", "証明書を印刷しています。")
    customer.lets_pass(seconds=40)
    customer.sees("waiting_for_certificate", "⑭", "証明書をお取りください。")
    customer.works("証明書(3枚)")
    customer.works("硬貨(1枚)")
    customer.presses("取りました")
    customer.sees("waiting_for_receipt", "⑮", "領収書をお取りください。")
    customer.works("領収書(1枚)")
    customer.presses("取りました")
    customer.sees("idle", "①")

    for paper, width_px in (("sheet 1", 900), ("sheet 3", 900), ("receipt 1", 576)):
        picture_loads(page.locator(f'[data-paper="{paper}"] img'), width_px)
    page.locator('[data-paper="sheet 1"]').click()
    picture_loads(page.locator("#paper-picture"), 900)
    assert page.request.get(page.locator("#paper-pdf").evaluate("(link) => link.href")).body().startswith(b"%PDF-")
    page.get_by_role("button", name="閉じる").click()
    expect(page.locator("#log")).to_contain_text("返却口へ: 100円")
    expect(page.locator("#log")).not_to_contain_text("山田")


def test_a_second_page_shows_the_screen_as_it_is_and_the_keyboard_works_it(page: Page) -> None:
    Hands(page).sees("idle")
    page.get_by_role("button", name="行政サービス").focus()
    page.keyboard.press("Enter")
    late = page.context.new_page()
    late.goto(page.url)
    Hands(late).sees("menu", "メニューを選択してください。")
    expect(late.get_by_role("button", name="戸籍証明書交付の利用登録申請")).to_be_enabled()
    Hands(late).presses("終了")
    Hands(late).sees("saying_sorry", "処理を終了します。")
    Hands(late).lets_pass(seconds=10)
    Hands(page).sees("idle")
