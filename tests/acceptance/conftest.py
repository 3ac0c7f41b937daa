"""The reader of this folder's tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from device.testing.pcscd import PrivatePcscd, why_not
from tests.acceptance.desk import Desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A pcscd of its own for a module; skipped with the reason where none can run."""
    reason = why_not()
    if reason is None and shutil.which("pkcs11-tool") is None:
        reason = "OpenSC is not installed (package opensc)"
    if reason is not None:
        pytest.skip(reason)
    with PrivatePcscd() as service:
        desk = Desk(service, tmp_path_factory.mktemp("desk"))
        try:
            yield desk
        finally:
            desk.take()
