"""The command line: `coalition-data`."""

from __future__ import annotations

import importlib
import io
import os
import sys

from coalition_data.commands.shared import COULD_NOT_RUN, OK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser

# In this order `--help` lists them; each is a module of `commands`.
COMMANDS = (
    "tables",
    "show",
    "codebook",
    "validate",
    "verify",
    "sweep",
    "anchor",
    "fmt",
    "fingerprint",
    "new-source",
    "cite",
    "identify",
    "diff",
    "export",
    "explore",
)


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


def _print_version() -> int:
    from coalition_data.tables import descriptor

    print(f"coalition-data {descriptor.version()}")
    return OK


def _parser(asked: str) -> ArgumentParser:
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
        command = importlib.import_module(f"coalition_data.commands.{name.replace('-', '_')}")
        description = command.__doc__ or ""
        text = description[0].lower() + description[1:].rstrip(".")
        sub = choices.add_parser(
            name, help=text, description=description, epilog=f"example: {command.EXAMPLE}"
        )
        sub.set_defaults(run=command.run)
        if name == asked:
            command.add_options(sub)
    return parser
