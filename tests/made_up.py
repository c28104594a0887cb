"""Made-up tables and corpora, and what is written in charts, for several test files."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis.say.names import Names
from analysis.store.files import RAW
from analysis.store.schema import CONTRACTS


def gaps(verdict="undetermined", gap=0.013, p=0.93, area="net", topic="all"):
    return pd.DataFrame(
        [("anhui", "beijing", area, topic, 0.034, 0.034 - gap, gap, 0.7, -0.021, 0.045, p, p, verdict)],
        columns=[
            "province_a", "province_b", "area", "topic", "coverage_a", "coverage_b", "gap",
            "log2_ratio", "conf_low", "conf_high", "p_value", "p_adjusted", "verdict",
        ],
    )  # fmt: skip


def none_of(table: str) -> pd.DataFrame:
    """A table without rows, such as those that compare provinces where there is only one."""
    types = {name: column.dtype for name, column in CONTRACTS[table].columns.items()}
    return pd.DataFrame(columns=list(types)).astype(types)


def write_corpus(
    folder: Path,
    texts: Mapping[str, str | bytes],
    *,
    provinces: Mapping[str, str] | None = None,
    issuer: str = "省政府",
) -> Path:
    """Write documents, by default each of the province of its name; returns the path of their list."""
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    rows = [",".join(CONTRACTS["documents"].columns)]
    for name, text in texts.items():
        content = text if isinstance(text, bytes) else text.encode()
        file = f"texts/{name}.txt"
        (folder / file).write_bytes(content)
        province = (provinces or {}).get(name, name)
        row = [name, province, "意见", "Opinions", issuer, "2017", "", "policy", "made up"]
        rows.append(",".join([*row, file, hashlib.sha256(content).hexdigest()]))
    path = folder / "documents.csv"
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    return path


# What a chart says in place of a comparison.
SAID_ALONE = ["只有一个省，无从比较 One province alone: there is nothing to compare it with"]


def texts(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


def cells(view, lang="en"):
    return [
        [cell if isinstance(cell, str) else getattr(cell, lang) for cell in row.cells]
        for row in view.rows
    ]


def hrefs(view):
    return [row.href for row in view.rows]


def many_provinces(n: int) -> list[str]:
    """Keys of the first provinces of the shipped list, in alphabetical order."""
    return pd.read_csv(RAW / "provinces.csv")["province"].head(n).tolist()


def many_names(n: int, areas: pd.DataFrame) -> Names:
    return Names(pd.read_csv(RAW / "provinces.csv").head(n), areas)


def coverage_of_many(n: int, areas: pd.DataFrame) -> pd.DataFrame:
    """Province number k has k + 1 times the coverage of the first area, and 1 % of all others."""
    rows = [
        (province, row.area, row.topic, value, value / 2, value * 2, 3)
        for k, province in enumerate(many_provinces(n))
        for row in areas.itertuples()
        for value in ([0.001 * (k + 1)] if row.area == areas["area"].iloc[0] else [0.01])
    ]
    columns = ["province", "area", "topic", "coverage", "conf_low", "conf_high", "n_hits"]
    return pd.DataFrame(rows, columns=columns)


def gaps_of_many(n: int, areas: pd.DataFrame) -> pd.DataFrame:
    """Each province against the others: the last diverges in all areas, the first is similar."""
    parts = [
        gaps(
            {0: "similar", n - 1: "diverges"}.get(k, "undetermined"),
            gap=(k - 2) / 100, p=1 - k / n, area=row.area, topic=row.topic,
        ).assign(province_a=province, province_b="others")
        for k, province in enumerate(many_provinces(n))
        for row in areas.itertuples()
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)
