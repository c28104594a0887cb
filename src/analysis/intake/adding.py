"""Add a document: copy the text, read what it tells of itself, write its row."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.errors import CorpusError
from analysis.intake.cleaning import Change
from analysis.intake.reading import cut_text
from analysis.store.files import ORIGINALS, show_path, write_file
from analysis.store.schema import CONTRACTS
from analysis.store.tables import format_csv
from analysis.text.documents import check_list, decode_text, read_list, read_text_file
from analysis.text.numbering import read_number
from analysis.text.zones import TITLE

_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,10}[〔\[［（(]\d{4}[〕\]］）)]\s*第?\d+号")
_NUMERAL = "[一二三四五六七八九十]+"
_DATES = (
    r"(\d{4})年(\d{1,2})月(\d{1,2})日",
    rf"([〇○零一二三四五六七八九]{{4}})年({_NUMERAL})月({_NUMERAL})日",
)

_ISSUER = re.compile(
    r"[\u4e00-\u9fff]{2,24}(?:办公厅|办公室|人民政府|委员会|省委|市委|区党委|厅|局)"
)

# What ministries and legal databases put above a text, a label and a value a line; of several
# labels, the first that is there.
_FIELD = re.compile(r"【?([\u4e00-\u9fff][\u4e00-\u9fff\s]{1,9})[】：:][\s：:]*(\S.*)")

_LABELS = {
    "title": ("标题", "文件名称", "法规标题"),
    "issuer": ("发文机关", "发文机构", "发文单位", "发布部门", "制定机关", "颁布单位"),
    "issued_on": ("成文日期", "发文日期", "印发日期"),
    "document_number": ("发文字号", "文件编号", "文号"),
}
_POINTED_DATE = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
Fix = Callable[[str], tuple[str, list[Change]]]


@dataclass(frozen=True)
class Addition:
    """A document ready to be added: its row, what was read from its text or changed, its files."""

    row: Mapping[str, str]
    read: Mapping[str, str]
    changes: Sequence[Change]
    files: Mapping[str, bytes]
    path: Path

    def write(self) -> None:
        """Write the files, the text last, then the list that names it; what is written is whole."""
        documents = read_list(self.path)
        added = pd.DataFrame([self.row]).reindex(columns=documents.columns, fill_value="")
        for name, content in self.files.items():
            write_file(self.path.parent / name, content)
        listed = pd.concat([documents, added], ignore_index=True)
        write_file(self.path, format_csv(listed).encode())


def prepare_addition(
    file: Path, path: Path, given: Mapping[str, str], fixes: Sequence[Fix] = ()
) -> Addition:
    """Make the row of a document for the list `path` from what is given and what its text tells.

    `given` holds columns of the table `documents`, province among them; nothing given is
    overwritten, and a column that the text does not tell must be given. The text is changed by
    `fixes`, one after another; where one changes it, the file as it is goes to the folder
    `originals`. Nothing is written. Raises CorpusError and TableError for a text or a row that the
    suite would not take.
    """
    text, changes = read_text_file(file).text, []
    for fix in fixes:
        text, made = fix(text)
        changes += made
    read = {k: v for k, v in read_details(text).items() if v and not given.get(k)}
    documents = read_list(path)[list(CONTRACTS["documents"].columns)]
    known = {k: v for k, v in given.items() if v} | read
    doc_id = known.get("doc_id") or _free_id(known["province"], set(documents["doc_id"]))
    if not re.fullmatch(r"[A-Za-z0-9_]+", doc_id):
        raise CorpusError(
            f"--id {doc_id}: expected letters, digits and underscores, as it names the text's file "
            "and begins the ids of its provisions. Give another."
        )
    original = file.read_bytes()
    content = text.encode() if changes else original
    decode_text(content, f"{show_path(file)}, cleaned")
    row = {
        "role": "policy", "source": file.name, "title_en": known.get("title", ""),
        "issued_on": "", "document_number": "", **known, "doc_id": doc_id,
        "file": f"texts/{doc_id}.txt", "sha256": hashlib.sha256(content).hexdigest(),
    }  # fmt: skip
    missing = [c for c in ("title", "issuer") if not row.get(c)]
    if missing:
        options = " and ".join(f"--{c}" for c in missing)
        raise CorpusError(
            f"{show_path(file)}: the text does not tell its {' and '.join(missing)}; expected a "
            f"value for each. Give {options}."
        )
    if doc_id in set(documents["doc_id"]):
        raise CorpusError(
            f"{show_path(path)}: there is a document '{doc_id}' already; expected an id of its "
            "own. Give another with --id."
        )
    files = {f"{ORIGINALS}/{doc_id}{file.suffix}": original} if changes else {}
    files[row["file"]] = content
    _require_free(files, path.parent)
    doubled = documents.loc[documents["sha256"] == row["sha256"], "doc_id"]
    if len(doubled):
        raise CorpusError(
            f"{show_path(file)}: document '{doubled.iloc[0]}' is the same text, byte for byte; "
            "expected another. Is it the right file?"
        )
    check_list(pd.concat([documents, pd.DataFrame([row])], ignore_index=True), path)
    cut_text(doc_id, text)
    return Addition(row, read, changes, files, path)


def _require_free(files: Mapping[str, bytes], folder: Path) -> None:
    """Raise CorpusError for a file that would be overwritten by another content."""
    for name, content in files.items():
        there = folder / name
        # The same stands there when an earlier call was interrupted before it wrote the row.
        if there.exists() and there.read_bytes() != content:
            raise CorpusError(
                f"{show_path(there)}: there is a file of this name, which no row lists; it would "
                "be overwritten. Move it away, or give another id with --id."
            )


def read_details(text: str) -> dict[str, str]:
    r"""Read from a text its title, issuer, date and number; empty where it does not tell.

    Read are its front and its signature: fields with a label, such as 发文机关：, or else what
    stands where it does by custom. Numbers and dates of other documents that its provisions name
    are not its own.

    >>> text = ("某政发〔2017〕3号\n关于建设网络的意见\n一、建设。\n"
    ...         "某省人民政府\n二〇一七年八月二十一日\n")
    >>> list(read_details(text).values())
    ['关于建设网络的意见', '某省人民政府', '2017-08-21', '某政发〔2017〕3号']
    """
    segments = cut_text("x", text).segments
    fronts = segments[segments["zone"] == "front"]
    front = "\n".join(text[p.start : p.end] for p in fronts.itertuples())
    lines = [line.strip() for line in front.lstrip("\ufeff").splitlines()]
    titles = [line for line in lines if TITLE.fullmatch(line) and "《" not in line]
    issuers = filter(_ISSUER.fullmatch, lines)
    number = next(filter(_NUMBER.fullmatch, lines), "")
    by_custom = {
        "title": titles[-1] if titles else "",
        "issuer": "、".join(dict.fromkeys(issuers)),
        "issued_on": _read_date(front),
        "document_number": re.sub(r"\s", "", number),
    }
    return by_custom | _read_fields(lines)


def _read_fields(lines: list[str]) -> dict[str, str]:
    """Read what has a label, and a value that can be one."""
    found = filter(None, map(_FIELD.fullmatch, lines))
    fields = {re.sub(r"\s", "", match[1]): match[2] for match in found}
    values = {
        column: next((fields[label] for label in labels if label in fields), "")
        for column, labels in _LABELS.items()
    }
    values["issued_on"] = _read_date(_POINTED_DATE.sub(r"\1年\2月\3日", values["issued_on"]))
    values["document_number"] = re.sub(r"\s", "", values["document_number"])
    if not _NUMBER.fullmatch(values["document_number"]):
        values["document_number"] = ""
    return {column: value for column, value in values.items() if value}


def _read_date(text: str) -> str:
    dates = [found for written in _DATES for found in re.findall(written, text)]
    return "{:04}-{:02}-{:02}".format(*map(read_number, dates[-1])) if dates else ""


def _free_id(province: str, taken: set[str]) -> str:
    numbered = (f"{province}{n}" for n in range(2, len(taken) + 3))
    return next(i for i in (province, *numbered) if i not in taken)
