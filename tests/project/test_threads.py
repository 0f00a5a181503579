"""Threads, processes and options of pandas: tables and what is made of them are always the same."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from worlds import ROOT, Copy

# What a user may ask for, each as text in which types, missing values and all cells can be told
# apart. Strings in it are as pandas has them; None and nan differ.
PROGRAM = '''
import gc, multiprocessing, os, sys, threading, time, warnings

# As with users: where hypothesis is installed, pandera imports it, and all of pytest with it.
sys.modules["hypothesis"] = None
import pandas as pd
import coalition_data as cd

TABLES = ("sources", "meetings", "reports", "actors", "participants", "quotes", "figures", "memberships")


def type_of(dtype):
    if isinstance(dtype, pd.CategoricalDtype):
        return f"category of {type_of(dtype.categories.dtype)}"
    if isinstance(dtype, pd.StringDtype):
        return f"text in {dtype.storage}, missing {dtype.na_value}"
    return str(dtype)


def describe(frame):
    types = [(name, type_of(column.dtype)) for name, column in frame.items()]
    cells = [(name, column.astype(object).tolist()) for name, column in frame.items()]
    return repr((types, type_of(frame.columns.dtype), frame.index, cells))


def frames():
    out = {}
    for table in TABLES:
        out[table] = describe(cd.load(table))
        out[f"{table} joined"] = describe(cd.load(table, joined=True))
        out[f"{table} of pyarrow"] = repr(cd.load(table, engine="pyarrow").to_pylist())
    return out


def judged():
    problems = cd.validate()
    return {
        "validate": repr((list(problems), problems.not_run)),
        "fingerprint": repr([str(cd.fingerprint(cd.load(table))) for table in TABLES]),
        "seats of states": describe(cd.attendance()),
        "seats of people": describe(cd.attendance("person")),
        "state-year": describe(cd.panel("state-year")),
        "members": describe(cd.members("2016-01-01")),
        "conflicts": describe(cd.conflicts()),
        "reconcile": describe(cd.reconcile("attendance_count")),
        "utterances": describe(cd.utterances()),
        "codebook": describe(cd.codebook("quotes")),
    }


def all_of_it():
    return {**frames(), **judged()}


def differing(found, expected):
    """Return the names of what isn't as expected."""
    return [name for name in expected if found.get(name) != expected[name]]
'''


def run(script: str, folder: Path, *words: str) -> str:
    """Run PROGRAM and a script in a fresh interpreter, and return what it printed."""
    path = folder / "program.py"
    home = folder / "installed"
    if not home.exists():
        # The package finds its data beside `src`, by its own path: here a small part of the tables.
        (home / "src").mkdir(parents=True)
        (home / "src" / "coalition_data").symlink_to(ROOT / "src" / "coalition_data")
        Copy(home)
    path.write_text(f"{PROGRAM}\n{script}", encoding="utf-8")
    # A fork with threads is what is tested, and options that pandas deprecates are among them.
    command = [sys.executable, "-W", "ignore", str(path), *words]
    done = subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(home / "src")},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.once
def test_eight_threads_at_once_get_what_one_gets(tmp_path: Path) -> None:
    script = """
results, barrier = [None] * 8, threading.Barrier(8)

def work(number):
    barrier.wait()
    # In a fresh interpreter, so that also the imports meet.
    results[number] = {**frames(), **judged()} if number % 4 == 0 else frames()

threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
expected = all_of_it()
for found in results:
    assert found is not None
    assert differing(found, {name: expected[name] for name in found}) == []
print(gc.isenabled(), sorted({len(found) for found in results}))
"""
    assert run(script, tmp_path) == "True [24, 34]\n"


@pytest.mark.once
def test_polars_frames_are_equal_in_eight_threads(tmp_path: Path) -> None:
    script = """
from concurrent.futures import ThreadPoolExecutor
load = lambda table: cd.load(table, engine="polars")
with ThreadPoolExecutor(8) as pool:
    found = list(pool.map(load, TABLES * 8))
print(all(frame.equals(load(table)) for frame, table in zip(found, TABLES * 8)))
"""
    assert run(script, tmp_path) == "True\n"


@pytest.mark.once
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize(
    ("loaded", "threads"), [("loaded before", "4"), ("not loaded before", "0")]
)
def test_a_forked_process_gets_what_its_parent_gets(
    tmp_path: Path, threads: str, loaded: str
) -> None:
    script = """
stop = threading.Event()

def load_and_stay():
    # At rest when the process forks: what holds a lock then would hold it in the child for ever.
    cd.load("participants")
    rested.wait()
    stop.wait()

rested = threading.Barrier(int(sys.argv[1]) + 1)
threads = [threading.Thread(target=load_and_stay) for _ in range(int(sys.argv[1]))]
for thread in threads: thread.start()
rested.wait()
expected = repr(all_of_it()) if sys.argv[2] == "loaded before" else None
receive, send = os.pipe()
child = os.fork()
if not child:
    with os.fdopen(send, "w", encoding="utf-8") as pipe:
        pipe.write(repr(all_of_it()))
    os._exit(0)
os.close(send)
with os.fdopen(receive, encoding="utf-8") as pipe:
    found = pipe.read()
_, status = os.waitpid(child, 0)
stop.set()
for thread in threads: thread.join()
print(status, found == (expected or repr(all_of_it())))
"""
    assert run(script, tmp_path, threads, loaded) == "0 True\n"


@pytest.mark.once
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_process_forked_while_threads_load_can_load(tmp_path: Path) -> None:
    script = """
import signal
expected, stop = describe(cd.load("participants")), threading.Event()

def load_on():
    while not stop.is_set(): cd.load("quotes")

threads = [threading.Thread(target=load_on) for _ in range(2)]
for thread in threads: thread.start()
found = []
for _ in range(10):
    time.sleep(0.01)
    child = os.fork()
    if not child:
        # Where a lock was copied that nobody opens any more, it ends as well.
        signal.alarm(60)
        os._exit(describe(cd.load("participants")) != expected)
    found.append(os.waitpid(child, 0)[1])
stop.set()
for thread in threads: thread.join()
print(found == [0] * 10)
"""
    assert run(script, tmp_path) == "True\n"


@pytest.mark.once
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_the_processes_of_a_pool_get_what_their_parent_gets(tmp_path: Path, method: str) -> None:
    script = """
if __name__ == "__main__":
    expected = all_of_it()
    if sys.argv[1] in multiprocessing.get_all_start_methods():
        with multiprocessing.get_context(sys.argv[1]).Pool(2) as pool:
            calls = [pool.apply_async(all_of_it) for _ in range(2)]
            found = [call.get(timeout=240) for call in calls]
        assert [differing(one, expected) for one in found] == [[], []]
    print("equal")
"""
    assert run(script, tmp_path, method) == "equal\n"


# Every option of pandas that changes what comes, with its values other than the default; an option
# is left out where this pandas doesn't have it.
OPTIONS = {
    "mode.copy_on_write": (True, False, "warn"),
    "mode.string_storage": ("python", "pyarrow", "pyarrow_numpy"),
    "mode.use_inf_as_na": (True,),
    "mode.data_manager": ("array",),
    "mode.chained_assignment": ("raise",),
    "future.infer_string": (True, False),
    "future.no_silent_downcasting": (True,),
    "future.distinguish_nan_and_na": (True,),
    "future.python_scalars": (True,),
    "future.infer_freq_returns_offset": (True,),
    "compute.use_bottleneck": (False,),
    "compute.use_numexpr": (False,),
}
# What says how frames are shown, written to files or drawn, or how fast they are made.
WITHOUT_EFFECT = (
    "display.", "io.", "plotting.", "styler.", "compute.numba", "compute.use_numba",
    "mode.sim_interactive", "mode.performance_warnings", "mode.max_threads",
)  # fmt: skip


def test_every_option_of_this_pandas_is_known_here() -> None:
    names = [name for name in pd._config.config._registered_options if name not in OPTIONS]
    assert [name for name in names if not name.startswith(WITHOUT_EFFECT)] == []


@pytest.mark.libraries
def test_no_option_of_pandas_changes_what_comes(tmp_path: Path) -> None:
    script = f"""
expected = all_of_it()
for name, values in {OPTIONS!r}.items():
    for value in values:
        try:
            default = pd.get_option(name)
            pd.set_option(name, value)
        except (KeyError, ValueError):
            continue  # this pandas doesn't have it
        if value != default:
            found = differing(all_of_it(), expected)
            assert (found, pd.get_option(name)) == ([], value), name
            pd.set_option(name, default)
            print(name, value)
"""
    tried = run(script, tmp_path)
    # Each of the groups has some option that every pandas has.
    assert all(f"{group}." in tried for group in ("mode", "future", "compute"))


@pytest.mark.once
def test_an_option_set_before_the_first_load_changes_nothing(tmp_path: Path) -> None:
    outputs = {
        run(f"{line}\nimport hashlib; print(hashlib.sha256(repr(all_of_it()).encode()).hexdigest())", tmp_path)
        for line in ("", *(f"pd.set_option('future.infer_string', {value})" for value in (True, False)))
    }  # fmt: skip
    assert len(outputs) == 1
