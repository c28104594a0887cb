"""The command line: `python -m analysis check`, `… run NOTEBOOK OUT`, `… site`, `… downloads`."""

import argparse
import sys
from pathlib import Path

from analysis.files import RAW


def main(arguments: list[str] | None = None) -> int:
    """Run a command; a user's mistake is told in a few lines, without a traceback."""
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="run a notebook and write the executed copy")
    run.add_argument("notebook", type=Path)
    run.add_argument("out", type=Path)
    commands.add_parser("site", help="render the executed notebooks and the tables to a site")
    commands.add_parser("downloads", help="write all tables as files for spreadsheets")
    check = commands.add_parser("check", help="say which documents the suite takes, and why not")
    check.add_argument("documents", type=Path, nargs="?", default=RAW / "documents.csv")
    given = parser.parse_args(arguments)
    # Heavy imports wait until the command is known.
    from analysis.runner import NotebookError, run_notebook

    try:
        if given.command == "run":
            run_notebook(given.notebook.resolve(), given.out.resolve())
        elif given.command == "check":
            from analysis.checking import check_corpus, write_report

            reports = check_corpus(given.documents.resolve())
            print(write_report(reports, given.documents.resolve()))
            return int(any(report.refusal for report in reports))
        elif given.command == "downloads":
            from analysis.downloads import write_downloads

            write_downloads()
        else:
            from analysis.pages import write_site

            write_site()
    except (NotebookError, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; what was finished stays, run it again for the rest", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
