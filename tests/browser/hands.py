"""What a person does at the demo's page, through its real buttons."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PATIENCE_MS


class Hands:
    """A person before the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.screen = page.locator("#screen")

    def sees(self, screen: str, *words: str) -> None:
        """Waits for a screen, by its number or words in its title bar and body."""
        expect(self.screen).to_have_attribute("data-screen", screen, timeout=PATIENCE_MS)
        for each in words:
            expect(self.screen).to_contain_text(each)

    def presses(self, *names: str) -> None:
        """Buttons and choices of the kiosk's screen, by what is written on them."""
        for name in names:
            self.screen.get_by_role("button", name=name, exact=True).click()

    def chooses(self, name: str) -> None:
        """A choice, and sees it marked."""
        choice = self.screen.get_by_role("button", name=name, exact=True)
        choice.click()
        expect(choice).to_have_attribute("aria-pressed", "true")

    def works(self, name: str) -> None:
        """A button of the bench."""
        self.bench_button(name).click()

    def bench_button(self, name: str) -> Locator:
        return self.page.locator(".bench").get_by_role("button", name=name)

    def inserts(self, *coins_yen: int) -> None:
        for yen in coins_yen:
            self.page.locator(f'[data-yen="{yen}"]').click()

    def lets_pass(self, minutes: int = 0, seconds: int = 0) -> None:
        """Jumps the clock of the kiosk's world, by the minute and by ten seconds."""
        for _ in range(minutes):
            self.works("60秒進める")
        for _ in range(seconds // 10):
            self.works("10秒進める")

    def comes_to_the_pin(self) -> None:
        """From ① to ⑤, with the card of the first resident in the list."""
        self.sees("idle", "①", "マルチコピー機")
        self.presses("行政サービス")
        self.sees("menu", "②", "メニューを選択してください。")
        self.presses("証明書交付サービス(コンビニ交付)")
        self.sees("waiting_for_card", "③", "マイナンバーカードをカード置場に置いてください。")
        self.works("カードを置く")
        self.sees("choosing_municipality", "④", "お住まいの市区町村の証明書")
        self.presses("お住まいの市区町村の証明書", "確定する")
        self.sees("entering_pin", "⑤", "暗証番号を入力してください。")
