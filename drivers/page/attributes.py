"""Reading a reply's attributes by name and kind; whatever is not as the RFC has it is MalformedError."""

from __future__ import annotations

from drivers.page.decode import Attributes, MalformedError
from drivers.page.tags import OUT_OF_BAND_MAX, ValueTag

_NUMBERS = (ValueTag.INTEGER, ValueTag.ENUM)


def optional_number(attributes: Attributes, name: str) -> int | None:
    """One integer or enum; None when it is absent or out of band (`unknown`, `no-value`)."""
    values = attributes.get(name)
    if values is None or values[0].tag <= OUT_OF_BAND_MAX:
        return None
    value = values[0]
    if len(values) != 1 or value.tag not in _NUMBERS or not isinstance(value.data, int):
        raise MalformedError(f"{name} is not one number")
    return value.data


def number(attributes: Attributes, name: str) -> int:
    """One integer or enum that has to be there."""
    found = optional_number(attributes, name)
    if found is None:
        raise MalformedError(f"{name} is missing")
    return found


def boolean(attributes: Attributes, name: str) -> bool:
    """One boolean that has to be there."""
    values = attributes.get(name, ())
    if len(values) != 1 or not isinstance(values[0].data, bool):
        raise MalformedError(f"{name} is not one boolean")
    return values[0].data


def words(attributes: Attributes, name: str) -> frozenset[str]:
    """All values that are text of any kind; empty when the attribute is absent."""
    return frozenset(value.data for value in attributes.get(name, ()) if isinstance(value.data, str))


def reasons(attributes: Attributes, name: str) -> frozenset[str]:
    """A `…-state-reasons` that has to be there, without the word for nothing, `none`."""
    if name not in attributes:
        raise MalformedError(f"{name} is missing")
    return words(attributes, name) - {"none"}


def numbers(attributes: Attributes, name: str) -> frozenset[int]:
    """All integer and enum values; empty when the attribute is absent."""
    return frozenset(
        value.data
        for value in attributes.get(name, ())
        if value.tag in _NUMBERS and isinstance(value.data, int)
    )
