"""Commands that write files: args in, exit code out."""

import json
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def export(args: "Any") -> int:
    """Write the tables in another format."""
    from coalition_data import export as exporting

    if sys.stderr.isatty():
        print(f"writing {args.to} …", file=sys.stderr, flush=True)
    files = exporting.write(args.to, args.path, texts=args.texts)
    print(json.dumps({"files": files}, ensure_ascii=False, indent=2) if args.json else "\n".join(files))
    return 0


def explore(args: "Any") -> int:
    """Write the explorer, and open it if asked."""
    from coalition_data import explorer

    first = explorer.build(args.out, watch=_progress)
    print(json.dumps({"page": first}, ensure_ascii=False, indent=2) if args.json else first)
    if args.open:
        import pathlib
        import webbrowser

        webbrowser.open(pathlib.Path(first).resolve().as_uri())
    return 0


def _progress(done: int, of: int) -> None:
    """Show on the terminal how far it is: on one line where somebody looks on, else when it begins and ends."""
    if sys.stderr.isatty():
        print(f"\rwriting page {done} of {of}", end="\n" if done == of else "", file=sys.stderr, flush=True)
    elif done == 1:
        print(f"writing {of} pages …", file=sys.stderr, flush=True)
