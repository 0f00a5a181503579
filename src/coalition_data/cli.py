"""The command line: `coalition-data`."""

import argparse
import io
import os
import sys

from coalition_data import commands, descriptor, outputs, rowcommands
from coalition_data.commands import COULD_NOT_RUN, OK
from coalition_data.styles import STYLES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def main(argv: list[str] | None = None) -> int:
    """Run the command line with `argv` (default: the process's); return 0 valid, 1 problems, 2 could not run."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal or file that can't hold a letter gets a question mark, not a traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    args = _parser().parse_args(argv)
    try:
        code: int = args.run(args)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever read us has gone; say nothing, here and when the interpreter closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except (OSError, ValueError, ModuleNotFoundError) as error:
        print(f"coalition-data: {error}", file=sys.stderr)
    except KeyError as error:
        print(f"coalition-data: {error.args[0]}", file=sys.stderr)
    return COULD_NOT_RUN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="coalition-data",
        description="The public record of the meetings of the Global Coalition against Daesh.",
        epilog="Each command has its own --help, with an example. Exit codes: 0 valid, 1 problems, 2 could not run.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    choices = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, run: "Callable[[Any], int]", text: str, example: str, json: bool = True) -> "Any":
        sub = choices.add_parser(
            name, help=text, description=text[0].upper() + text[1:] + ".", epilog=f"example: {example}"
        )
        sub.set_defaults(run=run)
        if json:
            sub.add_argument("--json", action="store_true", help="print JSON")
        return sub

    command("tables", commands.tables, "list the tables", "coalition-data tables")
    show = command(
        "show", commands.show, "print rows of a table", "coalition-data show quotes --meeting 2015-01-london"
    )
    show.add_argument("table", metavar="TABLE")
    show.add_argument("--meeting", metavar="ID", help="only rows of this meeting")
    show.add_argument("--source", metavar="ID", help="only rows of this source")
    show.add_argument("--id", metavar="ID", help="only the row with this primary key")
    show.add_argument("--all", action="store_true", help="print every filled column, a card per row")
    book = command("codebook", commands.codebook, "explain the columns of a table", "coalition-data codebook figures")
    book.add_argument("table", metavar="TABLE")
    check = command("validate", commands.validate, "judge the tables of a folder", "coalition-data validate my-tables/")
    check.add_argument(
        "folder", metavar="DIR", nargs="?", help="folder with a datapackage.json (default: the shipped data)"
    )
    check.add_argument("--texts", metavar="TEXTS", help="folder of coded texts: judge by their words too")
    check.add_argument("--schemas", action="store_true", help="hold only the pandera schemas and the keys")
    check.add_argument("--format", choices=["text", "json", "github"], help="github: annotations of the lines")
    verify = command(
        "verify",
        commands.verify,
        "check each row's evidence against texts that you hold",
        "coalition-data verify articles/",
    )
    verify.add_argument("texts", metavar="TEXTS", help="folder of texts; their names don't matter")
    verify.add_argument("folder", metavar="DIR", nargs="?", help="folder of tables (default: the shipped data)")
    verify.add_argument("--all", action="store_true", help="fail too if the text of a coded source isn't there")
    sweep = command("sweep", commands.sweep, "print what is neither coded nor waived in held texts",
                    "coalition-data sweep articles/")  # fmt: skip
    sweep.add_argument("texts", metavar="TEXTS", help="folder of coded texts; their names don't matter")
    sweep.add_argument("folder", metavar="DIR", nargs="?", help="folder of tables (default: the shipped data)")
    anchor = command("anchor", commands.anchor, "print the evidence of a phrase in a text",
                     'coalition-data anchor article.txt "vingtaine de pays"', json=False)  # fmt: skip
    anchor.add_argument("text", metavar="TEXT", help="file with the whole text, UTF-8")
    anchor.add_argument("phrase", metavar="PHRASE", nargs="+", help="words that occur once; several are joined")
    fmt = command(
        "fmt",
        commands.fmt,
        "write the tables of a folder in canonical form",
        "coalition-data fmt --check my-tables/",
        json=False,
    )
    fmt.add_argument(
        "folder", metavar="DIR", nargs="?", default=".", help="folder with a datapackage.json (default: this one)"
    )
    fmt.add_argument("--check", action="store_true", help="write nothing; print the difference")
    _add_row_commands(command)
    _add_outputs(command)
    return parser


def _add_outputs(command: "Callable[..., Any]") -> None:
    out = command("export", outputs.export, "write the tables in the format of another tool",
                  "coalition-data export --to sqlite meetings.db")  # fmt: skip
    out.add_argument("--to", metavar="FORMAT", required=True, choices=list(outputs.FORMATS),
                     help=", ".join(outputs.FORMATS))  # fmt: skip
    out.add_argument("path", metavar="PATH", help="a folder for parquet, csv and stata, a file for the others")
    out.add_argument("--texts", metavar="TEXTS", help="jsonl: folder of coded texts, whose passages are written too")
    look = command("explore", outputs.explore, "write a web site to look at the tables",
                   "coalition-data explore --open")  # fmt: skip
    look.add_argument("--out", metavar="DIR", default="explorer", help="folder of the site (default: explorer)")
    look.add_argument("--open", action="store_true", help="open it in the browser")


def _add_row_commands(command: "Callable[..., Any]") -> None:
    mark = command("fingerprint", rowcommands.fingerprint, "print the fingerprint of the data, of tables or of files",
                   "coalition-data fingerprint quotes my-rows.csv", json=False)  # fmt: skip
    mark.add_argument("what", metavar="FILE", nargs="*", help="CSV or Parquet file with rows of one table, or a table")
    new = command("new-source", rowcommands.new_source, "draft a new source, and add it with its claims to the tables",
                  "coalition-data new-source article.txt > draft.toml; "
                  "coalition-data new-source article.txt draft.toml .", json=False)  # fmt: skip
    new.add_argument("text", metavar="TEXT", help="file with the whole text, UTF-8")
    new.add_argument("draft", metavar="DRAFT", nargs="?", help="the filled draft; without it an empty one is printed")
    new.add_argument("folder", metavar="DIR", nargs="?", default=".", help="folder of tables (default: this one)")
    quote = command("cite", rowcommands.cite, "print how to cite the data, or rows of them with their sources",
                    "coalition-data cite my-rows.csv --style bibtex", json=False)  # fmt: skip
    quote.add_argument("what", metavar="FILE", nargs="?", help="CSV or Parquet file with rows of one table, or a table")
    quote.add_argument("--style", choices=list(STYLES), default="text", help="default: text")
    quote.add_argument(
        "--sources", choices=list(STYLES), metavar="STYLE", help="print the sources alone, in this style"
    )
    known = command("identify", rowcommands.identify, "say of which release the rows in a file are, and if altered",
                    "coalition-data identify my-rows.csv")  # fmt: skip
    known.add_argument("file", metavar="FILE", help="CSV or Parquet file with rows of one table")
    change = command("diff", rowcommands.diff, "say what changed between two versions of the data",
                     "coalition-data diff v1.0.0 .")  # fmt: skip
    change.add_argument("old", metavar="OLD", help="a folder, wheel, release archive, git revision or version")
    change.add_argument("new", metavar="NEW", help="the same")
    change.add_argument("--markdown", action="store_true", help="print the data part of a changelog")


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: "Any") -> None:
        print(f"coalition-data {descriptor.read().version}")
        parser.exit()
