"""Commands that write files: args in, exit code out."""

import json

from coalition_data.export import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["FORMATS", "export"]


def export(args: "Any") -> int:
    """Write the tables in another format."""
    from coalition_data import export as exporting

    files = exporting.write(args.to, args.path, texts=args.texts)
    print(json.dumps({"files": files}, ensure_ascii=False, indent=2) if args.json else "\n".join(files))
    return 0
