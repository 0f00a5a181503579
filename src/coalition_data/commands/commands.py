"""What each command of the command line does: args in, exit code out."""

import sys

from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


# A date is shown no finer than its source: which column says how fine it is, and how much of it to show.
PRECISION = {
    "date_start": "date_precision",
    "published": "published_precision",
    "as_of": "as_of_precision",
    "joined_on": "joined_precision",
}
LENGTHS = {"month": 7, "year": 4}

OK, PROBLEMS, COULD_NOT_RUN = 0, 1, 2

# What `show` prints of a table; heading=a|b is a, or b in brackets where a is empty.
SHOWN = {
    "sources": "source_id kind publisher published title",
    "meetings": "meeting_id name_en date_start city level status",
    "reports": "report_id source_id stage date_start city level roster",
    "actors": "actor_id kind name_en name_fr iso3",
    "participants": "participant_id actor_id office role attendance source_id",
    "quotes": "quote_id speaker_id words=text|paraphrase_fr our_translation=translation_en|paraphrase_en source_id",
    "figures": "figure_id about as_stated qualifier number unit source_id",
    "memberships": "membership_id actor_id body_id status joined_on ordinal source_id",
    "waivers": "waiver_id evidence reason",
    "ledger": "ledger_id added retired successor",
}


def print_json(value: "Any") -> None:
    """Print a value as JSON."""
    import json

    print(json.dumps(value, ensure_ascii=False, indent=2, default=str, allow_nan=False))


def records(frame: "Any") -> "list[dict[str, Any]]":
    """Return the rows of a frame for JSON: what is missing is None."""
    plain = frame.astype(object)
    rows: list[dict[str, Any]] = plain.where(plain.notna(), None).to_dict("records")
    return rows


def _sheet(name: str) -> tuple[descriptor.Table, list[list[str]]]:
    """Return a shipped table and its rows as text: showing needs no types."""
    from coalition_data.tables import csvfile

    package = descriptor.read()
    return package.table(name), csvfile.read(package.file(name), package.table(name).path).rows


def tables(args: "Any") -> int:
    """Print the tables and how many rows they have."""
    from coalition_data.commands import terminal
    from coalition_data.tables import csvfile

    package = descriptor.read()
    rows = [
        (table.name, csvfile.count(package.file(table.name)), table.description) for table in package.tables.values()
    ]
    if args.json:
        print_json([{"table": n, "rows": r, "description": d} for n, r, d in rows])
    else:
        print(terminal.grid(["table", "rows", "one row is …"], [[n, str(r), d] for n, r, d in rows]))
    return OK


def show(args: "Any") -> int:
    """Print rows of a table."""
    from coalition_data.commands import terminal

    table, rows = _sheet(args.table)
    everything = len(rows)
    for column, value in (("meeting_id", args.meeting), ("source_id", args.source), (table.key, args.id)):
        if value is not None:
            at = table.names.index(table.field(column).name)
            rows = [row for row in rows if row[at] == value]
    if args.json:
        print_json([{n: c or None for n, c in zip(table.names, row, strict=True)} for row in rows])
    elif not rows:
        hint = f"no rows of {table.name} fit; `coalition-data show {table.name}` prints them all"
        print(hint if everything else f"{table.name} has no rows yet", file=sys.stderr)
        return PROBLEMS
    elif args.all or args.id:
        print("\n\n".join(terminal.card(table.names, row) for row in rows))
    else:
        header = SHOWN[table.name].split()
        cells = [[_cell(dict(zip(table.names, row, strict=True)), spec) for spec in header] for row in rows]
        print(terminal.grid([spec.partition("=")[0].replace("_", " ") for spec in header], cells))
        if table.name == "quotes":
            print("\nIn brackets: our paraphrase of words reported without quotation marks. All English is ours.")
    return OK


def _cell(row: dict[str, str], spec: str) -> str:
    if spec == "number":
        return _number(row)
    first, _, second = spec.rpartition("=")[2].partition("|")
    if first in PRECISION:
        return row[first][: LENGTHS.get(row[PRECISION[first]], len(row[first]))]
    return row[first] or (f"({row[second]})" if second and row[second] else "")


def _number(row: dict[str, str]) -> str:
    """Write the number of a figure as it is bounded: 21, 4–5, ≥ 2000, ≤ 60."""
    low, high = row["low"], row["high"]
    if low and high:
        return f"{low}–{high}"
    return row["value"] or (f"≥ {low}" if low else f"≤ {high}" if high else "")


def codebook(args: "Any") -> int:
    """Print a table's codebook."""
    from coalition_data.tables import codebook

    if args.json:
        print_json(records(codebook.frame(args.table)))
    else:
        print(codebook.markdown(descriptor.read().table(args.table)))
    return OK


def validate(args: "Any") -> int:
    """Judge the tables of a folder."""
    from coalition_data.curation import transaction
    from coalition_data.validation import validator

    if args.folder and transaction.is_pending(args.folder):
        raise ValueError(f"a write into {args.folder} was interrupted: `coalition-data fmt {args.folder}` finishes it")
    problems = validator.validate(args.folder, args.texts, args.schemas)
    form = "json" if args.json else args.format or "text"
    if form == "json":
        not_run = [{"rule": rule, "lacks": lacks} for rule, lacks in problems.not_run]
        print_json({"valid": not problems, "problems": [p.as_dict() for p in problems], "not_run": not_run})
        return PROBLEMS if problems else OK
    for problem in problems:
        print(problem.as_annotation(args.folder or "") if form == "github" else problem)
    _print_not_run([one for one in problems.not_run if one[1] != validator.WHOLE_RUN])
    valid = "valid by schemas and keys; form and rules weren't looked at" if args.schemas else "valid"
    print(f"{len(problems)} problem{'s' * (len(problems) != 1)}" if problems else valid)
    return PROBLEMS if problems else OK


def _print_not_run(not_run: list[tuple[str, str]]) -> None:
    """Print the rules that could not run, a line per reason."""
    reasons: dict[str, list[str]] = {}
    for rule, lacks in not_run:
        reasons.setdefault(lacks, []).append(rule)
    for lacks, names in reasons.items():
        print(f"not run, for lack of {lacks}: {', '.join(names)}")


def verify(args: "Any") -> int:
    """Check evidence against texts."""
    from coalition_data.commands import terminal
    from coalition_data.texts import verification

    found, held = verification.check(args.texts, args.folder)
    # Of sources that nobody held there are hundreds: they are counted together.
    source = found["source_id"].where(found["status"] != "not_checkable", "(sources read in part)").rename("source")
    counts = found.groupby(["table", source, "status"], observed=True, sort=False).size().reset_index(name="segments")
    bad = found["status"].isin(verification.FAILURES) | (args.all & (found["status"] == "text_not_found"))
    if args.json:
        print_json({"verified": not bad.any(), "segments": records(found)})
    else:
        print(terminal.grid(list(counts.columns), counts.astype(str).to_numpy().tolist()))
        for row in found[bad].itertuples():
            print(f"{row.table} {row.id}: {row.column}: {row.status}: {row.segment} in {row.source_id}")
        total = ", ".join(f"{n} {status}" for status, n in found["status"].value_counts(sort=False).items() if n)
        print(held.summary())
        print(f"{total}: {'NOT verified' if bad.any() else 'verified'}")
    return PROBLEMS if bad.any() else OK


def sweep(args: "Any") -> int:
    """Print what is neither coded nor waived in the held texts."""
    from coalition_data.texts import sweep as sweeper
    from coalition_data.texts import verification

    held = verification.held(args.texts, args.folder)
    found = sweeper.sweep(args.texts, args.folder)
    if args.json:
        print_json(records(found))
    else:
        for row in found.itertuples():
            print(f"{row.source_id}: {row.kind} not coded: {row.words}\n    … {row.context} …\n    {row.evidence}")
        print(held.summary())
        print(f"{len(found)} open" if len(found) else "nothing is open: each number and quotation is coded or waived")
    return PROBLEMS if len(found) else OK


def anchor(args: "Any") -> int:
    """Print the evidence of phrases in a text."""
    from coalition_data.texts import evidence

    try:
        with open(args.text, encoding="utf-8") as file:
            words = file.read()
    except UnicodeDecodeError:
        raise ValueError(f"{args.text} isn't UTF-8: save the text as UTF-8") from None
    print(";".join(evidence.anchor(words, phrase) for phrase in args.phrase))
    return OK


def fmt(args: "Any") -> int:
    """Write the tables of a folder in canonical form."""
    from coalition_data.tables import canonical

    if not args.check:
        finish_write(args.folder)
    package = descriptor.read(args.folder)
    code = OK
    for table in package.tables.values():
        path = package.file(table.name)
        data, problems = canonical.format_file(path, table.path, table.names, table.key)
        for problem in problems:
            print(problem)
        if problems:
            code = PROBLEMS
        elif args.check:
            difference = canonical.difference(path, table.path, data)
            print(difference, end="")
            code = PROBLEMS if difference else code
        elif canonical.write(path, data):
            print(f"{table.path}: written")
    return code


def finish_write(folder: str) -> None:
    """Finish a write that was interrupted, and say so."""
    from coalition_data.curation import transaction

    paths = transaction.recover(folder)
    if paths:
        print(f"finished an interrupted write of {', '.join(paths)}", file=sys.stderr)
