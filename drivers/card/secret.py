"""What a card's secret may look like, and bringing it into the form that the card compares with."""

from __future__ import annotations

from dataclasses import dataclass

_LOWER_CASE = range(ord("a"), ord("z") + 1)
_TO_UPPER_CASE = ord("A") - ord("a")


@dataclass(frozen=True, slots=True)
class SecretRule:
    """The form of a PIN or a password: the card compares bytes, so the host sees to their form.

    words: the rule as messages may say it. characters_min, characters_max: its length. alphabet: its
    ASCII characters. any_case: the customer may type small letters where the alphabet has capitals.
    """

    words: str
    characters_min: int
    characters_max: int
    alphabet: bytes
    any_case: bool = False

    def fits(self, secret: bytearray) -> bool:
        """Whether `secret` can be one: its length, and each character."""
        in_length = self.characters_min <= len(secret) <= self.characters_max
        return in_length and all(self._as_compared(byte) in self.alphabet for byte in secret)

    def prepare(self, secret: bytearray) -> None:
        """Make `secret` what the card compares with, in its own memory: no copy of it is made.

        Raises ValueError, which shows the rule and nothing of the secret, for what cannot be one.
        """
        if not self.fits(secret):
            raise ValueError(self.words)
        for at, byte in enumerate(secret):
            secret[at] = self._as_compared(byte)

    def _as_compared(self, byte: int) -> int:
        return byte + _TO_UPPER_CASE if self.any_case and byte in _LOWER_CASE else byte
