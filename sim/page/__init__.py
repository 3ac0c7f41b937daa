"""Plays an A4 laser printer on its network wire: IPP/2.0 over HTTP at `/ipp/print`.

The codec (`tags`, `values`, `codec`), what each operation means (`operations`, `requests`,
`tickets`, `printer_attributes`, `job_attributes`) and the mechanics by the clock (`engine`: tray,
paper path, output tray; `habits`: what one printer does otherwise than the next) are one file
each; `printer` puts them behind the simulators' HTTP server.

Written from RFC 8010 (encoding and transport), RFC 8011 (model and semantics) and, for the names
of media and for the trays, PWG 5101.1 and PWG 5100.13; dots come as PWG 5102.4 has them.
"""

from sim.page.engine import Timing
from sim.page.habits import Habits
from sim.page.paper import Sheet
from sim.page.printer import PagePrinter

__all__ = ["Habits", "PagePrinter", "Sheet", "Timing"]
