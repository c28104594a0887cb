"""The Chinese font that ships with the pages, as small as it can be."""

from io import BytesIO

from analysis.store.files import font_file


def subset_font(text: str) -> bytes:
    """Cut the Chinese font down to the characters of a text, as WOFF2."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.woff2 import WOFF2FlavorData

    # Outlines are kept as they are, so their boxes need not be found anew.
    font = TTFont(font_file(), recalcTimestamp=False, recalcBBoxes=False, lazy=True)
    # Horizontal Chinese and Latin need no layout tables, which are slow to cut.
    layout = ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx"]
    subsetter = subset.Subsetter(subset.Options(layout_features=[], drop_tables=layout))
    subsetter.populate(unicodes=sorted(map(ord, set(text))))
    subsetter.subset(font)
    font.flavor = "woff2"
    # Glyphs as they are: reordering them for WOFF2 saves 8 kB and costs seconds.
    font.flavorData = WOFF2FlavorData(transformedTables=[])
    buffer = BytesIO()
    font.save(buffer)
    return buffer.getvalue()
