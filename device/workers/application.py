"""What a 利用登録申請 says, out of the vault: the same words for the card that signs and the centre that is told."""

from __future__ import annotations

from dataclasses import dataclass, field

from device.vault import Vault
from statemachine.registration import LOT, NAME_PARTS, TELEPHONE, chosen


@dataclass(frozen=True, slots=True)
class ApplicationWords:
    """domicile: without prefecture and municipality, which the session names."""

    domicile: str = field(repr=False)
    register_head: str = field(repr=False)
    telephone: str = field(repr=False)


def words_of(vault: Vault) -> ApplicationWords:
    """What was chosen and typed. Raises `VaultEmpty` when the visit is over."""
    return ApplicationWords(
        domicile=vault.text_of(chosen("town", 0)) + vault.text_of(LOT),
        register_head=" ".join(vault.text_of(chosen("name", part)) for part in range(NAME_PARTS)),
        telephone=vault.text_of(TELEPHONE),
    )
