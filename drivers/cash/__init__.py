"""Speaks ccTalk to the cash devices on one wire: a coin acceptor, a coin hopper per value, a bill validator.

codec (packets) <- bus (request and reply) <- event_buffer <- buffered (events, inhibits, self-check) <- acceptor,
validator; bus <- hopper (with its payout and its security); all <- device (the face). Written from the
ccTalk Generic Specification 4.7, parts 1 to 4; "S2 3.27" in a docstring is its part 2, section 3.27.
"""
