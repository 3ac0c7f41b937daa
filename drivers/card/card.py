"""The face of the card: who lies there, the certificates, their secrets, a signature."""

from __future__ import annotations

import hashlib
from contextlib import suppress

from drivers.card.apdu import (
    AUTHENTICATION_BLOCKED,
    OK,
    QUERY_TRIES,
    READ_BYTES_MAX,
    REFERENCE_DATA_BLOCKED,
    compute_signature,
    meaning,
    tries_in,
    verify,
)
from drivers.card.certificate import is_padding, read_rest
from drivers.card.channel import Channel, bad_answer, refused
from drivers.card.files import Files
from drivers.card.outcomes import CardKind, PinAccepted, PinLocked, PinNeeded, PinOutcome, PinWrong
from drivers.card.profile import JPKI, Profile, Use
from drivers.card.reader import Link
from drivers.errors import Refused

_BLOCKED = (AUTHENTICATION_BLOCKED, REFERENCE_DATA_BLOCKED)

_CHECKING_ERRORS = 0x6700
"""From here on a status word means that the command was not carried out (ISO/IEC 7816-4 §5.6)."""


class JpkiCard:
    """A card on an exclusive link, for one visit: whoever made the link calls `release` on every way out.

    Every method may raise `CardGone` (the card was taken away; from then on the link is used no more),
    its kind `CardSwapped` (another card answers: see `Files`), `BadAnswer` (what came is no answer),
    `Refused` (the card said no, with its status word) and what the link itself raises.

    From power-up to a signature with a certificate of up to 1792 bytes: 16 commands.
    """

    def __init__(self, link: Link, profile: Profile = JPKI) -> None:
        self._link = link
        self._channel = Channel(link)
        self._profile = profile
        self._files = Files(self._channel, profile.aid, short_ids=profile.short_ids)
        self._tries: dict[Use, int] = {}

    def identify(self) -> CardKind:
        """What lies on the reader, by selection and label alone (the ATR of a contactless card is the
        reader's invention and tells nothing)."""
        if self._files.enter() != OK:
            return CardKind.FOREIGN
        label = None
        with suppress(Refused):
            label = self._files.read_start(self._profile.token_ef, self._profile.label_bytes)
        return self._profile.labels.get((label or b"").rstrip(b" \x00"), CardKind.FOREIGN)

    def read_certificate(self, use: Use) -> bytes | None:
        """The certificate for this use, DER; None when the card holds none. Idempotent.

        Raises `PinNeeded` where the file is behind the secret (署名用, and both on phones): ask again
        after `verify`.
        """
        ef = self._profile.credentials[use].certificate_ef
        first = self._files.read_start(ef, READ_BYTES_MAX)
        if first is None or is_padding(first):
            return None
        try:
            return read_rest(self._channel, first, self._profile.certificate_bytes_max)
        except PinNeeded:
            raise
        except Refused:
            # A card may answer to a short id and yet not make the file current for the next command.
            if not self._files.without_short_ids():
                raise
        return self.read_certificate(use)

    def tries_left(self, use: Use) -> int:
        """How many wrong secrets the card would still take before it locks; 0 when it is locked.

        Consumes no try. Idempotent.
        """
        credential = self._profile.credentials[use]
        self._tries.pop(use, None)
        self._files.demand(credential.pin_ef)
        sw = self._channel.once(QUERY_TRIES).sw
        # 9000: some cards may say "already verified" here; a right secret has just reset the counter.
        tries = 0 if sw in _BLOCKED else credential.tries if sw == OK else tries_in(sw)
        if tries is None:
            raise self._no(QUERY_TRIES, sw)
        self._tries[use] = tries
        return tries

    def fits(self, use: Use, secret: bytearray) -> bool:
        """Whether `secret` can be the one for this use, by its form alone; the card is not asked."""
        return self._profile.credentials[use].secret.fits(secret)

    def verify(self, use: Use, secret: bytearray) -> PinOutcome:
        """Try a secret: 4 ASCII digits for 利用者証明用; for 署名用 6 to 16 letters and digits in any case.

        NOT idempotent: each call may consume a try, so nothing here is ever repeated. After any
        exception it is unknown whether a try was consumed; `tries_left` tells. `secret` stays the
        caller's, to be overwritten there; its small letters become capitals where they are.

        The counter comes first: where this visit does not know it, it is read here, and a locked card is
        told so without being shown anything. Then the PIN file is selected, also when it is current
        already: this is what shows that the same card still lies there (see `Files`). VERIFY never
        names the file by its short id, which would save that command and with it the proof.

        Raises ValueError, which shows nothing, for what cannot be such a secret.
        """
        credential = self._profile.credentials[use]
        credential.secret.prepare(secret)
        tries = self._tries.get(use)
        if tries is None:
            tries = self.tries_left(use)
        if tries == 0:
            return PinLocked()
        self._files.prove(credential.pin_ef)
        del self._tries[use]
        outcome = self._show(secret)
        match outcome:
            case PinAccepted():
                self._tries[use] = credential.tries
            case PinWrong(tries_left=tries):
                self._tries[use] = tries
            case PinLocked():
                self._tries[use] = 0
        return outcome

    def sign(self, use: Use, challenge: bytes) -> bytes:
        """The card's signature over `challenge` (any length; hashed here), in the profile's key type.

        JPKI: PKCS #1 v1.5, 256 bytes. Raises `PinNeeded` without a verified secret. As with `verify`, the
        key's file is selected each time, and never named by a short id.
        """
        key = self._profile.key_type
        self._files.prove(self._profile.credentials[use].key_ef)
        digest = hashlib.new(key.hash_name, challenge).digest()
        apdu = compute_signature(key.digest_info_prefix + digest)
        answer = self._channel.exchange(apdu)
        if answer.sw != OK:
            raise self._no(apdu, answer.sw)
        if len(answer.data) != key.signature_bytes:
            raise bad_answer(apdu, f"{len(answer.data)} bytes are no signature ({key.name})")
        return answer.data

    def release(self) -> None:
        """Cut the card's power, which alone ends a verified secret. Never raises; may be called again."""
        self._link.release()

    # -- the secret

    def _show(self, secret: bytearray) -> PinOutcome:
        """VERIFY, exactly once, of the PIN file that is current."""
        apdu = verify(secret)
        answer = self._channel.once_secret(apdu)
        if answer.data:
            raise bad_answer(apdu, "data where only a status word can be")
        tries = tries_in(answer.sw)
        if answer.sw == OK:
            return PinAccepted()
        if answer.sw in _BLOCKED or tries == 0:
            return PinLocked()
        if tries is not None:
            return PinWrong(tries)
        if answer.sw < _CHECKING_ERRORS:
            raise bad_answer(apdu, f"{meaning(answer.sw)} says nothing about the PIN")
        raise self._no(apdu, answer.sw)

    def _no(self, apdu: bytes | bytearray, sw: int) -> Refused:
        """The error for a refusal; which file is current is then no longer taken for granted."""
        self._files.forget()
        return refused(apdu, sw)
