"""Scripted customers as TOML files, and the reading and judging of them.

`catalogue` finds and loads them, `script` turns plain data into frozen dataclasses, `everywhere`
makes one journey for each state of the kiosk out of one file, `expect` judges a finished world by
what a bystander could see, weigh and read. Import from these modules; nothing is imported here, so
that the verbs, the customer and the scripts may each know the one below.
"""
