"""Contacts in the trays: on the modem-status inputs of a serial port, whether something lies there."""

from drivers.contacts.lines import InputLines, OpenLines
from drivers.contacts.trays import TrayContacts

__all__ = ["InputLines", "OpenLines", "TrayContacts"]
