"""Every kind that is the same everywhere has its words: its name, its scopes, its items with 有 and 無."""

from __future__ import annotations

from device.config.kinds import load_types
from device.texts.ja import TEXTS


def test_every_kind_scope_and_item_has_words() -> None:
    needed = []
    for kind in load_types().values():
        needed += [f"{kind.kind}.{scope}" for scope in kind.scopes]
        needed += [] if kind.by_scope and kind.kind in TEXTS else [kind.kind]
        needed += [f"item.{item}{answer}" for item in kind.items for answer in ("", ".yes", ".no")]
    assert len(needed) > 25
    assert not [text for text in needed if text not in TEXTS]
