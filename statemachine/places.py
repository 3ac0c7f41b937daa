"""Japan's municipalities as a customer finds one: region, prefecture, row of the kana, municipality (rule book §5).

The lists are the box's data (`Rules.nation`); what is pressed leads from one `Place` to the next. For wherever a
municipality is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from statemachine.views import Choice

TOWNS_A_PAGE = 12
"""More would be too small for a finger."""

ROWS = ("a", "ka", "sa", "ta", "na", "ha", "ma", "ya", "ra", "wa")
"""あ行 to わ行."""


@dataclass(frozen=True)
class Prefecture:
    """code: two digits (JIS X 0401) · rows: of `ROWS`, JIS codes of the municipalities by kana; none is empty"""

    code: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Region:
    """Some prefectures under one button."""

    id: str
    prefectures: tuple[Prefecture, ...]


@dataclass(frozen=True)
class Place:
    """How far somebody has come in the lists; empty texts where nothing is chosen yet. town: marked, by JIS code"""

    region: str = ""
    prefecture: str = ""
    row: str = ""
    page: int = 0
    town: str = ""


Note = Callable[[str], str]
"""Why a municipality cannot be chosen, by its JIS code: a text for a `Choice`; empty where it can."""


@dataclass(frozen=True)
class Nation:
    """All of Japan."""

    regions: tuple[Region, ...] = ()

    def choices(self, place: Place, note: Note) -> tuple[Choice, ...]:
        """What can be pressed at this place, under text ids `region:…`, `prefecture:…`, `row:…`, `town:…`."""
        if place.row:
            return self._town_choices(place, note)
        ids: tuple[str, ...]
        if place.prefecture:
            ids = tuple(f"row:{row}" for row, _ in self._rows(place))
        elif place.region:
            ids = tuple(f"prefecture:{prefecture.code}" for prefecture in self._prefectures(place))
        else:
            ids = tuple(f"region:{region.id}" for region in self.regions)
        return tuple(Choice(each, each) for each in ids)

    def _town_choices(self, place: Place, note: Note) -> tuple[Choice, ...]:
        towns = self.towns(place)
        first = place.page * TOWNS_A_PAGE
        shown = [
            Choice(f"town:{code}", f"town:{code}", chosen=code == place.town, enabled=not (why := note(code)), note=why)
            for code in towns[first : first + TOWNS_A_PAGE]
        ]
        if place.page:
            shown.append(Choice(f"page:{place.page - 1}", "page.previous"))
        if first + TOWNS_A_PAGE < len(towns):
            shown.append(Choice(f"page:{place.page + 1}", "page.next"))
        return tuple(shown)

    def pressed(self, place: Place, choice: str, note: Note) -> Place:
        """Where a choice of this place leads; what is no choice of it leads nowhere."""
        if not any(each.id == choice and each.enabled for each in self.choices(place, note)):
            return place
        what, _, which = choice.partition(":")
        match what:
            case "region":
                return Place(which)
            case "prefecture":
                return Place(place.region, which)
            case "row":
                return Place(place.region, place.prefecture, which)
            case "page":
                return replace(place, page=int(which))
            case _:
                return replace(place, town=which)

    def towns(self, place: Place) -> tuple[str, ...]:
        """JIS codes of the municipalities in the row of a place; none before a row is chosen."""
        return dict(self._rows(place)).get(place.row, ())

    def _prefectures(self, place: Place) -> tuple[Prefecture, ...]:
        return next((region.prefectures for region in self.regions if region.id == place.region), ())

    def _rows(self, place: Place) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return next((each.rows for each in self._prefectures(place) if each.code == place.prefecture), ())


def asked_at(place: Place) -> str:
    """The text that asks for the next choice."""
    if place.row:
        return "choose_town"
    if place.prefecture:
        return "choose_row"
    return "choose_prefecture" if place.region else "choose_region"


def way_to(place: Place) -> tuple[str, ...]:
    """The text ids of what has been chosen so far, in order."""
    chosen = (("region", place.region), ("prefecture", place.prefecture), ("row", place.row), ("town", place.town))
    return tuple(f"{what}:{which}" for what, which in chosen if which)


def back_from(place: Place) -> Place | None:
    """One list back; None from the first."""
    if place.row:
        return Place(place.region, place.prefecture)
    if place.prefecture:
        return Place(place.region)
    return Place() if place.region else None
