"""The people around the kiosk, as passive objects: the scripted customer, the attendant, a bystander.

The customer meets the kiosk as a browser does, through the screen's wire (docs/screen.md): messages
in, presses out. He knows no state of the kiosk but what the messages say.
"""
