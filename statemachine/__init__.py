"""Decides what the kiosk does next: pure, no I/O, no clock, no thread, no personal data."""
