"""The one HTTP/1.1 server of the simulators: a peripheral on a byte wire, on h11, without sockets.

A request is handled the moment its last byte arrives: its effect is had then, whatever becomes of
the answer. The answer leaves when it is due. That order is what makes a lost answer dangerous for
a controller, and it is the order of the real world.

Source: RFC 9112 (HTTP/1.1), RFC 9110 section 10.1.1 (Expect: 100-continue).
"""

from sim.http.faults import HttpFaults
from sim.http.messages import Request, Response
from sim.http.server import HttpServer

__all__ = ["HttpFaults", "HttpServer", "Request", "Response"]
