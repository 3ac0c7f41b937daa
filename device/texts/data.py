"""Words that come out of the box's data: what places, kinds of certificates and offices are called, by text id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from device.config.municipality import ERRANDS, Errand, Municipality, Office
from device.config.nation import KANA_ROWS, Region, Town
from device.texts.ja import TEXTS


def words_of(
    municipalities: Iterable[Municipality], towns: Iterable[Town], regions: Iterable[Region]
) -> dict[str, str]:
    """All of them.

    `region:<n>`, `prefecture:<two digits>`, `row:<row>`, `town:<JIS code>`, `full_town:<JIS code>` (with its
    prefecture); the kinds that are a municipality's own; of who takes part `offices:<JIS code>` and what to bring
    there, `unlock:<JIS code>`, `renew:<JIS code>`.
    """
    regions = tuple(regions)
    prefectures = {code: name for region in regions for code, name in region.prefectures.items()}
    words = {f"region:{number}": region.name for number, region in enumerate(regions, 1)}
    words |= {f"prefecture:{code}": name for code, name in prefectures.items()}
    words |= {f"row:{row}": f"{letters[0]}行" for row, letters in KANA_ROWS.items()}
    for town in towns:
        words |= {f"town:{town.code}": town.name, f"full_town:{town.code}": prefectures[town.code[:2]] + town.name}
    for municipality in municipalities:
        for kind in municipality.types:
            words |= kind.words
        words |= dict(_of_offices(municipality))
    return words


def _of_offices(municipality: Municipality) -> Iterator[tuple[str, str]]:
    code = municipality.code
    yield f"offices:{code}", TEXTS["and_also"].join(map(_office, municipality.offices))
    for name in ERRANDS:
        errand: Errand | None = getattr(municipality.errands, name)
        yield f"{name}:{code}", _errand(errand) if errand else TEXTS["bring_unknown"]


def _office(office: Office) -> str:
    reach = TEXTS["phone"].format(phone=office.phone) if office.phone else office.address
    hours = (office.hours,) if office.hours else ()
    return TEXTS["office"].format(name=office.name, reach=" ".join((reach, *hours)))


def _errand(errand: Errand) -> str:
    bring = TEXTS["bring"].format(things=TEXTS["and_also"].join(errand.bring)) if errand.bring else ""
    return bring + (TEXTS["in_person"] if errand.in_person else "")
