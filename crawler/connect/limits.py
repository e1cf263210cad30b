"""How much of an answer is read, and for how long. One set of limits for every client; holds no code."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bytes and seconds. ``body`` bounds the bytes on the wire and, again, the decompressed bytes."""

    header: int = 256 * 1024
    body: int = 20 * 1024 * 1024
    seconds: float = 30.0
    hops: int = 20  # as browsers do
