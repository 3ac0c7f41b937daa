"""One worker a peripheral: commands become driver calls, drivers' own words become events.

A worker is plain blocking code over a mailbox, a clock and a driver. In the box it runs in a thread,
in virtual time in a greenlet; it cannot tell. Nothing else in the house knows both a driver's types
and the machine's.
"""
