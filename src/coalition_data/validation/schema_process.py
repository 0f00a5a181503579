"""A process that loads the libraries of the schemas while this one checks fields and rules."""

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

    To import pandas and pandera takes as long as all else that `validate` does.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.pid = self.question = self.answer = 0

    def start(self) -> None:
        """Fork. Where no more processes are allowed there is none."""
        question, self.question = os.pipe()
        self.answer, answer = os.pipe()
        with contextlib.suppress(OSError):
            self.pid = os.fork()
            if not self.pid:
                os.close(self.question)
                self._serve(question, answer)
        os.close(question)
        os.close(answer)

    def _serve(self, question: int, answer: int) -> None:
        """Be the process: import, wait for the question, answer it; never return."""
        try:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            # What goes wrong here is done again, and told, by the process that asks.
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            from coalition_data.validation import schema_check

            # Nothing, if the other process doesn't ask or is gone.
            if os.read(question, 1):
                failing = schema_check.find_failing(self.package)
                with os.fdopen(answer, "wb") as file:
                    marshal.dump(failing, file)
        finally:
            os._exit(0)

    def find_failing(self) -> dict[str, str]:
        """Return what `schema_check.find_failing` does; it is called here if the process fails."""
        if self.pid:
            with contextlib.suppress(OSError, EOFError, ValueError):
                os.write(self.question, b"?")
                with os.fdopen(self.answer, "rb", closefd=False) as file:
                    failing: dict[str, str] = marshal.load(file)
                return failing
        from coalition_data.validation import schema_check

        return schema_check.find_failing(self.package)

    def end(self) -> None:
        """Leave no process and no pipe behind."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self.question:
            os.close(self.question)
            os.close(self.answer)
