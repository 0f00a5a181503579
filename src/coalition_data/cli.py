"""The command line: `coalition-data`."""

from __future__ import annotations

import importlib
import io
import os
import sys

from coalition_data.commands.shared import COULD_NOT_RUN, OK, STOPPED, find_width
from coalition_data.tables.problem import defuse, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, HelpFormatter
    from collections.abc import Callable
    from typing import Any, TextIO

# In this order `--help` lists them; each is a module of `commands`.
COMMANDS = (
    "tables",
    "show",
    "codebook",
    "validate",
    "fetch",
    "verify",
    "sweep",
    "anchor",
    "fmt",
    "fingerprint",
    "new-source",
    "cite",
    "identify",
    "diff",
    "panel",
    "export",
    "explore",
)
# These make drafts and temporary folders.
WITH_DRAFTS = ("fetch", "fmt", "new-source", "diff", "panel", "export", "explore")


class _Output:
    """A stream for texts of others: nothing in them is a command to a terminal or a runner of CI.

    Its reader may go away: what can't be written then is dropped in silence.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        return self.write_raw(defuse(text))

    def write_raw(self, text: str) -> int:
        """Write a text that is to be obeyed; `shared.print_raw` calls it."""
        try:
            return self.stream.write(text)
        except BrokenPipeError:
            self.drop()
            return len(text)

    def flush(self) -> None:
        try:
            self.stream.flush()
        except BrokenPipeError:
            self.drop()

    def drop(self) -> None:
        """Send what is still in the buffer, and all that follows, nowhere."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.stream.fileno())
        os.close(nowhere)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def main(argv: list[str] | None = None) -> int:
    """Run the command line with `argv` (default: the process's).

    Returns 0 or 1, as the `CODES` of each command say, 2 where it could not run, 130 if it was
    stopped.
    """
    before = sys.stdout, sys.stderr
    output, errors = (_open_output(stream) for stream in before)
    sys.stdout, sys.stderr = output, errors
    words = sys.argv[1:] if argv is None else argv
    restore: Callable[[], None] | None = None
    try:
        restore = _catch_signals() if words and words[0] in WITH_DRAFTS else None
        code = _run(words)
        return code if _is_written(output) else COULD_NOT_RUN
    except KeyboardInterrupt:
        # After the command, or before it.
        return _say_stopped()
    except SystemExit:
        # argparse has printed help, or what is wrong with the options.
        if _is_written(output):
            raise
        return COULD_NOT_RUN
    finally:
        sys.stdout, sys.stderr = before
        if restore:
            restore()


def _catch_signals() -> Callable[[], None]:
    """Let what would end the process stop it as Ctrl-C does, so that it leaves no drafts.

    Returns a function that undoes this. What is ignored, as under `nohup`, stays ignored.
    """
    import signal
    import threading

    caught = []
    # Only the main thread may.
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) == signal.SIG_DFL:
                signal.signal(number, signal.default_int_handler)
                caught.append(number)

    def restore() -> None:
        for number in caught:
            signal.signal(number, signal.SIG_DFL)

    return restore


def _open_output(stream: TextIO | None) -> _Output:
    """Return a stream to write to: nowhere, in a process whose output is closed."""
    if stream is None:
        stream = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if isinstance(stream, io.TextIOWrapper):
        # A terminal that can't encode a letter gets a question mark, not a traceback.
        stream.reconfigure(errors="replace")
    return _Output(stream)


def _run(words: list[str]) -> int:
    try:
        if words[:1] == ["--version"]:
            _print_version()
            return OK
        args = _build_parser(words[0] if words else "").parse_args(words)
        _check_working_folder()
        code: int = args.run(args)
        return code
    except KeyboardInterrupt:
        return _say_stopped()
    except KeyError as error:
        print(f"coalition-data: {plain(str(error.args[0]))}", file=sys.stderr)
    except (OSError, ValueError, RuntimeError, ModuleNotFoundError) as error:
        print(f"coalition-data: {_describe(error)}", file=sys.stderr)
    return COULD_NOT_RUN


def _say_stopped() -> int:
    print("coalition-data: stopped", file=sys.stderr)
    return STOPPED


def _check_working_folder() -> None:
    """Raise FileNotFoundError if it was deleted: libraries ask for it in places."""
    try:
        os.getcwd()
    except FileNotFoundError:
        raise FileNotFoundError("the working folder was deleted: change to another") from None


def _is_written(output: _Output) -> bool:
    """Say whether all output was written; where it can't be, as on a full disk, say why."""
    try:
        output.flush()
    except OSError as error:
        print(f"coalition-data: output: {_describe(error)}", file=sys.stderr)
        # Python would try once more at its end, and complain.
        output.drop()
        return False
    return True


def _describe(error: Exception) -> str:
    """Return in one line what an error says; of the system's errors without their number."""
    if isinstance(error, OSError) and error.strerror:
        text = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    else:
        text = str(error)
    return plain(text)


def _print_version() -> None:
    from coalition_data.tables import descriptor

    print(f"coalition-data {descriptor.version()}")


def _build_parser(asked: str) -> ArgumentParser:
    """Return the parser; where a known command is asked for, only that one is imported."""
    import argparse

    parser = argparse.ArgumentParser(
        allow_abbrev=False,
        prog="coalition-data",
        description="The public record of the meetings of the Global Coalition against Daesh.",
        epilog="Each command has its own --help, with an example. "
        "Exit codes: 0 yes or done, 1 no (its --help says when), 2 could not run, 130 stopped.",
        formatter_class=_make_formatter,
    )
    # Handled above; listed for --help.
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    choices = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in [asked] if asked in COMMANDS else COMMANDS:
        _add_command(choices, name, name == asked)
    return parser


def _make_formatter(prog: str) -> HelpFormatter:
    import argparse

    # Without a width it imports shutil, whenever an option is added.
    return argparse.HelpFormatter(prog, width=find_width(80) - 2)


def _add_command(choices: Any, name: str, with_options: bool) -> None:
    command = importlib.import_module(f"coalition_data.commands.{name.replace('-', '_')}")
    description = command.__doc__ or ""
    text = description[0].lower() + description[1:].rstrip(".")
    epilog = f"example: {command.EXAMPLE}"
    parser = choices.add_parser(
        name,
        help=text,
        description=description,
        epilog=epilog,
        formatter_class=_make_formatter,
    )
    parser.set_defaults(run=command.run)
    if with_options:
        command.add_options(parser)
        meanings = [f"{code} {meaning}" for code, meaning in enumerate(command.CODES)]
        meanings += [f"{COULD_NOT_RUN} could not run", f"{STOPPED} stopped"]
        parser.add_argument_group("exit codes", "; ".join(meanings))
