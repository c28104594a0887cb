import pandas as pd
import pytest

from analysis.errors import TableError
from analysis.store.schema import CONTRACTS
from analysis.store.tables import check_table, read_csv, read_table, stack_tables, write_table

COUNTS = pd.DataFrame({"provision_id": ["b-1", "a-1"], "term": ["网", "网"], "n": [2, 1]})


def test_written_table_is_sorted_utf8_and_reads_back(tmp_path):
    write_table(COUNTS, "term_counts", tmp_path)
    assert (tmp_path / "term_counts.csv").read_bytes() == (
        "provision_id,term,n\na-1,网,1\nb-1,网,2\n".encode()
    )
    back = read_table("term_counts", tmp_path)
    assert back.to_dict("list") == {
        "provision_id": ["a-1", "b-1"],
        "term": ["网", "网"],
        "n": [1, 2],
    }


def test_floats_are_written_with_ten_digits_and_empty_cells_stay_empty(tmp_path):
    row = {
        "province_a": "a", "province_b": "b", "area": "net", "topic": "all",
        "coverage_a": 1 / 3, "coverage_b": 0.0, "gap": 1 / 3, "log2_ratio": float("nan"),
        "conf_low": -0.1, "conf_high": 0.1, "p_value": 1.0, "p_adjusted": 1.0,
        "verdict": "undetermined",
    }  # fmt: skip
    write_table(pd.DataFrame([row]), "divergence", tmp_path)
    line = (tmp_path / "divergence.csv").read_text().splitlines()[1]
    assert line == "a,b,net,all,0.3333333333,0,0.3333333333,,-0.1,0.1,1,1,undetermined"
    assert read_table("divergence", tmp_path)["log2_ratio"].isna().all()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "provision_id,term\na-1,网\n",
            r"t\.csv: missing column\(s\) \['n'\], unknown column\(s\) none",
        ),
        ("provision_id,term,n,m\na-1,网,1,2\n", r"unknown column\(s\) \['m'\].*Correct the header"),
        ("provision_id,term,n\na-1,网,1\na-1,网,2\n", r"row 2: .*'a-1'.*stands more than once"),
        (
            "provision_id,term,n\na-1,网,many\n",
            r"column 'n', row 2: found 'many', expected a number \(occurrences\)\. Correct",
        ),
        (
            "provision_id,term,n\na-1,网,1.5\n",
            r"column 'n', row 2: found '1\.5', expected a number",
        ),
        (
            "provision_id,term,n\na-1,网,1\n,网,1\n",
            r"column 'provision_id', row 3: empty; expected a text\. Fill the cell",
        ),
        (
            "provision_id,term,n\na-1,网,\n",
            r"column 'n', row 2: empty; expected a number \(occurrences\)\. Fill the cell",
        ),
        ("", r"t\.csv: cannot be read .*expected a CSV table in UTF-8"),
    ],
)
def test_a_broken_table_is_refused_with_file_row_and_remedy(tmp_path, text, message):
    path = tmp_path / "t.csv"
    path.write_text(text)
    with pytest.raises(TableError, match=message):
        read_csv(path, "term_counts")


def test_a_table_that_is_no_utf8_is_refused(tmp_path):
    (tmp_path / "t.csv").write_bytes("provision_id,term,n\na-1,网,1\n".encode("gb18030"))
    with pytest.raises(TableError, match="expected a CSV table in UTF-8"):
        read_csv(tmp_path / "t.csv", "term_counts")


def test_a_missing_table_says_how_to_make_it(tmp_path):
    with pytest.raises(TableError, match=r"weights\.csv: no such file.*make data"):
        read_table("weights", tmp_path)


def test_a_value_outside_the_allowed_ones_is_refused():
    segments = pd.DataFrame(
        {"doc_id": ["a"], "start": [0], "end": [3], "zone": ["middle"], "provision_id": [""]}
    )
    with pytest.raises(TableError, match="row 2: found 'middle', expected one of"):
        check_table(segments, "segments")


def test_checking_leaves_the_table_as_it_was():
    before = COUNTS.copy(deep=True)
    check_table(COUNTS, "term_counts")
    pd.testing.assert_frame_equal(COUNTS, before)


def test_stacking_nothing_gives_an_empty_table_of_the_contract():
    empty = stack_tables([], "contributions")
    assert len(empty) == 0
    assert list(empty.columns) == list(CONTRACTS["contributions"].columns)
