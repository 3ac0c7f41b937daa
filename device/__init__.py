"""Runs the box: loop, store, vault, ports, workers, texts, screens."""
