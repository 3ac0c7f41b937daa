"""Screens: the view of each state, from the visit, one file a part of the journey. Ids and handles only."""
