"""The trays' contacts: the other end of a serial port's modem-status inputs."""

from sim.contacts.contacts import INPUTS, Contacts
from sim.contacts.telnet_port import LentPort

__all__ = ["INPUTS", "Contacts", "LentPort"]
