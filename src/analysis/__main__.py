"""The command line: `python -m analysis` and a command; --help lists them."""

import os
import sys
from pathlib import Path

import click

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

# Whether a path can be read, the command itself tells.
PATH = click.Path(readable=False, resolve_path=True, path_type=Path)


def main(arguments: list[str] | None = None) -> int:
    """Run a command; a user's mistake is told in a few lines, without a traceback."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        with commands.make_context("python -m analysis", given) as context:
            return commands.invoke(context) or 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; what was finished stays, run it again for the rest", file=sys.stderr)
        return 130


# Each command imports what it needs, and no other waits for that.
@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Compare policy documents."""


@commands.command()
@click.argument("notebook", type=PATH)
@click.argument("out", type=PATH)
def run(notebook: Path, out: Path) -> None:
    """Run a notebook and write the executed copy."""
    from analysis.website.runner import run_notebook

    run_notebook(notebook, out)


@commands.command()
def site() -> None:
    """Render notebooks and tables to a site."""
    from analysis.website.pages import write_site

    write_site()


@commands.command()
def downloads() -> None:
    """Write all tables as files for spreadsheets."""
    from analysis.store.export import write_downloads
    from analysis.website.how import table_meanings

    write_downloads(meanings=table_meanings())


@commands.command(
    params=[
        click.Option([f"--{column.replace('_', '-')}", column], default="", help=meaning)
        for column, meaning in ADDED.items()
    ]
)
@click.argument("text", type=PATH)
@click.option("--province", required=True, help="its key in provinces.csv")
@click.option(
    "--clean",
    is_flag=True,
    help="take out HTML, invisible characters, blanks in numbers, breaks of pages in sentences",
)
@click.option("--simplify", is_flag=True, help="make traditional characters simplified")
@click.option("--documents", type=PATH, default=RAW / "documents.csv", help="the list")
@click.option("--yes", is_flag=True, help="write it without asking")
def add(
    text: Path, documents: Path, *, clean: bool, simplify: bool, yes: bool, **columns: str
) -> int:
    """Add a document: copy its text and write its row.

    TEXT is a file in any usual encoding.
    """
    from analysis.intake.adding import prepare_addition
    from analysis.intake.checking import check_corpus, write_report
    from analysis.intake.cleaning import clean_text, simplify_text
    from analysis.intake.reading import read_corpus
    from analysis.intake.wrapped import join_lines

    columns["doc_id"] = columns.pop("id")
    fixes = [clean_text, join_lines] * clean + [simplify_text] * simplify
    addition = prepare_addition(text, documents, columns, fixes)
    for column, value in addition.row.items():
        print(f"{column:16} {value}{'  (read from the text)' * (column in addition.read)}")
    for change in addition.changes:
        print(f"{'changed':16} {change}")
    if fixes and not addition.changes:
        print(f"{'changed':16} nothing: the text has nothing to clean")
    question = "Add this document? [y/N] "
    if not (yes or (sys.stdin.isatty() and input(question).strip().lower() == "y")):
        print("nothing was written; options correct what is wrong, --yes writes without asking")
        return 1
    addition.write()
    added = [r for r in check_corpus(read_corpus(documents)) if r.name == addition.row["doc_id"]]
    print(write_report(added, documents))
    return int(any(report.refusal for report in added))


@commands.command()
@click.argument("documents", type=PATH, default=RAW / "documents.csv")
def check(documents: Path) -> int:
    """Say which documents are taken and how the lexicon fits.

    DOCUMENTS is a documents.csv, by default that of the shipped texts.
    """
    from analysis.intake.checking import check_corpus, check_lexicon, write_report
    from analysis.intake.reading import read_corpus

    corpus = read_corpus(documents)
    reports, lexicon = check_corpus(corpus), check_lexicon(corpus)
    print(write_report(reports, documents, lexicon))
    return int(any(report.refusal for report in [*reports, lexicon]))


@commands.command()
@click.argument("documents", type=PATH)
@click.argument("out", type=PATH)
@click.option(
    "--group-by", default="", help="a further column of the list to compare instead of provinces"
)
def workspace(documents: Path, out: Path, group_by: str) -> None:
    """Gather the inputs of another corpus.

    DOCUMENTS is its documents.csv, OUT the folder to make.
    """
    from analysis.workspace import make_workspace

    make_workspace(documents, out, group_by=group_by)


@commands.command()
@click.argument("counted", type=PATH)
@click.argument("out", type=PATH)
def counted_workspace(counted: Path, out: Path) -> None:
    """Gather the tables of a counted corpus.

    COUNTED is the folder that 'count' has written, OUT the folder to make.
    """
    from analysis.workspace import make_counted_workspace

    make_counted_workspace(counted, out)


@commands.command()
@click.argument("corpus", type=Path)
@click.option("--out", type=Path, required=True, help="the folder for the results")
@click.option("--workers", type=click.IntRange(1), default=os.cpu_count(), help="processes here")
@click.option("--scheduler", default="", help="address of a Dask scheduler to use instead")
@click.option(
    "--partition", type=click.IntRange(1), default=500, help="documents a partition; by default 500"
)
def count(corpus: Path, out: Path, workers: int, scheduler: str, partition: int) -> None:
    """Count a corpus too large for the notebooks.

    CORPUS is a documents.csv, or Parquet files with doc_id, province and text, or their folder.
    """
    from analysis.scale.corpus import count_corpus

    count_corpus(corpus, out, workers=workers, scheduler=scheduler, size=partition)
    print(f"the tables are in {out / 'tables'}")


if __name__ == "__main__":
    sys.exit(main())
