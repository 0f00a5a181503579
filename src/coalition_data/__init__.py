"""The public record of the meetings of the Global Coalition against Daesh, as tables.

Public is what `__all__` names, here and in the modules `plot`, `export` and `explorer`; all else is
private and may change. Options are given by name.

>>> import coalition_data as cd
>>> quotes = cd.quotes()
>>> quotes.columns[0]
'quote_id'
"""

# Importing this package must stay as fast as a bare interpreter: a name is imported when it is
# first asked for. Type checkers and editors read these imports, `__getattr__` the table below.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data import explorer as explorer
    from coalition_data import export as export
    from coalition_data import plot as plot
    from coalition_data.analysis.attendance import attendance as attendance
    from coalition_data.analysis.disagreement import conflicts as conflicts
    from coalition_data.analysis.disagreement import reconcile as reconcile
    from coalition_data.analysis.members import members as members
    from coalition_data.analysis.panel import panel as panel
    from coalition_data.analysis.renderings import utterances as utterances
    from coalition_data.analysis.views import load as load
    from coalition_data.references.citation import cite as cite
    from coalition_data.references.identification import identify as identify
    from coalition_data.references.identity import Identities as Identities
    from coalition_data.references.identity import Identity as Identity
    from coalition_data.releases.difference import Change as Change
    from coalition_data.releases.difference import Difference as Difference
    from coalition_data.releases.difference import diff as diff
    from coalition_data.releases.fingerprints import fingerprint as fingerprint
    from coalition_data.tables.codebook import codebook as codebook
    from coalition_data.tables.loader import actors as actors
    from coalition_data.tables.loader import figures as figures
    from coalition_data.tables.loader import ledger as ledger
    from coalition_data.tables.loader import meetings as meetings
    from coalition_data.tables.loader import memberships as memberships
    from coalition_data.tables.loader import participants as participants
    from coalition_data.tables.loader import quotes as quotes
    from coalition_data.tables.loader import reports as reports
    from coalition_data.tables.loader import sources as sources
    from coalition_data.tables.loader import waivers as waivers
    from coalition_data.tables.problem import Problem as Problem
    from coalition_data.texts.asking import Limits as Limits
    from coalition_data.texts.evidence import normalise as normalise
    from coalition_data.texts.fetching import fetch as fetch
    from coalition_data.texts.links import link as link
    from coalition_data.texts.verification import hydrate as hydrate
    from coalition_data.texts.verification import verify as verify
    from coalition_data.validation.schema import schemas as schemas
    from coalition_data.validation.validator import Problems as Problems
    from coalition_data.validation.validator import validate as validate

    __version__: str

__all__ = [
    "Change",
    "Difference",
    "Identities",
    "Identity",
    "Limits",
    "Problem",
    "Problems",
    "actors",
    "attendance",
    "cite",
    "codebook",
    "conflicts",
    "diff",
    "fetch",
    "figures",
    "fingerprint",
    "hydrate",
    "identify",
    "ledger",
    "link",
    "load",
    "meetings",
    "members",
    "memberships",
    "normalise",
    "panel",
    "participants",
    "quotes",
    "reconcile",
    "reports",
    "schemas",
    "sources",
    "utterances",
    "validate",
    "verify",
    "waivers",
]

_PLACES = {
    "Change": "releases.difference",
    "Difference": "releases.difference",
    "Identities": "references.identity",
    "Identity": "references.identity",
    "Limits": "texts.asking",
    "Problem": "tables.problem",
    "Problems": "validation.validator",
    "actors": "tables.loader",
    "attendance": "analysis.attendance",
    "cite": "references.citation",
    "codebook": "tables.codebook",
    "conflicts": "analysis.disagreement",
    "diff": "releases.difference",
    "fetch": "texts.fetching",
    "figures": "tables.loader",
    "fingerprint": "releases.fingerprints",
    "hydrate": "texts.verification",
    "identify": "references.identification",
    "ledger": "tables.loader",
    "link": "texts.links",
    "load": "analysis.views",
    "meetings": "tables.loader",
    "members": "analysis.members",
    "memberships": "tables.loader",
    "normalise": "texts.evidence",
    "panel": "analysis.panel",
    "participants": "tables.loader",
    "quotes": "tables.loader",
    "reconcile": "analysis.disagreement",
    "reports": "tables.loader",
    "schemas": "validation.schema",
    "sources": "tables.loader",
    "utterances": "analysis.renderings",
    "validate": "validation.validator",
    "verify": "texts.verification",
    "waivers": "tables.loader",
}
_MODULES = ("explorer", "export", "plot")


# A name that isn't there is an error for type checkers too.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name == "__version__":
            from coalition_data.tables import descriptor

            return descriptor.version()
        import importlib

        if name in _MODULES:
            return importlib.import_module(f"coalition_data.{name}")
        if name not in _PLACES:
            raise AttributeError(f"module 'coalition_data' has no attribute {name!r}")
        found = getattr(importlib.import_module(f"coalition_data.{_PLACES[name]}"), name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_MODULES, "__version__"})
