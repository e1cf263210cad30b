"""Small real files that the pages offer: a PDF, a Word document, pictures. Made here, not stored."""

import io
import struct
import zlib
from functools import cache

from docx import Document


@cache
def pdf() -> bytes:
    """A PDF of one page with one line of text."""
    stream = b"BT /F1 18 Tf 72 760 Td (Wangshu District - Document) Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


@cache
def docx() -> bytes:
    document = Document()
    document.add_heading("望舒区申请表", level=1)
    table = document.add_table(rows=3, cols=2)
    for row, words in zip(table.rows, ("申请事项", "申请单位", "联系方式"), strict=True):
        row.cells[0].text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@cache
def png(colour: str, width: int, height: int) -> bytes:
    """A picture that fades from ``colour`` (#rrggbb) towards white, left to right."""
    base = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    row = b"\0" + b"".join(bytes(part + (255 - part) * x * 2 // (3 * width) for part in base) for x in range(width))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(row * height))
        + _chunk(b"IEND", b"")
    )
