"""Made-up texts and what they have in common, for the tests of what is shared and what is own."""

import pandas as pd

from analysis.say.names import Names

FOUR = ["anhui", "beijing", "fujian", "gansu"]

# Anhui's second provision is own against Beijing, and shared with the superior document.
OF_TWO = pd.DataFrame(
    [
        ("x-1", "beijing", "y-1", 0.7, 0.5, "adapted"),
        ("x-2", "beijing", "y-1", 0.1, 0.0, "own"),
        ("x-1", "parent", "c-1", 0.2, 0.1, "own"),
        ("x-2", "parent", "c-1", 0.6, 0.9, "shared"),
        ("y-1", "anhui", "x-1", 0.7, 0.1, "own"),
    ],
    columns=["provision_id", "reference", "best_match", "similarity", "containment", "status"],
)


def names_of_four() -> Names:
    provinces = pd.DataFrame(
        {"province": FOUR, "name_zh": ["安徽", "北京", "福建", "甘肃"],
         "name_en": ["Anhui", "Beijing", "Fujian", "Gansu"]}
    )  # fmt: skip
    areas = pd.DataFrame(
        [("net", "all", 0, "网络", "Networks"), ("sec", "all", 1, "安全", "Security")],
        columns=["area", "topic", "position", "name_zh", "name_en"],
    )
    return Names(provinces, areas)


def provisions_of_four() -> pd.DataFrame:
    """Two provisions of Anhui, one of each other province."""
    return pd.DataFrame(
        [("a-1", "anhui"), ("a-2", "anhui"), ("b-1", "beijing"), ("f-1", "fujian"), ("g-1", "gansu")],
        columns=["provision_id", "province"],
    ).assign(heading=["建网", "育才", "", "", ""])  # fmt: skip


def overlap_of_four() -> pd.DataFrame:
    """Anhui's first stands in Beijing's, which is adapted from it; the others stand alone."""
    status = {("a-1", "beijing"): "shared", ("b-1", "anhui"): "adapted"}
    near = {
        ("a-1", "beijing"): 0.9,
        ("b-1", "anhui"): 0.9,
        ("f-1", "gansu"): 0.4,
        ("g-1", "fujian"): 0.4,
    }
    match = {"anhui": "a-1", "beijing": "b-1", "fujian": "f-1", "gansu": "g-1"}
    owned = provisions_of_four()[["provision_id", "province"]].to_numpy()
    return pd.DataFrame(
        [(i, q, match[q], near.get((i, q), 0.1), status.get((i, q), "own"))
         for i, p in owned for q in FOUR if p != q],
        columns=["provision_id", "reference", "best_match", "similarity", "status"],
    )  # fmt: skip


def sentence_table(texts: dict[str, str]) -> pd.DataFrame:
    """A body sentence for each provision."""
    return pd.DataFrame(
        [(f"{i}-s01", i, 100, 100 + len(t), "body", t) for i, t in texts.items()],
        columns=["sentence_id", "provision_id", "start", "end", "zone", "text"],
    )


def provision_table(provinces: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(provinces.items(), columns=["provision_id", "province"])


def weight_table(weights: dict[tuple[str, str], float]) -> pd.DataFrame:
    return pd.DataFrame(
        [(i, term, w) for (i, term), w in weights.items()],
        columns=["provision_id", "term", "tf_idf"],
    )
