"""The certificate centre of a configuration, for commands that ask it something."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from device.cli.errors import UsageError

if TYPE_CHECKING:
    from device.config.kiosk import KioskConfig
    from drivers.centre import CentreClient
    from drivers.clock import Clock


@contextmanager
def centre_of(path: Path, config: KioskConfig, clock: Clock) -> Iterator[CentreClient]:
    """Its client, closed behind the block. path: of the configuration, for messages.

    Raises `UsageError` for a simulated centre, which would be a new one that has issued nothing.
    """
    from device.ports.opening import open_http
    from drivers.centre import CentreClient
    from drivers.http import HttpClient

    if config.centre_url.startswith("sim:"):
        raise UsageError(f"{path}: centre.url is {config.centre_url}, a centre that has issued nothing yet")
    host, opener, _ = open_http(
        config.centre_url,
        clock,
        certificate=config.centre_certificate,
        key=config.centre_key,
        authority=config.centre_authority,
    )
    client = CentreClient(HttpClient("certificate centre", host, opener, clock), config.terminal_id, clock)
    try:
        yield client
    finally:
        client.close()
