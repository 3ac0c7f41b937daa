"""From the kiosk's configuration to the rules the machine decides by: plain data, no loader inside."""

from __future__ import annotations

from collections.abc import Mapping

from device.config.kiosk import KioskConfig
from device.config.municipality import Municipality
from statemachine.delays import Delays
from statemachine.rules import KindRule, MunicipalityRule, Rules, Stop


def rules_for(config: KioskConfig, municipalities: Mapping[str, Municipality], delays: Delays | None = None) -> Rules:
    """The rules of this box."""
    return Rules(
        terminal=config.terminal_id,
        municipalities={code: _municipality(m) for code, m in municipalities.items()},
        delays=delays or Delays(),
        takes_notes=config.cash_validator is not None,
        serves_phones=config.chain_serves_phones,
        tray_contact=config.contacts is not None and config.contacts.certificate is not None,
    )


def _municipality(m: Municipality) -> MunicipalityRule:
    kinds = {
        k.kind: KindRule(k.kind, tuple((fee.valid_from, fee.yen) for fee in k.fees), k.scopes, k.items)
        for k in m.kinds
    }
    stops = tuple(Stop(s.start, s.end, frozenset(s.kinds)) for s in m.stops)
    return MunicipalityRule(m.code, kinds, stops)
