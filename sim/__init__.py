"""Plays the world on the other side of every wire.

Written from the specifications alone: nothing here is shared with the drivers, so that a mistake
of one end shows at the other. A simulator is a passive object (sim/wire.py) under a host.
"""
