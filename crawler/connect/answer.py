"""What a server answered, whichever client asked. Holds facts; judges nothing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HttpAnswer:
    """``headers`` as the bytes that came; ``body`` decompressed; ``elapsed`` seconds to the last byte.

    ``flags``: "partial" (no length, closed), "truncated" (less than promised), "undecoded" (compression broken),
    "too_large" (cut at a limit), "tls_unverified", "tls_legacy". ``hops``: the addresses before ``final_url``.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    elapsed: float
    flags: frozenset[str] = frozenset()
    hops: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The first header of that name as Latin-1 text, or an empty string."""
        wanted = name.lower().encode()
        return next((v.decode("latin-1").strip() for k, v in self.headers if k.lower() == wanted), "")
