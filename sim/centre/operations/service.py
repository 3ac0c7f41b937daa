"""The state of the service: hours, stops, and the centre's time with its signature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.centre.fields import Fields
from sim.centre.kinds import KINDS
from sim.centre.municipality import Hours, Municipality
from sim.centre.office import Office, in_base64
from sim.centre.router import Operation
from sim.pki import centre_signing_key


class Service:
    """`/v1/service-state`"""

    def __init__(self, office: Office) -> None:
        self._office = office

    def operations(self) -> Mapping[str, Operation]:
        """By path."""
        return {"/v1/service-state": self._state}

    def _state(self, fields: Fields) -> Mapping[str, Any]:
        now = self._office.now()
        time = now.isoformat(timespec="seconds")
        signed = f"time|{fields.request_id()}|{time}".encode("ascii")
        known = None if fields.edition() > 1 else tuple(KINDS)
        return {
            "time": time,
            "time_signature": in_base64(centre_signing_key().sign(signed)),
            "stops": list(self._office.stops.told(now, known)),
            "municipalities": [_municipality(each) for each in self._office.municipalities.values()],
        }


def _municipality(each: Municipality) -> Mapping[str, Any]:
    return {
        "municipality": each.code,
        "name": each.full_name,
        "registration": each.takes_registrations,
        "hours": [_hours(each, hours) for hours in each.hours],
    }


def _hours(municipality: Municipality, hours: Hours) -> Mapping[str, Any]:
    return {
        "kinds": [service for service in municipality.services if service in hours.kinds],
        "days": hours.days,
        "opens": hours.opens.strftime("%H:%M"),
        "closes": hours.closes.strftime("%H:%M"),
        "year_end": hours.year_end,
    }
