"""The face of the card: who lies there, the certificate, the PIN, a signature."""

from __future__ import annotations

import hashlib
from contextlib import suppress

from drivers.card.apdu import (
    AUTHENTICATION_BLOCKED,
    END_OF_FILE,
    FILE_NOT_FOUND,
    OK,
    QUERY_TRIES,
    READ_BYTES_MAX,
    REFERENCE_DATA_BLOCKED,
    compute_signature,
    meaning,
    read_binary,
    read_short_file,
    select_application,
    select_file,
    tries_in,
    verify,
)
from drivers.card.certificate import read_first, read_whole
from drivers.card.channel import Channel, bad_answer, refused
from drivers.card.outcomes import CardKind, PinAccepted, PinLocked, PinOutcome, PinWrong
from drivers.card.profile import JPKI, Profile
from drivers.card.reader import Link
from drivers.errors import BadAnswer, Refused

_BLOCKED = (AUTHENTICATION_BLOCKED, REFERENCE_DATA_BLOCKED)

_CHECKING_ERRORS = 0x6700
"""From here on a status word means that the command was not carried out (ISO/IEC 7816-4 §5.6)."""


class JpkiCard:
    """A card on an exclusive link, for one visit: whoever made the link calls `release` on every way out.

    Every method may raise `CardGone` (the card was taken away), `BadAnswer` (what came is no answer),
    `Refused` (the card said no, with its status word) and what the link itself raises.

    From power-up to a signature with a certificate of 1.6 kB: 16 commands.
    """

    def __init__(self, link: Link, profile: Profile = JPKI) -> None:
        self._link = link
        self._channel = Channel(link)
        self._profile = profile
        self._awake = False
        self._inside = False
        self._file: int | None = None

    def identify(self) -> CardKind:
        """What lies on the reader, by selection and label alone (the ATR of a contactless card is the
        reader's invention and tells nothing)."""
        if self._select_application() != OK:
            return CardKind.FOREIGN
        return self._kind_by_short_id() or self._kind_by_selection() or CardKind.FOREIGN

    def read_certificate(self) -> bytes | None:
        """The 利用者証明用 certificate, DER; None when the card holds none. Idempotent.

        Raises `PinNeeded` where the file is behind the PIN (phones): ask again after `verify_pin`.
        """
        if not self._open(self._profile.auth_certificate_ef):
            return None
        return read_whole(self._channel, self._profile.certificate_bytes_max)

    def tries_left(self) -> int:
        """How many wrong PINs the card would still take before it locks; 0 when it is locked.

        Consumes no try. Idempotent.
        """
        self._demand(self._profile.auth_pin_ef)
        sw = self._channel.once(QUERY_TRIES).sw
        if sw in _BLOCKED:
            return 0
        if sw == OK:
            # Some cards may say "already verified" here; a right PIN has just reset the counter.
            return self._profile.auth_pin_tries
        tries = tries_in(sw)
        if tries is None:
            raise self._no(QUERY_TRIES, sw)
        return tries

    def verify_pin(self, pin: bytearray) -> PinOutcome:
        """Try the 利用者証明用 PIN: exactly 4 ASCII digits.

        NOT idempotent: each call may consume a try, so nothing here is ever repeated. After any
        exception it is unknown whether a try was consumed; `tries_left` tells. `pin` stays the
        caller's, to be overwritten there. Raises ValueError, which shows nothing, for what is no PIN.
        """
        if len(pin) != self._profile.auth_pin_digits or not pin.isdigit():
            raise ValueError(f"a PIN is {self._profile.auth_pin_digits} ASCII digits")
        self._demand(self._profile.auth_pin_ef)
        apdu = verify(pin)
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

    def sign(self, challenge: bytes) -> bytes:
        """The card's signature over `challenge` (any length; hashed here): PKCS #1 v1.5, 256 bytes.

        Raises `PinNeeded` without a verified PIN.
        """
        key = self._profile.key_type
        self._demand(self._profile.auth_key_ef)
        digest = hashlib.new(key.hash_name, challenge).digest()
        apdu = compute_signature(key.digest_info_prefix + digest)
        answer = self._channel.exchange(apdu)
        if answer.sw != OK:
            raise self._no(apdu, answer.sw)
        if len(answer.data) != key.signature_bytes:
            raise bad_answer(apdu, f"{len(answer.data)} bytes are no signature ({key.name})")
        return answer.data

    def same_card(self, certificate: bytes) -> bool:
        """Whether this is the card that `certificate` was read from, by its first 256 bytes.

        These hold the serial number, the issuer and the term. One or two commands once the application
        is selected. Raises `PinNeeded` where the file is behind the PIN, ValueError for no certificate.
        """
        if not certificate:
            raise ValueError("no certificate to compare with")
        if not self._open(self._profile.auth_certificate_ef):
            return False
        size = min(READ_BYTES_MAX, len(certificate))
        return read_first(self._channel, size) == certificate[:size]

    def release(self) -> None:
        """Cut the card's power, which alone ends a verified PIN. Never raises; may be called again."""
        self._inside, self._file = False, None
        self._link.release()

    # -- selection

    def _select_application(self) -> int:
        """The status word of selecting the application; 9000 is success."""
        apdu = select_application(self._profile.aid)
        self._inside, self._file = False, None
        if not self._awake:
            # The measured card answers its first command after power-up with 6F00, whatever it is: this
            # one is thrown away.
            with suppress(BadAnswer):
                self._channel.once(apdu)
            self._awake = True
        sw = self._channel.exchange(apdu).sw
        self._inside = sw == OK
        return sw

    def _open(self, ef: int) -> bool:
        """Make `ef` current; False when there is no such file. A file that is current costs nothing."""
        if not self._inside and (sw := self._select_application()) != OK:
            raise refused(select_application(self._profile.aid), sw)
        if self._file == ef:
            return True
        self._file = None
        apdu = select_file(ef)
        sw = self._channel.exchange(apdu).sw
        if sw == FILE_NOT_FOUND:
            return False
        if sw != OK:
            raise refused(apdu, sw)
        self._file = ef
        return True

    def _demand(self, ef: int) -> None:
        if not self._open(ef):
            raise refused(select_file(ef), FILE_NOT_FOUND)

    def _no(self, apdu: bytes | bytearray, sw: int) -> Refused:
        """The error for a refusal; which file is current is then no longer taken for granted."""
        self._file = None
        return refused(apdu, sw)

    # -- the label

    def _kind_by_short_id(self) -> CardKind | None:
        # One command instead of two; whoever does not know short ids is asked in the long way.
        self._file = None
        return self._kind(read_short_file(self._profile.token_sfi, self._profile.label_bytes))

    def _kind_by_selection(self) -> CardKind | None:
        if self._channel.exchange(select_file(self._profile.token_ef)).sw != OK:
            return None
        self._file = self._profile.token_ef
        return self._kind(read_binary(0, self._profile.label_bytes))

    def _kind(self, apdu: bytes) -> CardKind | None:
        answer = self._channel.exchange(apdu)
        if answer.sw not in (OK, END_OF_FILE):
            return None
        label = answer.data[: self._profile.label_bytes].rstrip(b" \x00")
        return self._profile.labels.get(label)
