"""Adapters between a driver's `Port` and what is really there."""
