"""A view with its words: the JSON message that a screen shows."""

from __future__ import annotations

from datetime import date, datetime

from device.screen.keyboards import KEYBOARDS
from device.slips.era import era_date
from device.texts import times
from device.texts.catalogue import Texts
from device.vault import Vault, VaultEmpty
from statemachine.languages import LANGUAGES
from statemachine.registration import chosen
from statemachine.rules import COIN_VALUES_YEN, NOTE_VALUES_YEN
from statemachine.table.states import STATES
from statemachine.views import Choice, Pictures, View

_TITLES = {"idle": "title.idle", "menu": "title.menu"}


class Renderer:
    """Puts words and names into views."""

    def __init__(self, texts: Texts, vault: Vault) -> None:
        self._texts, self._vault = texts, vault

    def message(self, view: View) -> dict[str, object]:
        """The `show` message of docs/screen.md."""
        values = {name: self._cell(value) if isinstance(value, str) else value for name, value in view.values}
        return {
            "type": "show",
            "screen": view.screen,
            "number": STATES[view.screen].number,
            "title": self._title(view.screen),
            "lines": [line for text in view.messages if (line := self._texts(text, **values))],
            "choices": [self._choice(choice) for choice in view.choices],
            "keypad": "digits" if view.keypad else view.keyboard or None,
            "keys": [list(row) for row in KEYBOARDS[view.keyboard]] if view.keyboard else [],
            "entry": self._name(view.entry) or "" if view.field else view.entry,
            "hint": self._texts("copies_hint", **values) if "copies_max" in values else "",
            "pictures": [self._pictures(group) for group in view.pictures],
            "slip_languages": self._languages(view.language) if view.language else None,
            "table": [[self._texts(label), self._cell(cell)] for label, cell in view.rows],
            "buttons": [
                {
                    "id": b,
                    "label": self._button(b, view.screen),
                    "about": self._texts(about) if self._texts.knows(about := f"button.{b}.about") else "",
                    "enabled": b not in view.disabled,
                }
                for b in view.buttons
            ],
            "warning": {"lines": [self._texts("still_there")], "seconds": view.warning_s} if view.warning_s else None,
        }

    def _title(self, screen: str) -> str:
        phase = "title.registering" if STATES[screen].phase == "registering" else "title"
        return self._texts(_TITLES.get(screen, phase))

    def _button(self, button: str, screen: str) -> str:
        special = f"button.{button}.{screen}"
        return self._texts(special) if self._texts.knows(special) else self._texts(f"button.{button}")

    def _choice(self, choice: Choice) -> dict[str, object]:
        name = self._name(choice.text)
        return {
            "id": choice.id,
            "label": self._texts(choice.text) if name is None else name,
            "enabled": choice.enabled,
            "chosen": choice.chosen or self._is_marked(choice.id),
            "note": self._cell(choice.note) if choice.note else "",
            "about": self._texts(choice.about) if choice.about else "",
        }

    def _is_marked(self, choice: str) -> bool:
        """Whether this writing is the one that was chosen."""
        if not choice.startswith("writing:"):
            return False
        _, of, part, _ = choice.split(":")
        marked = chosen(of, int(part))
        return marked in self._vault and self._name(f"held:{choice}") == self._name(f"held:{marked}")

    def _pictures(self, group: Pictures) -> dict[str, object]:
        """Ids of drawings in `device.screen.pictures`, with heading and captions."""
        return {
            "id": group.text,
            "title": self._texts(group.text),
            "pictures": [{"id": each, "caption": self._texts(f"picture.{each}")} for each in group.pictures],
        }

    def _languages(self, marked: str) -> dict[str, object]:
        """Those of receipt and slips, each by its own name, under a heading."""
        offered = (Choice(f"language:{each}", f"language.{each}", chosen=each == marked) for each in LANGUAGES)
        return {"title": self._texts("slip_language"), "choices": [self._choice(each) for each in offered]}

    def _cell(self, cell: str) -> str:
        what, _, value = cell.partition(":")
        match what:
            case "yen":
                return self._texts("yen", yen=f"{int(value):,}")
            case "money":
                return self._money([int(each) for each in value.split(",") if each])
            case "copies":
                return self._texts("copies_count", copies=value)
            case "person" | "held" | "named":
                return self._name(cell) or ""
            case "date":
                return self._date(value)
            case "stopped":
                return times.stopped(self._texts, value)
            case "until":
                return times.until(self._texts, datetime.fromisoformat(value))
            case "closure":
                return times.closure(self._texts, value)
            case "hours":
                return self._texts("hours", hours=times.hours(self._texts, value))
            case "span":
                return times.hours(self._texts, value)
            case "whole":
                return "".join(self._texts(each) for each in value.split(","))
            case "way":
                return self._texts("way.step").join(self._texts(each) for each in value.split(",") if each)
            case _:
                return self._texts(cell)

    def _money(self, values: list[int]) -> str:
        """Which coins, and which notes."""
        coins = [str(yen) for yen in values if yen in COIN_VALUES_YEN]
        kinds = [self._texts("usable_coins", coins=self._texts("and").join(coins))] if coins else []
        kinds += [self._texts(f"usable_note.{yen}") for yen in values if yen in NOTE_VALUES_YEN]
        return self._texts("and_also").join(kinds)

    def _date(self, handle: str) -> str:
        """A date out of the vault, by era and by western year; nothing once the visit is over."""
        try:
            day = self._vault.held(handle, date)
        except VaultEmpty:
            return ""
        return self._texts("date", era=era_date(day), day=day)

    def _name(self, reference: str) -> str | None:
        """What the vault holds of a person, nothing once the visit is over; None for what is none of it.

        `person:<handle>` a name; `held:<handles>` texts in a row; `named:<handles>` with blanks between them.
        """
        what, _, handles = reference.partition(":")
        if what not in ("person", "held", "named"):
            return None
        try:
            texts = [self._vault.text_of(each) for each in ([reference] if what == "person" else handles.split(" "))]
        except VaultEmpty:
            return ""
        return (" " if what == "named" else "").join(texts)
