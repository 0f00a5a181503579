"""Print the evidence of a phrase in a text."""

from __future__ import annotations

from coalition_data.commands.shared import OK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = 'coalition-data anchor article.txt "vingtaine de pays"'
CODES = ("printed",)


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", help="file with the whole text, UTF-8")
    once = "words that occur once; several are joined"
    parser.add_argument("phrase", metavar="PHRASE", nargs="+", help=once)


def run(args: Namespace) -> int:
    from coalition_data.tables import argument
    from coalition_data.texts import evidence

    words = argument.read_text(args.text)
    print(";".join(evidence.anchor(words, phrase) for phrase in args.phrase))
    return OK
