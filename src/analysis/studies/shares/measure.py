"""How much of a text is about each area, by hand codes and by the other measures."""

import pandas as pd

from analysis.store.schema import CONTRACTS
from analysis.text.han import count_han
from analysis.vocabulary import ALL


def area_shares(
    compared: pd.DataFrame,
    opinions: pd.DataFrame,
    coverage: pd.DataFrame,
    provisions: pd.DataFrame,
) -> pd.DataFrame:
    """Put coverage beside what readers and classifier say: each area's share of a province.

    sentence_codes and classifier are shares of the Han characters of the province's coded
    sentences; coverage, prevalence and intensity come from the table `coverage`. Returns the
    table `area_shares`.
    """
    if compared.empty:
        return pd.DataFrame(columns=list(CONTRACTS["area_shares"].columns))
    owner = provisions[["provision_id", "province"]]
    judged = compared.merge(owner, on="provision_id", validate="many_to_one").merge(
        opinions[["sentence_id", "area", "classified"]],
        on=["sentence_id", "area"],
        validate="one_to_one",
    )
    judged["n_han"] = judged["text"].map(count_han)
    judged["in_coded"] = judged["n_han"] * judged["gold"]
    judged["in_predicted"] = judged["n_han"] * judged["classified"]
    sums = judged.groupby(["province", "area"])[["n_han", "in_coded", "in_predicted"]].sum()
    shares = pd.DataFrame(
        {
            "sentence_codes": sums["in_coded"] / sums["n_han"],
            "classifier": sums["in_predicted"] / sums["n_han"],
        }
    ).reset_index()
    measured = coverage.loc[
        coverage["topic"] == ALL, ["province", "area", "coverage", "prevalence", "intensity"]
    ]
    return shares.merge(measured, on=["province", "area"], validate="one_to_one")
