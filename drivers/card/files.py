"""Which application and which file are current, and the proof that they are still this card's."""

from __future__ import annotations

from contextlib import suppress

from drivers.card.apdu import (
    END_OF_FILE,
    FILE_NOT_FOUND,
    OK,
    SECURITY_NOT_SATISFIED,
    SHORT_IDS,
    WRONG_OFFSET,
    read_binary,
    read_short_file,
    select_application,
    select_file,
)
from drivers.card.channel import DEVICE, Channel, refused
from drivers.card.reader import CardSwapped
from drivers.errors import BadAnswer


class Files:
    """The application's files on one link: the application is selected once, then files.

    A card that is powered up has another application current (the issuer's). So the selection is a proof
    of which card answers, beside the link itself, which breaks when a card leaves: were a card taken
    away and another one powered by the reader's own firmware, unseen by PC/SC, that card would have no
    JPKI application selected and would refuse every file. Hence two rules. The application is never
    selected a second time on a link. And when a file is refused, a file that this link has already had
    decides: refused as well, it is another card, `CardSwapped`, and the link is used no more.

    Every method may raise `CardSwapped`, `Refused` (the card said no), and what `Channel` raises.
    """

    def __init__(self, channel: Channel, aid: bytes, *, short_ids: bool) -> None:
        self._channel = channel
        self._select_application = select_application(aid)
        self._short_ids = short_ids
        self._awake = self._inside = False
        self._current: int | None = None
        self._had: list[int] = []

    def enter(self) -> int:
        """Select the application, unless this link has; the status word, 9000 for success."""
        if self._inside:
            return OK
        if not self._awake:
            # The measured card answers its first command after power-up with 6F00, whatever it is: this
            # one is thrown away.
            with suppress(BadAnswer):
                self._channel.once(self._select_application)
            self._awake = True
        sw = self._channel.exchange(self._select_application).sw
        self._inside = sw == OK
        return sw

    def demand(self, ef: int) -> None:
        """Make `ef` current. A file that is current costs nothing; one that is not there is `Refused`."""
        if not self._open(ef):
            raise refused(select_file(ef), FILE_NOT_FOUND)

    def prove(self, ef: int) -> None:
        """As `demand`, by a command in any case: right before a secret or a signature goes through.

        Between this command and the next no hand can exchange cards; and a card that came all the same
        would have no file current, and refuse the secret untried (6986).
        """
        self._current = None
        self.demand(ef)

    def read_start(self, ef: int, size: int) -> bytes | None:
        """The first `size` bytes (1 to 256) of `ef`, or fewer; `ef` is then current. None when there is no
        such file, or it has no bytes at all.

        By the short id, one command, where the card knows it; or in the long way, two. Only reading goes
        both ways, for only reading may be asked again. Raises `PinNeeded` where the file is behind a secret.
        """
        data = self._read_by_short_id(ef, size) or self._read_by_selection(ef, size)
        return data[:size] or None

    def without_short_ids(self) -> bool:
        """Use no short id from here on; whether one may have been used until now."""
        used, self._short_ids = self._short_ids, False
        self.forget()
        return used

    def forget(self) -> None:
        """Take it no longer for granted which file is current."""
        self._current = None

    # -- reading

    def _read_by_short_id(self, ef: int, size: int) -> bytes:
        """Nothing when the card answers nothing of use: it may not know short ids, or not have the file."""
        if not self._short_ids or ef not in SHORT_IDS:
            return b""
        self._demand_application()
        self._current = None
        apdu = read_short_file(ef, size)
        answer = self._channel.exchange(apdu)
        if answer.sw == SECURITY_NOT_SATISFIED:
            raise refused(apdu, answer.sw)
        if answer.sw not in (OK, END_OF_FILE) or not answer.data:
            self._short_ids = False
            return b""
        self._note(ef)
        return answer.data

    def _read_by_selection(self, ef: int, size: int) -> bytes:
        if not self._open(ef):
            return b""
        apdu = read_binary(0, size)
        answer = self._channel.exchange(apdu)
        if answer.sw == WRONG_OFFSET:
            return b""
        if answer.sw not in (OK, END_OF_FILE):
            raise refused(apdu, answer.sw)
        return answer.data

    # -- selecting

    def _open(self, ef: int) -> bool:
        """Make `ef` current; False when there is no such file."""
        if self._current == ef:
            return True
        self._demand_application()
        sw = self._sw_of_select(ef)
        if sw == OK:
            self._note(ef)
            return True
        if ef in self._had or (self._had and self._sw_of_select(self._had[0]) != OK):
            words = f"{DEVICE}: the application is not selected any more: another card lies there"
            raise self._channel.end(CardSwapped(words))
        if sw == FILE_NOT_FOUND:
            return False
        raise refused(select_file(ef), sw)

    def _demand_application(self) -> None:
        if (sw := self.enter()) != OK:
            raise refused(self._select_application, sw)

    def _sw_of_select(self, ef: int) -> int:
        self._current = None
        return self._channel.exchange(select_file(ef)).sw

    def _note(self, ef: int) -> None:
        self._current = ef
        if ef not in self._had:
            self._had.append(ef)
