"""Speaks: one package per peripheral, codec -> driver -> face.

A driver knows the wire and never knows why. It is plain blocking code over a `Port` and a `Clock`
(drivers/port.py, drivers/clock.py) and waits through these alone: no sleep, no socket, no thread.
"""
