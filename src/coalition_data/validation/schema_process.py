"""A process that checks the schemas while this one checks fields and rules."""

from __future__ import annotations

import contextlib
import marshal
import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from coalition_data.tables.descriptor import Package


@contextlib.contextmanager
def begin(package: Package, may_fork: bool) -> Iterator[SchemaProcess]:
    """Start a process for the schemas of a package, and end it, whether it was asked or not.

    `may_fork`: this process is ours, and has no threads.
    """
    process = SchemaProcess(package)
    try:
        # With the libraries there is nothing to gain; and they have threads, which no fork copies.
        if may_fork and "pyarrow" not in sys.modules and hasattr(os, "fork"):
            process.start()
        yield process
    finally:
        process.end()


class SchemaProcess:
    """Finds what the schemas of a package refuse: in a process of its own, if it was started.

    That takes as long as all else that `validate` does, most of it to import pandas and pandera. So
    both begin at once, and where fields and rules find a problem, the process is stopped.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.pid = self.answer = 0

    def start(self) -> None:
        """Fork. Where no more processes are allowed there is none."""
        self.answer, answer = os.pipe()
        with contextlib.suppress(OSError):
            self.pid = os.fork()
            if not self.pid:
                self._serve(answer)
        os.close(answer)

    def _serve(self, answer: int) -> None:
        """Be the process: find what the schemas refuse, tell it, and end; never return."""
        try:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            # What goes wrong here is done again, and told, by the process that asks.
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            from coalition_data.validation import schema_check

            failing = schema_check.find_failing(self.package)
            with os.fdopen(answer, "wb") as file:
                marshal.dump(failing, file)
        finally:
            os._exit(0)

    def find_failing(self) -> dict[str, str]:
        """Return what `schema_check.find_failing` does; it is called here if the process fails."""
        if self.pid:
            with (
                contextlib.suppress(OSError, EOFError, ValueError, TypeError),
                os.fdopen(self.answer, "rb", closefd=False) as file,
            ):
                failing: dict[str, str] = marshal.load(file)
                return failing
        from coalition_data.validation import schema_check

        return schema_check.find_failing(self.package)

    def end(self) -> None:
        """Leave no process and no pipe behind."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self.answer:
            os.close(self.answer)
