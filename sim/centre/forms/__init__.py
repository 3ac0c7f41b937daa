"""The municipalities' forms as typst templates, one a kind of certificate, over what they share.

A package only so that the templates ship; nothing here is imported.
"""
