"""The sample district's leader: signs a draft as the office's own system would, with a number and nothing else."""

from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH


def sign(draft: Path, number: str, out: Path) -> Path:
    """A copy of the draft that bears the number (文号) below its title."""
    document = docx.Document(str(draft))
    named = [paragraph.style.name if paragraph.style else "" for paragraph in document.paragraphs]
    below = document.paragraphs[next(n for n, name in enumerate(named) if name != "公文标题")]
    below.insert_paragraph_before(number, "公文主送").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.save(str(out))
    return out
