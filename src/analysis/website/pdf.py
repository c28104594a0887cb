"""The brief as a PDF to print: tagged for screen readers, fonts embedded, the same at every run."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).parent / "templates" / "brief.typ"


def brief_pdf(brief: Mapping[str, Any], font: Path, template: Path = TEMPLATE) -> bytes:
    """Set a brief as a PDF that keeps PDF/UA-1, in one font, with no system font or clock.

    `brief` holds texts and lists only: language, region, title, author, foot, and parts as from
    `brief.in_one_language`, each figure with its svg, title and alt text. Raises ValueError when
    something keeps the PDF from the standard, such as a figure without alt text, a character
    without a glyph, or anything that the template warns of.
    """
    import typst

    try:
        pdf, warnings = typst.compile_with_warnings(
            template,
            root=template.parent,
            font_paths=[font.parent],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="ua-1",
            timestamp=0,
            sys_inputs={"brief": json.dumps(brief)},
        )
    except typst.TypstError as error:
        raise ValueError(f"{template.name}: {error}. Correct the template or the text.") from None
    if warnings:
        raise ValueError(f"{template.name}: {warnings[0].message}. Correct the template.")
    return bytes(pdf)
