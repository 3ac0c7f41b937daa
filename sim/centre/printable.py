"""What the centre's system can print, and what is too long for its forms.

No municipality says where its limit lies (「氏名や住所の文字数が多い方」, 「システムに対応していない文字」, Obihiro's
page), so these limits are the simulator's own.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from sim.centre.town import FamilyRegister, Household

NAME_CHARS_MAX: Final = 40
ADDRESS_CHARS_MAX: Final = 64

_UNPRINTABLE: Final = frozenset({"Co", "Cn", "Cs"})
"""Private use (外字 of a town's own making), unassigned, surrogates."""


def can_be_printed(household: Household, register: FamilyRegister | None) -> bool:
    """Whether every name, and the address, fits and has characters that other systems know."""
    names = [member.person.name for member in household.members]
    names += [] if register is None else [each.name for each in register.members]
    return (
        all(len(name) <= NAME_CHARS_MAX for name in names)
        and len(household.address) <= ADDRESS_CHARS_MAX
        and not any(unicodedata.category(c) in _UNPRINTABLE for text in (*names, household.address) for c in text)
    )
