"""The README as the page of the package: its links lead to the repository, in the version built.

An index of packages shows the README without the files that it links to. The address is `homepage`
in datapackage.json. Where that has none, a link becomes its words.
"""

import json
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

# A link or picture whose target is a path: it has no colon.
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)#:\s][^):\s]*)\)")


class IndexPage(MetadataHookInterface):
    """Fills `readme` and `urls` of the package."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set both fields."""
        root = Path(self.root)
        described = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
        address = described.get("homepage", "").rstrip("/")
        tree = f"{address}/{{}}/v{described['version']}" if address else ""
        page = point_links((root / "README.md").read_text(encoding="utf-8"), tree)
        metadata["readme"] = {"content-type": "text/markdown", "text": page}
        metadata["urls"] = {}
        if address:
            changelog = f"{tree.format('blob')}/CHANGELOG.md"
            metadata["urls"] = {"Repository": address, "Changelog": changelog}


def point_links(page: str, tree: str) -> str:
    """Return a page of Markdown whose relative links lead into `tree`, or are words if it is blank.

    `tree` has `{}` where a page is `blob` and a picture `raw`.
    """

    def point(link: re.Match[str]) -> str:
        mark, words, path = link.groups()
        if not tree:
            return words
        return f"{mark}[{words}]({tree.format('raw' if mark else 'blob')}/{path})"

    return LINK.sub(point, page)
