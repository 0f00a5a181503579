"""Arrow arrays made from buffers: `pyarrow.array` imports pandas wherever it is installed, which takes long."""

import array
import itertools

import pyarrow as pa

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def of_texts(texts: list[str]) -> "Any":
    """Return an Arrow array (large_string) of texts."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    ends = array.array("q", itertools.accumulate(map(len, encoded), initial=0))
    return pa.LargeStringArray.from_buffers(len(texts), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded)))
