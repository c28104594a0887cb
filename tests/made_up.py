"""Made-up tables, and what is written in charts, for several test files."""

import pandas as pd

from analysis.contracts import CONTRACTS


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


def texts(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]
