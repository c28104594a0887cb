"""A third language needs its catalogue, its code and columns of names; here it is made up."""

import json
import shutil
import subprocess
import sys

from building import ROOT

ASK = """
import json
import pandas as pd
from analysis.say.catalogue import label, say
from analysis.say.names import Names
from analysis.say.views import describe_figure
from analysis.say.wording import Statement
from analysis.store.schema import CONTRACTS
from analysis.website.how import table_meanings
from analysis.website.pages import _other_languages
from analysis.website.brief import brief_title

names = {"name_zh": ["河北"], "name_en": ["Hebei"], "name_xx": ["Xhebei"]}
provinces = pd.DataFrame({"province": ["hebei"], **names})
areas = pd.DataFrame({"area": ["net"], "topic": ["all"], "position": [0], **names})
known = Names(provinces, areas)
said = say("provinces.few", known, provinces=["hebei"])
documents = pd.DataFrame({"province": ["hebei"], "role": ["policy"]})
title = brief_title({"documents": documents, "divergence": pd.DataFrame()}, known)
print(json.dumps({
    "said": said.said("xx"),
    "label": label("columns.area", between="|"),
    "title": [title.en, title.said("xx")],
    "both": known.both("hebei"),
    "drawn": describe_figure(said, [said]).said("xx"),
    "shown": said._repr_html_().count("<p"),
    "own": Statement("one", "一", "reader.html").said("xx"),
    "columns": list(CONTRACTS["provinces"].columns),
    "meanings": list(table_meanings()),
    "others": [other["href"] for other in _other_languages("how", "zh")],
}))
"""


def test_a_made_up_third_catalogue_is_enough(tmp_path):
    package = tmp_path / "analysis"
    shutil.copytree(ROOT / "src" / "analysis", package)
    vocabulary, english = package / "vocabulary.py", package / "say" / "en.toml"
    text = vocabulary.read_text(encoding="utf-8")
    vocabulary.write_text(text.replace('("en", "zh")', '("en", "zh", "xx")'), encoding="utf-8")
    third = english.read_text(encoding="utf-8").replace("Policy area", "Xarea")
    third = third.replace("What does ", "Xwhat ")
    (package / "say" / "xx.toml").write_text(third, encoding="utf-8")
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{ASK}"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(run.stdout) == {
        "said": "Xhebei",
        "label": "Xarea|政策领域|Policy area",
        "title": ["What does Hebei write?", "Xwhat Xhebei write?"],
        "both": "Xhebei 河北 Hebei",
        "drawn": "Xhebei Xhebei",
        "shown": 3,
        # What has no text of its own is said in English.
        "own": "one",
        "columns": ["province", "name_xx", "name_zh", "name_en"],
        "meanings": ["meaning", "meaning_zh", "meaning_xx"],
        "others": ["../how.html", "../xx/how.html"],
    }
