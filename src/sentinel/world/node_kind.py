"""The kinds of service that an estate is made of."""

from enum import IntEnum


class NodeKind(IntEnum):
    """What a service is."""

    EDGE = 0
    """The gateway; every user request enters here."""
    WORKLOAD = 1
    """Stateless; holds threads and a connection pool."""
    DATABASE = 2
    """A primary on one host and a replica on another."""
    CACHE = 3
    """Look-aside or session cache."""
    QUEUE = 4
    """A topic and its consumers."""
