"""The command line: `coalition-data`."""

import importlib
import io
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable
    from typing import Any

# What main returns besides what a command does; commands.py has the others.
OK, COULD_NOT_RUN = 0, 2


def main(argv: list[str] | None = None) -> int:
    """Run the command line with `argv` (default: the process's); return 0 valid, 1 problems, 2 could not run."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal or file that can't hold a letter gets a question mark, not a traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    words = sys.argv[1:] if argv is None else argv
    if words[:1] == ["--version"]:
        return _print_version()
    args = _parser(words[0] if words else "").parse_args(words)
    module, _, function = args.run.partition(".")
    try:
        code: int = getattr(importlib.import_module(f"coalition_data.commands.{module}"), function)(args)
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


def _print_version() -> int:
    from coalition_data.tables import descriptor

    print(f"coalition-data {descriptor.version()}")
    return OK


def _parser(asked: str) -> "ArgumentParser":
    """Return the parser; where a command is asked for it knows that one alone, which keeps small commands fast."""
    import argparse

    parser = argparse.ArgumentParser(
        allow_abbrev=False,
        prog="coalition-data",
        description="The public record of the meetings of the Global Coalition against Daesh.",
        epilog="Each command has its own --help, with an example. Exit codes: 0 valid, 1 problems, 2 could not run.",
    )
    # Seen to before; here for --help.
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    choices = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in [asked] if asked in COMMANDS else COMMANDS:
        run, text, example, add_options = COMMANDS[name]
        description = text[0].upper() + text[1:] + "."
        sub = choices.add_parser(name, help=text, description=description, epilog=f"example: {example}")
        sub.set_defaults(run=run)
        if name == asked:
            add_options(sub)
    return parser


def _json(sub: "Any") -> None:
    sub.add_argument("--json", action="store_true", help="print JSON")


def _show(sub: "Any") -> None:
    _json(sub)
    sub.add_argument("table", metavar="TABLE")
    sub.add_argument("--meeting", metavar="ID", help="only rows of this meeting")
    sub.add_argument("--source", metavar="ID", help="only rows of this source")
    sub.add_argument("--id", metavar="ID", help="only the row with this primary key")
    sub.add_argument("--all", action="store_true", help="print every filled column, a card per row")


def _codebook(sub: "Any") -> None:
    _json(sub)
    sub.add_argument("table", metavar="TABLE")


def _validate(sub: "Any") -> None:
    _json(sub)
    sub.add_argument(
        "folder", metavar="DIR", nargs="?", help="folder with a datapackage.json (default: the shipped data)"
    )
    sub.add_argument("--texts", metavar="TEXTS", help="folder of coded texts: judge by their words too")
    sub.add_argument("--schemas", action="store_true", help="hold only the pandera schemas and the keys")
    sub.add_argument("--format", choices=["text", "json", "github"], help="github: annotations of the lines")


def _verify(sub: "Any") -> None:
    _json(sub)
    sub.add_argument("texts", metavar="TEXTS", help="folder of texts; their names don't matter")
    sub.add_argument("folder", metavar="DIR", nargs="?", help="folder of tables (default: the shipped data)")
    sub.add_argument("--all", action="store_true", help="fail too if the text of a coded source isn't there")


def _sweep(sub: "Any") -> None:
    _json(sub)
    sub.add_argument("texts", metavar="TEXTS", help="folder of coded texts; their names don't matter")
    sub.add_argument("folder", metavar="DIR", nargs="?", help="folder of tables (default: the shipped data)")


def _anchor(sub: "Any") -> None:
    sub.add_argument("text", metavar="TEXT", help="file with the whole text, UTF-8")
    sub.add_argument("phrase", metavar="PHRASE", nargs="+", help="words that occur once; several are joined")


def _fmt(sub: "Any") -> None:
    sub.add_argument(
        "folder", metavar="DIR", nargs="?", default=".", help="folder with a datapackage.json (default: this one)"
    )
    sub.add_argument("--check", action="store_true", help="write nothing; print the difference")


def _fingerprint(sub: "Any") -> None:
    sub.add_argument("what", metavar="FILE", nargs="*", help="CSV or Parquet file with rows of one table, or a table")


def _new_source(sub: "Any") -> None:
    sub.add_argument("text", metavar="TEXT", help="file with the whole text, UTF-8")
    sub.add_argument("draft", metavar="DRAFT", nargs="?", help="the filled draft; without it an empty one is printed")
    sub.add_argument("folder", metavar="DIR", nargs="?", default=".", help="folder of tables (default: this one)")


def _cite(sub: "Any") -> None:
    from coalition_data.references.styles import STYLES

    sub.add_argument("what", metavar="FILE", nargs="?", help="CSV or Parquet file with rows of one table, or a table")
    sub.add_argument("--style", choices=list(STYLES), default="text", help="default: text")
    sub.add_argument("--sources", choices=list(STYLES), metavar="STYLE", help="print the sources alone, in this style")


def _identify(sub: "Any") -> None:
    _json(sub)
    sub.add_argument("file", metavar="FILE", help="CSV or Parquet file with rows of one table")


def _diff(sub: "Any") -> None:
    _json(sub)
    sub.add_argument("old", metavar="OLD", help="a folder, wheel, release archive, git revision or version")
    sub.add_argument("new", metavar="NEW", help="the same")
    sub.add_argument("--markdown", action="store_true", help="print the data part of a changelog")


def _export(sub: "Any") -> None:
    from coalition_data.export import FORMATS

    _json(sub)
    sub.add_argument("--to", metavar="FORMAT", required=True, choices=list(FORMATS), help=", ".join(FORMATS))
    sub.add_argument("path", metavar="PATH", help="a folder for parquet, csv and stata, a file for the others")
    sub.add_argument("--texts", metavar="TEXTS", help="jsonl: folder of coded texts, whose passages are written too")


def _explore(sub: "Any") -> None:
    _json(sub)
    sub.add_argument("--out", metavar="DIR", default="explorer", help="folder of the site (default: explorer)")
    sub.add_argument("--open", action="store_true", help="open it in the browser")


# Command → where it is, what it does, an example, and what adds its options.
COMMANDS: "dict[str, tuple[str, str, str, Callable[[Any], None]]]" = {
    "tables": ("commands.tables", "list the tables", "coalition-data tables", _json),
    "show": ("commands.show", "print rows of a table", "coalition-data show quotes --meeting 2015-01-london", _show),
    "codebook": ("commands.codebook", "explain the columns of a table", "coalition-data codebook figures", _codebook),
    "validate": ("commands.validate", "judge the tables of a folder", "coalition-data validate my-tables/", _validate),
    "verify": (
        "commands.verify",
        "check each row's evidence against texts that you hold",
        "coalition-data verify articles/",
        _verify,
    ),
    "sweep": (
        "commands.sweep",
        "print what is neither coded nor waived in held texts",
        "coalition-data sweep articles/",
        _sweep,
    ),
    "anchor": (
        "commands.anchor",
        "print the evidence of a phrase in a text",
        'coalition-data anchor article.txt "vingtaine de pays"',
        _anchor,
    ),
    "fmt": (
        "commands.fmt",
        "write the tables of a folder in canonical form",
        "coalition-data fmt --check my-tables/",
        _fmt,
    ),
    "fingerprint": (
        "rowcommands.fingerprint",
        "print the fingerprint of the data, of tables or of files",
        "coalition-data fingerprint quotes my-rows.csv",
        _fingerprint,
    ),
    "new-source": (
        "rowcommands.new_source",
        "draft a new source, and add it with its claims to the tables",
        "coalition-data new-source article.txt > draft.toml; coalition-data new-source article.txt draft.toml .",
        _new_source,
    ),
    "cite": (
        "rowcommands.cite",
        "print how to cite the data, or rows of them with their sources",
        "coalition-data cite my-rows.csv --style bibtex",
        _cite,
    ),
    "identify": (
        "rowcommands.identify",
        "say of which release the rows in a file are, and if altered",
        "coalition-data identify my-rows.csv",
        _identify,
    ),
    "diff": (
        "rowcommands.diff",
        "say what changed between two versions of the data",
        "coalition-data diff v1.0.0 .",
        _diff,
    ),
    "export": (
        "outputs.export",
        "write the tables in the format of another tool",
        "coalition-data export --to sqlite meetings.db",
        _export,
    ),
    "explore": (
        "outputs.explore",
        "write a web site to look at the tables",
        "coalition-data explore --open",
        _explore,
    ),
}
