"""Speaks ccTalk to the cash devices: one coin acceptor and a coin hopper per value on one wire.

codec (packets) <- bus (request and reply) <- acceptor, hopper, payout <- device (the face). Written
from the ccTalk Generic Specification 4.7, parts 1 to 4; "S2 3.27" in a docstring is its part 2, section 3.27.
"""
