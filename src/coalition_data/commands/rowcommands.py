"""The commands about rows and releases: fingerprint, cite, identify, diff, new-source."""

import os

from coalition_data.commands.commands import OK, PROBLEMS, finish_write, print_json, records
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def new_source(args: "Any") -> int:
    """Print the draft of a new source, or add a filled one to the tables."""
    from coalition_data.curation import draft, new_source

    if args.draft is None:
        if not os.path.isfile(args.text):
            raise FileNotFoundError(f"no file {args.text}: name the file with the text of the source")
        print(draft.scaffold(args.text, descriptor.read()), end="")
        return OK
    finish_write(args.folder)
    done = new_source.add(args.text, args.draft, args.folder)
    for problem in done.problems:
        print(problem)
    if done.problems:
        print(f"{len(done.problems)} problem{'s' * (len(done.problems) != 1)}; nothing was written")
        return PROBLEMS
    for table, ids in done.ids.items():
        print(f"{table}: {', '.join(ids)}")
    print(f"{done.source_id} is added; now read the text again, sentence by sentence, against its rows")
    return OK


def fingerprint(args: "Any") -> int:
    """Print fingerprints: of the whole data, of tables by name, of the rows in files."""
    from coalition_data.releases import fingerprints

    package = descriptor.read()
    if not args.what:
        print(fingerprints.of_package(package))
    for name in args.what:
        value = fingerprints.fingerprint(name) if name in package.tables else _of_file(name, package)
        # One is printed alone, fit for a script; of several each has its name, as sha256sum has it.
        print(value if len(args.what) == 1 else f"{value}  {name}")
    return OK


def _of_file(name: str, package: descriptor.Package) -> str:
    from coalition_data.releases import fingerprints

    if not os.path.exists(name) and os.path.basename(name) == name and "." not in name:
        package.table(name)
    return fingerprints.of_rows(*_rows_of(name, package))


def _rows_of(file: str, package: descriptor.Package) -> "tuple[Any, descriptor.Table]":
    """Return the rows in a file and the table that they are of; the ValueError names the file."""
    from coalition_data.releases import fingerprints

    frame = fingerprints.read_file(file)
    try:
        return frame, fingerprints.find_table(package, frame)
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from None


def cite(args: "Any") -> int:
    """Print a citation."""
    from coalition_data.references import citation

    package = descriptor.read()
    what = args.what if args.what is None or args.what in package.tables else _rows_of(args.what, package)[0]
    told = citation.cite_sources(what, args.sources) if args.sources else citation.cite(what, args.style)
    print(told.rstrip("\n"))
    return OK


def identify(args: "Any") -> int:
    """Say which release rows are of."""
    from coalition_data.releases import identification

    found = identification.identify(_rows_of(args.file, descriptor.read())[0])
    if args.json:
        names = ("status", "release", "released", "table", "rows", "of", "fingerprint")
        print_json({**{n: getattr(found, n) for n in names}, "changes": records(found.changes)})
    else:
        print(found)
    return PROBLEMS if found.status == identification.ALTERED else OK


def diff(args: "Any") -> int:
    """Say what changed between two versions."""
    from coalition_data.releases import difference

    found = difference.diff(args.old, args.new)
    if args.json:
        print_json(found.as_dict())
    elif args.markdown:
        print(found.markdown(), end="")
    else:
        print(found)
    return OK
