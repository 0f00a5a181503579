"""Checks beyond the tests of one interpreter: `nox` runs all of them."""

import hashlib
import os
import shutil
from pathlib import Path

import nox
from packaging.requirements import Requirement

nox.options.error_on_missing_interpreters = True
# uv makes an environment in seconds where pip takes a minute. It compiles nothing: a module
# is compiled when it is first imported, and most never are.
nox.options.default_venv_backend = "uv|venv"


# uv installs into the environment of the `python` on PATH.
HERE = {"VIRTUAL_ENV": str(Path(shutil.which("python") or "").parent.parent)}

# The README's line runs all tests, in CI on the newest Python. Elsewhere those that no interpreter
# and no library can change (`once`) are left out, and where the libraries are the same, those on
# libraries.
OTHER_PYTHON = ("pytest", "-m", "not once and not libraries")
OTHER_LIBRARIES = ("pytest", "-m", "not once")


def ready(session: nox.Session, *more: str) -> None:
    """Install what is needed into the environment that nox was called in.

    Not where that was done before: a release may install only what is in its lock, and sessions
    that run side by side would install over each other.
    """
    if os.environ.get("COALITION_DATA_INSTALLED"):
        return
    installer = ["uv", "pip"] if shutil.which("uv") else ["python", "-m", "pip"]
    session.run(*installer, "install", "--quiet", "-e", ".[dev]", *more, env=HERE)


# Of many tries CI makes a part; `nox -s fuzz -- 10000` makes as many as wanted, and once a week
# .github/workflows/weekly.yml makes many more.
FEW = 750


def count_tries(session: nox.Session) -> int:
    """Return how many tries were asked for."""
    return int(session.posargs[0]) if session.posargs else FEW


@nox.session(python=["3.11", "3.12"])
def tests(session: nox.Session) -> None:
    """Run the tests on the other supported interpreters, with the newest libraries."""
    session.install("-e", ".[dev]")
    session.run(*OTHER_PYTHON)


def oldest_allowed() -> list[str]:
    """Pin what users install, extras included, to the lower bounds of pyproject.toml."""
    project = nox.project.load_toml("pyproject.toml")["project"]
    lines = list(project["dependencies"])
    for extra, more in project["optional-dependencies"].items():
        if extra != "dev":
            lines += more
    pins = []
    for requirement in map(Requirement, lines):
        if requirement.name != project["name"]:
            # Exactly one: a package without a lower bound stops here.
            (lower,) = [one.version for one in requirement.specifier if one.operator == ">="]
            pins.append(f"{requirement.name}=={lower}")
    return pins


# Where tables are read, judged, counted and written.
NEAR_LIBRARIES = (
    "tests/tables/test_loader.py",
    "tests/validation",
    "tests/analysis",
    "tests/export",
)


@nox.session(python="3.11")
def oldest(session: nox.Session) -> None:
    """Run the tests on the oldest of all that we support: Python, pandas, pyarrow and the rest.

    Without words those that libraries change most; `nox -s oldest -- tests src README.md` runs all.
    """
    session.install("-e", ".[dev]", *oldest_allowed())
    session.run(*OTHER_LIBRARIES, *(session.posargs or NEAR_LIBRARIES))


@nox.session(python=False)
def checks(session: nox.Session) -> None:
    """Look at style, types, canonical form, the tables, the R package and the workflows.

    Whether printed documents are fresh, the changelog matches and frictionless accepts the package,
    the tests say.
    """
    ready(session)
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")
    session.run("lint-imports")
    session.run("coalition-data", "fmt", "--check")
    session.run("coalition-data", "validate", "--schemas", ".")
    if shutil.which("Rscript") or os.environ.get("CI"):
        session.run("python", "tools/check_r.py")
    else:
        session.warn("R isn't installed: the R package was NOT checked")
    workflows = [str(path) for path in sorted(Path(".github/workflows").glob("*.yml"))]
    session.run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *workflows)
    session.run("check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml")
    dependabot = ".github/dependabot.yml"
    session.run("check-jsonschema", "--builtin-schema", "vendor.dependabot", dependabot)
    audit = "zizmor --persona auditor --offline --no-progress --strict-collection"
    session.run(*audit.split(), ".github", "action.yml")
    texts = os.environ.get("COALITION_DATA_TEXTS")
    if texts:
        session.run("coalition-data", "validate", ".", "--texts", texts)
        session.run("coalition-data", "verify", "--all", texts, ".")
        session.run("coalition-data", "sweep", texts, ".")
    else:
        session.run("coalition-data", "validate", ".")
        session.warn(
            "COALITION_DATA_TEXTS names no folder of articles: the evidence was NOT verified"
        )


@nox.session(python=False)
def fuzz(session: nox.Session) -> None:
    """Judge broken packages and damaged files, and a fifth as many packages with a referee."""
    ready(session)
    tries = count_tries(session)
    session.run(
        "pytest",
        "--dist=load",
        "tests/project/test_fuzz.py",
        "tests/project/test_damaged.py",
        "tests/project/test_standard.py",
        env={"COALITION_DATA_FUZZ": str(tries), "COALITION_DATA_STANDARD": str(tries // 5)},
    )


@nox.session(python="3.11")
def wheel(session: nox.Session) -> None:
    """Build sdist, then the wheel from it, and use the wheel where nothing else is installed."""
    # In full, since the wheel is used from another folder.
    out = Path(session.create_tmp()).resolve()
    session.install("build[uv]")
    session.run("python", "-m", "build", "--installer=uv", "--outdir", str(out), ".")
    built = sorted(out.glob("*.whl"))[-1]
    session.run("python", "-m", "venv", "--without-pip", f"{out}/empty")
    python = f"{out}/empty/bin/python"
    session.run("uv", "pip", "install", "--quiet", f"--python={python}", str(built))
    with session.chdir(out):
        session.run(python, "-m", "coalition_data", "validate", external=True)
        session.run(python, "-m", "coalition_data", "fingerprint", external=True)
        code = "assert len(cd.quotes()) and len(cd.load('figures', joined=True))"
        session.run(python, "-c", f"import coalition_data as cd; {code}", external=True)
    # The action, installation included, as others' CI calls it, in a checkout full of traps.
    session.install("pyyaml")
    session.run("python", "tools/attack_action.py")


@nox.session(python=False, default=False)
def built(session: nox.Session) -> None:
    """Test what is built: twice, the files of git, no held text. The README's line does too."""
    ready(session)
    if not os.environ.get("COALITION_DATA_TEXTS"):
        session.warn("COALITION_DATA_TEXTS is not set: held text inside was NOT looked for")
    names = ("release", "wheel", "archive")
    session.run("pytest", *(f"tests/project/test_{name}.py" for name in names))


@nox.session(python=False)
def release(session: nox.Session) -> None:
    """Rehearse a release without network; what would be published is left in dist/."""
    ready(session)
    session.run("python", "tools/release.py", "check")
    dist = Path("dist")
    shutil.rmtree(dist, ignore_errors=True)
    session.run("python", "-m", "build", "--no-isolation", "--outdir", str(dist / "python"))
    session.run("twine", "check", "--strict", *map(str, sorted((dist / "python").iterdir())))
    session.run("check-wheel-contents", *map(str, (dist / "python").glob("*.whl")))
    session.run("python", "tools/archive.py", str(dist / "archive"))
    session.run("python", "tools/sbom.py", str(dist))
    for path in sorted(dist.glob("*/*")):
        session.log(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path}")


@nox.session(python=False, default=False)
def lock(session: nox.Session) -> None:
    """Write down, with hashes, what a release may install: the newest of everything."""
    folder = Path(".github/requirements")
    command = "uv pip compile --quiet --upgrade --generate-hashes --no-annotate"
    session.run(
        *command.split(),
        "--python-version=3.11",
        "--custom-compile-command=nox -s lock",
        f"--output-file={folder / 'release.txt'}",
        "pyproject.toml",
        str(folder / "release.in"),
    )


@nox.session(python=False)
def browser(session: nox.Session) -> None:
    """Look at the explorer in a real Chromium, and let axe-core judge it.

    `nox -s browser -- -m "not alone"` leaves out what takes times, and may run beside others.
    """
    folder = Path(session.create_tmp()).resolve()
    ready(session, "selenium")
    session.run("npm", "install", "--silent", "--no-audit", "--prefix", str(folder), "axe-core@4")
    axe = folder / "node_modules" / "axe-core" / "axe.min.js"
    # One at a time: some of them take times.
    session.run(
        "pytest",
        "-n0",
        "tests/explorer/browser",
        *session.posargs,
        env={"COALITION_DATA_BROWSER": "1", "COALITION_DATA_AXE": str(axe)},
    )


@nox.session(python=False)
def strength(session: nox.Session) -> None:
    """Judge a part of the faults, and all copies of the articles: docs/quality.md must hold."""
    ready(session)
    texts = os.environ.get("COALITION_DATA_TEXTS")
    if texts:
        session.run("python", "benchmarks/wording.py", texts, "--check")
    else:
        session.warn("COALITION_DATA_TEXTS is not set: what `verify` accepts was NOT measured")
    session.run("python", "benchmarks/tampering.py", *([texts] if texts else []), "--check")
    session.run("python", "benchmarks/strength.py", *([texts] if texts else []), "--check")


@nox.session(python=False, default=False)
def inputs(session: nox.Session) -> None:
    """Give inputs of 1 MB of every kind to every command, with a meter for time and memory."""
    ready(session)
    session.run("python", "benchmarks/inputs.py", "--quick")


@nox.session(python=False)
def conditions(session: nox.Session) -> None:
    """Run every command under bad conditions, kill those that write, and let two write at once."""
    ready(session)
    # CI lets each command meet a quarter of the conditions, in turns.
    part = () if session.posargs else ("--part", "4")
    tries = count_tries(session)
    kills = str(tries // 250)
    session.run("python", "benchmarks/conditions.py", "--check", *part, "--kills", kills)
    # More than of the rest: two writers meet by chance.
    writers = "tests/project/test_two_at_once.py"
    session.run("pytest", "-n2", writers, env={"COALITION_DATA_ROUNDS": str(2 * tries)})


@nox.session(python=False)
def pages(session: nox.Session) -> None:
    """Fetch 300 pages from servers that fail in every way, at once and in a run that is killed."""
    ready(session)
    session.run("python", "benchmarks/troubles.py")


@nox.session(python=False)
def speed(session: nox.Session) -> None:
    """See that measuring runs, and that DuckDB reads a million rows."""
    ready(session)
    session.run("python", "benchmarks/speed.py", "--quick")
    session.run(
        "pytest",
        "-n0",
        "-k",
        "duckdb",
        "tests/project/test_growth.py",
        env={"COALITION_DATA_ROWS": "1000000"},
    )
