"""Python's search for garbage, which takes long where millions of things are made and kept."""

from __future__ import annotations

import functools
import gc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar

    P = ParamSpec("P")
    T = TypeVar("T")


def paused(work: Callable[P, T]) -> Callable[P, T]:
    """Return `work` as a function during which nobody looks for garbage: all that it makes is needed to its end."""

    @functools.wraps(work)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        was_on = gc.isenabled()
        gc.disable()
        try:
            return work(*args, **kwargs)
        finally:
            if was_on:
                gc.enable()

    return call
