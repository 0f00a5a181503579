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
    if name == "names":
        return json.loads(script[script.index("(") + 1 : script.rindex(")")])
    packed = re.search(r',"([^"]*)"', script)
    assert packed
    return json.loads(gzip.decompress(base64.b64decode(packed[1])))
