"""The coverage of the provisions that an agency is listed for."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.stats.mass import TOTAL, share_of
from analysis.studies.agencies.measure import listed_agencies
from analysis.vocabulary import ALL


def agency_coverage(
    agencies: pd.DataFrame, mass: pd.DataFrame, areas: Sequence[str]
) -> pd.DataFrame:
    """Measure the coverage of each area over the provisions that an agency is listed for.

    `mass` as from `mass.sum_mass`. An agency that is only named in a text is left out.
    Returns the table `agency_coverage`.
    """
    pairs = listed_agencies(agencies).drop_duplicates(["province", "agency", "provision_id"])
    rows = []
    for (province, agency), own in pairs.groupby(["province", "agency"]):
        held = mass.loc[[(province, i) for i in own["provision_id"]]].sum()
        covered = np.array([[held[area, ALL] for area in areas]])
        shares = share_of(covered, np.array([held[TOTAL]]))[0]
        rows += [
            (province, agency, area, share, len(own))
            for area, share in zip(areas, shares, strict=True)
        ]
    columns = ["province", "agency", "area", "coverage", "n_provisions"]
    return pd.DataFrame(rows, columns=columns)
