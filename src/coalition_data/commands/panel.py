"""Write a panel of states: what is known to be, known not to be, and unknown."""

from __future__ import annotations

from coalition_data.commands.shared import OK, add_json, print_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "coalition-data panel state-year panel.dta"
CODES = ("written",)


def add_options(parser: ArgumentParser) -> None:
    from coalition_data.analysis import members, panel

    add_json(parser)
    units = list(panel.BUILDERS)
    parser.add_argument("unit", metavar="UNIT", choices=units, help=", ".join(units))
    where = "a file whose name ends in .csv, .parquet or .dta (Stata)"
    parser.add_argument("out", metavar="OUT", help=where)
    rules = ", ".join(members.RULES)
    which = f"by which membership is decided: {rules} (default: {members.DEFAULT_RULE})"
    parser.add_argument(
        "--rule", choices=list(members.RULES), default=members.DEFAULT_RULE, help=which
    )


def run(args: Namespace) -> int:
    from coalition_data.export import panel

    panel.write(args.unit, args.out, args.rule)
    if args.json:
        print_json({"files": [args.out]})
    else:
        print(args.out)
    return OK
