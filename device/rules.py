"""From the kiosk's configuration to the rules the machine decides by: plain data, no loader inside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from device.config.holidays import load_holidays, require_year
from device.config.kiosk import KioskConfig
from device.config.municipality import Municipality
from device.config.nation import Town, load_regions, load_towns, rows
from statemachine.delays import Delays
from statemachine.hours import ALL_DAY, Holidays
from statemachine.places import Nation, Prefecture, Region
from statemachine.rules import DEVICES, Rules


def rules_for(
    config: KioskConfig,
    municipalities: Mapping[str, Municipality],
    delays: Delays | None = None,
    today: date | None = None,
) -> Rules:
    """The rules of this box.

    Raises `device.config.errors.ConfigError` when some hours leave out holidays and nobody has entered those of the
    year in question, today's.
    """
    rules = _rules(config, municipalities, delays or Delays())
    if today is not None and (holidays := _asked_for(rules)) is not None:
        require_year(holidays, today.year)
    return rules


def _asked_for(rules: Rules) -> Holidays | None:
    """The calendar, if any hours leave out holidays."""
    hours = [rules.hours]
    for municipality in rules.municipalities.values():
        hours += [municipality.hours, *(kind.hours for kind in municipality.kinds.values())]
    return next((each.holidays for each in hours if each.holidays is not None), None)


def _rules(config: KioskConfig, municipalities: Mapping[str, Municipality], delays: Delays) -> Rules:
    return Rules(
        terminal=config.terminal_id,
        municipalities={code: m.rule for code, m in municipalities.items()},
        hours=config.hours or ALL_DAY,
        delays=delays,
        takes_notes=config.cash.validator is not None,
        opening_float=tuple(config.cash.opening_float.items()),
        low_level_coins=config.cash.low_level_coins,
        serves_phones=config.chain_serves_phones,
        contacts=frozenset(config.contacts.inputs) if config.contacts is not None else frozenset(),
        devices=(*DEVICES, "contacts") if config.contacts is not None else DEVICES,
        holidays=load_holidays(),
        nation=nation_of(towns_of(municipalities.values()).values()),
    )


def towns_of(municipalities: Iterable[Municipality]) -> Mapping[str, Town]:
    """The national list, and whoever takes part and is not in it yet."""
    taking_part = {m.code: Town(m.code, m.name, m.kana) for m in municipalities}
    return {**taking_part, **load_towns()}


def nation_of(towns: Iterable[Town]) -> Nation:
    """The lists of ④: regions in their order, prefectures by code, municipalities by kana."""
    return _nation(tuple(towns))


@lru_cache(maxsize=2)
def _nation(towns: tuple[Town, ...]) -> Nation:
    return Nation(
        tuple(
            Region(str(number), tuple(Prefecture(code, rows(towns, code)) for code in region.prefectures))
            for number, region in enumerate(load_regions(), 1)
        )
    )
