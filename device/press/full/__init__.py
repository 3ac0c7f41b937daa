"""Grade full: what a certificate carries so that a copy or a changed copy betrays itself (docs/press.md).

Both sides bear けん制文字; the back bears the front once more, encrypted, in cells (スクランブル画像), a 2D code
with the document's id and signature, and the 偽造防止検出画像. `device.press.reading` takes a scan of it apart again.
Everything here works at the printer's own dots: nothing is left to its halftoning.
"""
