"""How much of each document every zone takes."""

import pandas as pd

from analysis.text.han import count_han
from analysis.vocabulary import ZONES


def zone_lengths(segments: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """Measure each zone of each document in Han characters.

    Returns doc_id, zone, n_han, one row for every zone that the document has, in the order of
    `vocabulary.ZONES`.
    """
    raw = texts.set_index("doc_id")["text"]
    n_han = [count_han(raw[p.doc_id][p.start : p.end]) for p in segments.itertuples()]
    zone = pd.Categorical(segments["zone"], ZONES, ordered=True)
    lengths = segments.assign(n_han=n_han, zone=zone)
    lengths = lengths.groupby(["doc_id", "zone"], observed=True)["n_han"].sum().reset_index()
    return lengths.astype({"zone": "str"})
