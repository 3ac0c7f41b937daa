"""Reads from a socket with a time-out, for which MSG_WAITALL does not wait."""

from __future__ import annotations

import socket


def exactly(sock: socket.socket, size: int) -> bytes:
    """So many bytes, or what came before the end."""
    found = bytearray()
    while len(found) < size and (data := sock.recv(size - len(found))):
        found += data
    return bytes(found)
