"""Servers' certificates and TLS settings as met in the wild, made anew for each test; nothing here is a real one."""

import base64
import datetime as dt
import ssl
import warnings
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from tests.looking.engine.hostile import Hostile

# The 1024-bit group of RFC 2409 6.2: what old appliances still offer.
_OAKLEY_2 = bytes.fromhex(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF"
)
# A ServerHello of TLS 1.2 without any extension: a server that knows nothing of RFC 5746 (secure renegotiation).
_BARE_HELLO = bytes.fromhex("160303002a020000260303") + b"\x5a" * 32 + bytes.fromhex("00c02f00")


@dataclass(frozen=True)
class _Signer:
    name: x509.Name
    key: rsa.RSAPrivateKey


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _signed(
    subject: _Signer, issuer: _Signer, *, host: str = "", authority: bool = False, expired: bool = False
) -> bytes:
    now = dt.datetime.now(dt.UTC)
    ends = now - dt.timedelta(2) if expired else now + dt.timedelta(2)
    built = (
        x509.CertificateBuilder().subject_name(subject.name).issuer_name(issuer.name)
        .public_key(subject.key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(9)).not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )  # fmt: skip
    if host:
        built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    return built.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


class Authority:
    """A root that a client may be told to trust (``root``, a PEM file), and what it signs. All share one key."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        key = rsa.generate_private_key(65537, 2048)
        self._root, self._middle = _Signer(_name("test root"), key), _Signer(_name("test middle"), key)
        self._leaf = _Signer(_name("hostile"), key)
        self.root = folder / "root.pem"
        self.root.write_bytes(_signed(self._root, self._root, authority=True))
        form = serialization.PrivateFormat.TraditionalOpenSSL
        self._secret = folder / "key.pem"
        self._secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))

    def context(self, make: str) -> ssl.SSLContext:
        """``make``: a key of ``rows.TLS``; the host is ``{make}.example``."""
        shown = self._folder / f"{make}.pem"
        shown.write_bytes(self._certificate(make, f"{make}.example"))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if make == "small-dh":
            context.set_ciphers("DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0")
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            context.load_dh_params(str(self._group()))
        context.load_cert_chain(shown, self._secret)
        if make == "tls10":
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # old on purpose
                context.maximum_version = ssl.TLSVersion.TLSv1
        if make == "rsa-kx":
            context.set_ciphers("AES128-SHA:@SECLEVEL=0")
            context.maximum_version = ssl.TLSVersion.TLSv1_2
        return context

    def _certificate(self, make: str, host: str) -> bytes:
        if make == "self-signed":
            return _signed(self._leaf, self._leaf, host=host)
        if make == "incomplete-chain":  # the certificate between is not sent along
            return _signed(self._leaf, self._middle, host=host)
        if make == "wrong-host":
            return _signed(self._leaf, self._root, host="www.other.example")
        return _signed(self._leaf, self._root, host=host, expired=make == "expired")

    def _group(self) -> Path:
        path = self._folder / "dh.pem"
        der = bytes.fromhex("308187028181 00") + _OAKLEY_2 + bytes.fromhex("020102")  # SEQUENCE of prime and 2
        text = base64.encodebytes(der).decode()
        path.write_text(f"-----BEGIN DH PARAMETERS-----\n{text}-----END DH PARAMETERS-----\n")
        return path


_INSTEAD = {
    "plain-on-tls": b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
    "no-renegotiation": _BARE_HELLO,
}


def odd_server(make: str, authority: Authority) -> Hostile:
    """The server that plays a row of ``rows.TLS``."""
    return Hostile(instead=_INSTEAD[make]) if make in _INSTEAD else Hostile(authority.context(make))
