"""From the bytes of a file to a text: the encoding recognised, what is no text refused."""

import codecs
import hashlib
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.errors import CorpusError
from analysis.store.files import RAW, find_input, show_path
from analysis.store.schema import CONTRACTS
from analysis.store.tables import check_table, read_cells, read_csv

# A policy text has some tens of kilobytes. What is a hundred times as long is something else.
MAX_BYTES = 5_000_000

# What begins like this is no text, and how to get one.
_EXTRACT = "'pdftotext -layout' makes a text of it, or copy the words out of a viewer"
_SAVE = "save it from Word or LibreOffice as plain text"
_RECOGNISE = "use a program for text recognition (OCR) first"
_NO_TEXTS = {
    b"%PDF-": ("a PDF", _EXTRACT),
    b"PK\x03\x04": ("a ZIP file, as .docx is", _SAVE),
    b"\xd0\xcf\x11\xe0": ("an old Word file", _SAVE),
    b"{\\rtf": ("a rich text (RTF)", _SAVE),
    b"\x89PNG": ("a picture", _RECOGNISE),
    b"\xff\xd8\xff": ("a picture", _RECOGNISE),
}

_MARKS = {
    codecs.BOM_UTF8: ("utf-8", "UTF-8 with BOM"),
    codecs.BOM_UTF16_LE: ("utf-16-le", "UTF-16"),
    codecs.BOM_UTF16_BE: ("utf-16-be", "UTF-16"),
}
_NAMES = {"gb18030": "GB18030", "big5": "Big5", "utf_16_le": "UTF-16", "utf_16_be": "UTF-16"}

# So many Chinese characters in UTF-8 do not come about by chance in another encoding.
_SURE = 20


class Decoded(NamedTuple):
    """A text with the name of the encoding that it was read from."""

    text: str
    encoding: str


def read_text_file(path: Path, where: str = "") -> Decoded:
    """Read a text in UTF-8, UTF-16, GB18030 (with GBK and GB2312) or Big5.

    The encoding is recognised by its mark at the beginning, else by trying UTF-8, else by the
    package charset-normalizer. Every character is kept, the mark too. `where` names the file in
    messages. Raises CorpusError for a file that is missing, empty, too large (MAX_BYTES), no text,
    or in no encoding or in two.
    """
    where = where or show_path(path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise CorpusError(
                f"{where}: the file has {size:,} bytes; expected at most {MAX_BYTES:,}, a policy "
                "text has far fewer. Is it the right file? Cut a collection into its documents."
            )
        content = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        raise CorpusError(
            f"{where}: no such file; expected a text. Put it there, or correct the path or the row "
            "that names it."
        ) from None
    return decode_text(content, where)


def decode_text(content: bytes, where: str) -> Decoded:
    """Decode the bytes of a text, as `read_text_file` says.

    >>> decode_text("一、建设网络。".encode("gbk"), "x.txt")
    Decoded(text='一、建设网络。', encoding='GB18030')
    """
    kind, way = next((v for k, v in _NO_TEXTS.items() if content.startswith(k)), ("", ""))
    if kind:
        raise CorpusError(f"{where}: the file is {kind}; expected a plain text. Convert it: {way}.")
    mark = next((mark for mark in _MARKS if content.startswith(mark)), b"")
    encoding, name = _MARKS.get(mark, ("utf-8", "UTF-8"))
    if not content.strip() or content == mark:
        raise CorpusError(f"{where}: the file is empty; expected a policy text. Put the text in.")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        encoding = _recognise(content, where, name, bool(mark), error.start)
        text, name = content.decode(encoding), _NAMES[encoding]
    if "\0" in text:
        raise CorpusError(
            f"{where}: byte {content.index(0)} is zero, so the file is no text; expected a plain "
            "text in UTF-8. Put the text in its place."
        )
    return Decoded(text, name)


def line_of(text: str, place: int) -> int:
    r"""Give the number of the line that a place in a text is in, whatever ends its lines.

    >>> [line_of("一\n二\r三\r\n四", place) for place in (0, 2, 4, 7)]
    [1, 2, 3, 4]
    """
    return len(f"{text[:place]}.".splitlines())


def _recognise(content: bytes, where: str, tried: str, marked: bool, broken_at: int) -> str:
    """Find the encoding of what is not in the one that comes first to mind."""
    from charset_normalizer import from_bytes

    found = f"{where}: byte {broken_at} is not {tried} (0x{content[broken_at]:02X})"
    if marked:
        raise CorpusError(f"{found}, though the file begins as {tried}. Save it anew as UTF-8.")
    before = content[:broken_at].decode("utf-8")
    if sum("\u4e00" <= character <= "\u9fff" for character in before) >= _SURE:
        raise CorpusError(
            f"{found}, though all before it is; expected one encoding. Two texts were joined, or "
            "the file is damaged there: look at the place, and save the whole as UTF-8."
        )
    best = from_bytes(content, cp_isolation=list(_NAMES)).best()
    if best is None or best.encoding not in _NAMES:
        raise CorpusError(
            f"{found}, and the text is neither GB18030, Big5 nor UTF-16; expected a UTF-8 text. "
            "Convert it, for example with 'iconv -f GB18030 -t UTF-8'."
        )
    return best.encoding


def read_documents(path: Path = RAW / "documents.csv") -> pd.DataFrame:
    """Read the list of documents and hold it against the provinces beside it.

    Returns the table `documents`. Raises TableError for a broken table and CorpusError for a
    province that `provinces.csv` does not list, or if no document is of a province.
    """
    documents = read_list(path)[list(CONTRACTS["documents"].columns)]
    check_list(documents, path)
    if not (documents["role"] == "policy").any():
        raise CorpusError(
            f"{show_path(path)}: no document has the role policy; expected at least one. Add a "
            "document of a province."
        )
    return documents


def read_list(path: Path) -> pd.DataFrame:
    """Read the list of documents with any further columns it has, such as region or year.

    These are covariates, by which a workspace may group; they are texts and may be empty. Raises
    TableError for a broken table.
    """
    cells = read_cells(path, "documents")
    further = [c for c in cells.columns if c not in CONTRACTS["documents"].columns]
    documents = check_table(cells.drop(columns=further), "documents", where=show_path(path))
    return documents.merge(cells[["doc_id", *further]], on="doc_id", validate="one_to_one")


def check_list(documents: pd.DataFrame, path: Path) -> None:
    """Hold a list of documents against its contract and against the provinces beside it.

    Raises TableError for a broken table and CorpusError for a province that `provinces.csv` does
    not list.
    """
    check_table(documents, "documents", where=show_path(path))
    provinces = read_csv(find_input(path.parent, "provinces.csv"), "provinces")
    unknown = documents.loc[~documents["province"].isin(provinces["province"])]
    if len(unknown):
        row = unknown.iloc[0]
        raise CorpusError(
            f"{show_path(path)}, document '{row['doc_id']}': unknown province "
            f"'{row['province']}'; expected one of provinces.csv. Correct the cell or add the "
            "province there."
        )


def read_texts(documents: pd.DataFrame, folder: Path = RAW) -> pd.DataFrame:
    """Read the text of every document, checked against its SHA-256.

    Returns one row a document: doc_id, text (decoded, every character kept). Raises CorpusError
    when a file is altered, lies outside the folder, or is none that `read_text_file` takes.
    """
    rows = documents[["doc_id", "file", "sha256"]].itertuples(index=False)
    texts = [_read_text(doc_id, folder / file, sha256, folder) for doc_id, file, sha256 in rows]
    return pd.DataFrame({"doc_id": documents["doc_id"].tolist(), "text": texts}, dtype="str")


def _read_text(doc_id: str, path: Path, sha256: str, folder: Path) -> str:
    where = f"{show_path(path)} (document '{doc_id}')"
    if not path.resolve().is_relative_to(folder.resolve()):
        raise CorpusError(
            f"{where}: the file lies outside {show_path(folder)}; expected one inside, such as "
            "texts/x.txt. Copy the text there, and write its path into documents.csv."
        )
    decoded = read_text_file(path, where)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != sha256:
        raise CorpusError(
            f"{where}: the file has SHA-256 {found}, documents.csv says {sha256}. Restore the "
            "text, or write the new checksum into documents.csv if the change is meant."
        )
    return decoded.text
