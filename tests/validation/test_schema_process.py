"""The schemas are asked in a process of their own, and nobody sees a difference."""

import os
import subprocess
import sys
import textwrap

import pytest

from worlds import Copy

# In place of the schemas, and of pandas with them: what they find is the process that asks them.
WITHOUT_PANDAS = """
import os, signal, sys, types
from coalition_data import cli

ours = os.getpid()
fake = types.ModuleType("coalition_data.validation.schema_check")
sys.modules[fake.__name__] = fake

def find_failing(package):
    {body}

fake.find_failing = find_failing
{before}
code = cli.main(["validate", {folder!r}])
try:
    os.waitpid(-1, os.WNOHANG)
    print("a process is left")
except ChildProcessError:
    print(code, "and no process is left")
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")


def run(folder: object, body: str, before: str = "") -> tuple[str, str]:
    """Validate in a new interpreter, after the lines `before`; return what it prints."""
    body = textwrap.indent(body, " " * 4).strip()
    code = WITHOUT_PANDAS.format(folder=str(folder), body=body, before=before)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout, done.stderr


def test_what_the_schemas_refuse_in_another_process_is_told_by_this_one(copy: Copy) -> None:
    copy.write()
    out, err = run(copy.folder, 'return {"actors": f"{os.getpid() != ours} é\\udce9"}')
    assert "schema of actors refuses what its fields accept: True é" in err
    assert out == "2 and no process is left\n"


@pytest.mark.parametrize("end", ["raise MemoryError", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_a_process_that_fails_changes_no_verdict_and_says_nothing(copy: Copy, end: str) -> None:
    copy.write()
    out, err = run(copy.folder, f'if os.getpid() != ours:\n    {end}\nreturn {{"actors": "here"}}')
    assert "refuses what its fields accept: here;" in err
    assert err.count("\n") == 1
    assert out == "2 and no process is left\n"


def test_with_problems_it_is_stopped_and_is_gone(copy: Copy) -> None:
    copy.set("meetings", "2015-01-london", level="unknown!")
    copy.write()
    out, _ = run(copy.folder, "import time\ntime.sleep(600)")
    assert "[enum]" in out
    assert out.endswith("1 and no process is left\n")


def test_it_begins_before_fields_and_rules_are_checked(copy: Copy) -> None:
    copy.write()
    begun = copy.folder / "begun"
    body = f"""
        open({str(begun)!r}, "x").close()
        return {{}}
    """
    waits = """
    from coalition_data.validation import checked
    check_table = checked.check_table

    def check_when_begun(package, name):
        while not os.path.exists(package.folder + "/begun"):
            pass
        return check_table(package, name)

    checked.check_table = check_when_begun
    """
    out, _ = run(copy.folder, textwrap.dedent(body).strip(), textwrap.dedent(waits))
    assert out.endswith("0 and no process is left\n")
