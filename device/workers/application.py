"""What a 利用登録申請 says, out of the vault: the same words for the card that signs and the centre that is told."""

from __future__ import annotations

from dataclasses import dataclass, field

from device.vault import Vault
from statemachine.registration import LOT, TELEPHONE
from statemachine.registration_commands import SignApplication, SubmitApplication


@dataclass(frozen=True, slots=True)
class ApplicationWords:
    """domicile: without prefecture and municipality, which the session names."""

    domicile: str = field(repr=False)
    register_head: str = field(repr=False)
    telephone: str = field(repr=False)


def words_of(command: SignApplication | SubmitApplication, vault: Vault) -> ApplicationWords:
    """What was chosen and typed. Raises `VaultEmpty` when the visit is over."""
    return ApplicationWords(
        domicile=vault.text_of(command.town) + vault.text_of(LOT),
        register_head=" ".join(vault.text_of(part) for part in command.head),
        telephone=vault.text_of(TELEPHONE),
    )
