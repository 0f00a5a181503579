"""What the scripts of a site hand to its pages."""

import base64
import gzip
import json
import re
from pathlib import Path
from typing import Any


def unpack(site: Path, name: str) -> Any:
    """Return the data that a script hands to a page."""
    script = (site / "data" / f"{name}.js").read_text(encoding="utf-8")
    packed = re.search(r',"([^"]*)"', script)
    assert packed
    value = json.loads(gzip.decompress(base64.b64decode(packed[1])))
    if not isinstance(value, list):
        return value
    columns, cells, odd = value
    rows = map(list, zip(*cells, strict=True))
    return [columns, [odd.get(str(n), row) for n, row in enumerate(rows)]]
