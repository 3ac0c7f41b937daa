"""④ by finger: 他市区町村の証明書, from the region to the town, with buttons that a finger can hit."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.hands import Hands

FINGER_PX = 60
"""On the demo's screen, made for 15 inches: some 2 cm."""


def all_can_be_hit(page: Page) -> None:
    """Every button is large enough, none lies over another, and nothing has to be scrolled for."""
    boxes = page.evaluate(  # in one go: a screen that comes meanwhile would take the buttons away
        "[...document.querySelectorAll('#screen button')].map(each => {"
        " const { x, y, width, height } = each.getBoundingClientRect(); return [x, y, width, height]; })"
    )
    assert boxes
    for x, y, width, height in boxes:
        assert min(width, height) >= FINGER_PX
        for other_x, other_y, other_width, other_height in boxes:
            if (x, y) != (other_x, other_y):
                apart = x + width <= other_x or other_x + other_width <= x
                assert apart or y + height <= other_y or other_y + other_height <= y
    assert page.locator("#screen .body").evaluate("body => body.scrollHeight <= body.clientHeight")


def test_from_the_region_to_the_town_and_back(page: Page) -> None:
    customer = Hands(page)
    customer.sees("idle")
    customer.presses("行政サービス")
    customer.sees("menu", "「住民票の写し」、「印鑑登録証明書」等の交付を受けられるサービスです。")
    customer.sees("menu", "※ 戸籍証明書交付の利用登録申請は、1回のみ必要です。")
    all_can_be_hit(page)
    customer.presses("証明書交付サービス(コンビニ交付)")
    customer.sees("waiting_for_card")
    customer.works("カードを置く")
    customer.sees("choosing_municipality", "住所地と本籍地が異なる方が「戸籍証明書」「戸籍の附票の写し」を")
    customer.chooses("他市区町村の証明書(お住まいの市区町村以外の証明書)")
    customer.presses("確定する")
    for asked, press, way in (
        ("地方を選択してください。", "北海道・東北", "北海道・東北"),
        ("都道府県を選択してください。", "北海道", "北海道・東北 → 北海道"),
        ("市区町村名の最初の文字を選択してください。", "あ行", "北海道・東北 → 北海道 → あ行"),
    ):
        customer.sees("choosing_municipality", asked)
        all_can_be_hit(page)
        expect(page.get_by_role("button", name="確定する")).to_be_disabled()
        customer.presses(press)
        customer.sees("choosing_municipality", way)
    all_can_be_hit(page)
    expect(page.get_by_role("button", name="旭川市")).to_be_disabled()
    expect(page.get_by_role("button", name="旭川市").locator("small")).to_have_text("この端末では取扱いなし")
    while not page.get_by_role("button", name="帯広市", exact=True).count():
        before = page.locator("#screen .town").first.inner_text()
        customer.presses("次のページ")
        expect(page.locator("#screen .town").first).not_to_have_text(before)
        all_can_be_hit(page)
    customer.chooses("帯広市")
    customer.sees("choosing_municipality", "北海道・東北 → 北海道 → あ行 → 帯広市")
    all_can_be_hit(page)
    customer.presses("前画面へ")
    customer.sees("choosing_municipality", "市区町村名の最初の文字を選択してください。")
    for _ in range(3):
        asked = page.locator("#screen .lines").inner_text()
        customer.presses("前画面へ")
        expect(page.locator("#screen .lines")).not_to_have_text(asked)
    customer.chooses("お住まいの市区町村の証明書")
    customer.presses("確定する")
    customer.sees("entering_pin")
