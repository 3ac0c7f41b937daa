"""Grade full, put together: a document and its key in, a two-sided job in the printer's own dots out."""

from __future__ import annotations

from collections.abc import Sequence

from device.press.finish import Finished
from device.press.full import picture, scramble, sides
from device.press.full.label import Label
from device.press.full.pdf import Print, job
from device.press.full.sheet import Sheet, resolution_for
from drivers.centre import Document
from drivers.errors import BadAnswer, Refused


class Full:
    """Presses for one printer. The document's key is used here and kept nowhere."""

    def __init__(self) -> None:
        self._sheet = Sheet()

    def fit(self, resolutions_dpi: Sequence[int]) -> None:
        """See `Finish.fit`; what is the same on every sheet is made here, before the first customer comes.

        Raises `FontMissing`.
        """
        dpi = resolution_for(tuple(resolutions_dpi))
        if dpi is None:
            offered = ", ".join(map(str, resolutions_dpi))
            raise Refused(
                "page printer", "fit the press to it", f"it prints {offered} dpi, and けん制文字 need 600 to 1200",
                'use another model of printer, or set [press] grade = "plain"',
            )  # fmt: skip
        self._sheet = Sheet(dpi)
        sides.fixed(self._sheet)

    def finish(self, document: Document, request: str) -> Finished:
        """See `Finish.finish`. Raises `FontMissing`, and `BadAnswer` for a front too full to be scrambled."""
        fixed = sides.fixed(self._sheet)
        both: list[tuple[Print, ...]] = []
        for page in range(document.sheets):
            label = Label(
                document=document.id,
                request=request,
                bundle=document.bundle,
                sha256=document.sha256,
                signature=document.signature,
                sheet=page + 1,
                sheets=document.sheets,
                dpi=self._sheet.dpi,
            )
            try:
                front = picture.taken(document.pdf, page, scramble.PICTURE_BYTES_MAX)
            except picture.TooMuch:
                raise BadAnswer(
                    "certificate centre", f"press {request}", f"page {page + 1} holds more than its scramble image can",
                    "report it to the centre",
                ) from None  # fmt: skip
            payload = scramble.scrambled(front, document.scramble_key, label)
            both += [fixed.front, (*fixed.back, *sides.own(self._sheet, label, payload))]
        return Finished(job(self._sheet, both, document.pdf), sides=2 * document.sheets)
