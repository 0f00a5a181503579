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
    from typing import Any

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
    """Run the command line with `argv` (default: the process's).

    Returns 0 for valid, 1 for problems, 2 where the command could not run.
    """
    for stream in (sys.stdout, sys.stderr):
        # A terminal that can't encode a letter gets a question mark, not a traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    words = sys.argv[1:] if argv is None else argv
    if words[:1] == ["--version"]:
        return _print_version()
    args = _build_parser(words[0] if words else "").parse_args(words)
    try:
        code: int = args.run(args)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Nobody reads any more: stay silent, here and when the interpreter closes.
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


def _build_parser(asked: str) -> ArgumentParser:
    """Return the parser; where a known command is asked for, only that one is imported."""
    import argparse

    parser = argparse.ArgumentParser(
        allow_abbrev=False,
        prog="coalition-data",
        description="The public record of the meetings of the Global Coalition against Daesh.",
        epilog="Each command has its own --help, with an example. "
        "Exit codes: 0 valid, 1 problems, 2 could not run.",
    )
    # Handled above; listed for --help.
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    choices = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in [asked] if asked in COMMANDS else COMMANDS:
        _add_command(choices, name, name == asked)
    return parser


def _add_command(choices: Any, name: str, with_options: bool) -> None:
    command = importlib.import_module(f"coalition_data.commands.{name.replace('-', '_')}")
    description = command.__doc__ or ""
    text = description[0].lower() + description[1:].rstrip(".")
    epilog = f"example: {command.EXAMPLE}"
    parser = choices.add_parser(name, help=text, description=description, epilog=epilog)
    parser.set_defaults(run=command.run)
    if with_options:
        command.add_options(parser)
