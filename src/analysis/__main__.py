"""The command line: `python -m analysis` and a command; --help lists them."""

import argparse
import os
import sys
from pathlib import Path

from analysis.store.files import RAW

# Columns of documents.csv that `add` takes; what is left out is read from the text.
ADDED = {
    "id": "an id; by default the province's key",
    "title": "the Chinese title",
    "title_en": "the English title; by default the Chinese one",
    "issuer": "who issued it",
    "issued_on": "date or year of issue",
    "document_number": "its official number",
    "source": "where the text comes from; by default the name of the file",
    "role": "policy, or parent for a superior document",
}


def main(arguments: list[str] | None = None) -> int:
    """Run a command; a user's mistake is told in a few lines, without a traceback."""
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="run a notebook and write the executed copy")
    run.add_argument("notebook", type=Path)
    run.add_argument("out", type=Path)
    commands.add_parser("site", help="render the executed notebooks and the tables to a site")
    commands.add_parser("downloads", help="write all tables as files for spreadsheets")
    add = commands.add_parser("add", help="add a document: copy its text and write its row")
    add.add_argument("text", type=Path, help="a file with the text, in any usual encoding")
    add.add_argument("--province", required=True, help="its key in provinces.csv")
    for option, meaning in ADDED.items():
        add.add_argument(f"--{option.replace('_', '-')}", default="", help=meaning)
    add.add_argument(
        "--clean",
        action="store_true",
        help="take out HTML, invisible characters, blanks in numbers, breaks of pages in sentences",
    )
    add.add_argument(
        "--simplify", action="store_true", help="make traditional characters simplified"
    )
    add.add_argument("--documents", type=Path, default=RAW / "documents.csv", help="the list")
    add.add_argument("--yes", action="store_true", help="write it without asking")
    check = commands.add_parser(
        "check", help="say which documents the suite takes, and how the lexicon fits them"
    )
    check.add_argument("documents", type=Path, nargs="?", default=RAW / "documents.csv")
    workspace = commands.add_parser("workspace", help="gather the inputs of another corpus")
    workspace.add_argument("documents", type=Path, help="its documents.csv")
    workspace.add_argument("out", type=Path, help="the folder to make")
    workspace.add_argument(
        "--group-by",
        default="",
        help="a further column of the list to compare instead of provinces",
    )
    counted = commands.add_parser("counted-workspace", help="gather the tables of a counted corpus")
    counted.add_argument("counted", type=Path, help="the folder that 'count' has written")
    counted.add_argument("out", type=Path, help="the folder to make")
    count = commands.add_parser(
        "count", help="count a corpus too large for the notebooks, in partitions"
    )
    count.add_argument(
        "corpus",
        type=Path,
        help="a documents.csv, or Parquet files with doc_id, province and text, or their folder",
    )
    count.add_argument("--out", type=Path, required=True, help="the folder for the results")
    count.add_argument("--workers", type=_positive, default=os.cpu_count(), help="processes here")
    count.add_argument("--scheduler", default="", help="address of a Dask scheduler to use instead")
    count.add_argument(
        "--partition", type=_positive, default=500, help="documents a partition; by default 500"
    )
    given = parser.parse_args(arguments)
    # Each command imports what it needs, and no other waits for that.
    try:
        if given.command == "run":
            from analysis.website.runner import run_notebook

            run_notebook(given.notebook.resolve(), given.out.resolve())
        elif given.command == "workspace":
            from analysis.workspace import make_workspace

            make_workspace(given.documents.resolve(), given.out.resolve(), group_by=given.group_by)
        elif given.command == "counted-workspace":
            from analysis.workspace import make_counted_workspace

            make_counted_workspace(given.counted.resolve(), given.out.resolve())
        elif given.command == "add":
            return _add(given)
        elif given.command == "check":
            from analysis.intake.checking import check_corpus, check_lexicon, write_report

            path = given.documents.resolve()
            reports, lexicon = check_corpus(path), check_lexicon(path)
            print(write_report(reports, path, lexicon))
            return int(any(report.refusal for report in [*reports, lexicon]))
        elif given.command == "count":
            from analysis.scale.corpus import count_corpus

            count_corpus(
                given.corpus,
                given.out,
                workers=given.workers,
                scheduler=given.scheduler,
                size=given.partition,
            )
            print(f"the tables are in {given.out / 'tables'}")
        elif given.command == "downloads":
            from analysis.store.export import write_downloads
            from analysis.website.how import table_meanings

            write_downloads(meanings=table_meanings())
        else:
            from analysis.website.pages import write_site

            write_site()
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; what was finished stays, run it again for the rest", file=sys.stderr)
        return 130
    return 0


def _add(given: argparse.Namespace) -> int:
    """Show what would be added, ask, and write it."""
    from analysis.intake.adding import prepare_addition
    from analysis.intake.checking import check_corpus, write_report
    from analysis.intake.cleaning import clean_text, simplify_text
    from analysis.intake.wrapped import join_lines

    columns = {"doc_id": given.id, "province": given.province}
    columns |= {option: getattr(given, option) for option in ADDED if option != "id"}
    path = given.documents.resolve()
    fixes = [clean_text, join_lines] * given.clean + [simplify_text] * given.simplify
    addition = prepare_addition(given.text.resolve(), path, columns, fixes)
    for column, value in addition.row.items():
        print(f"{column:16} {value}{'  (read from the text)' * (column in addition.read)}")
    for change in addition.changes:
        print(f"{'changed':16} {change}")
    if fixes and not addition.changes:
        print(f"{'changed':16} nothing: the text has nothing to clean")
    if not given.yes and not _confirm():
        print("nothing was written; options correct what is wrong, --yes writes without asking")
        return 1
    addition.write()
    added = [r for r in check_corpus(path) if r.name == addition.row["doc_id"]]
    print(write_report(added, path))
    return int(any(report.refusal for report in added))


def _positive(number: str) -> int:
    if not number.isdecimal() or not int(number):
        raise argparse.ArgumentTypeError(f"found '{number}', expected a whole number from 1")
    return int(number)


def _confirm() -> bool:
    return sys.stdin.isatty() and input("Add this document? [y/N] ").strip().lower() == "y"


if __name__ == "__main__":
    sys.exit(main())
