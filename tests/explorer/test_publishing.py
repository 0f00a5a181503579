"""A site is whole, or it has no first page; and nothing that isn't ours is touched."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from coalition_data.explorer import publishing

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(sys.platform == "win32", reason="links and signals of POSIX"),
]

OLD = {
    "index.html": "old",
    "fr/index.html": "old",
    "actors/gone.html": "old",
    "actors/same.html": "same",
    "data/tables/t.csv": "old",
}
NEW = {
    "index.html": "new",
    "fr/index.html": "new",
    "actors/added.html": "new",
    "actors/same.html": "same",
    "data/tables/t.csv": "new",
}
# Publishes NEW again and again, each time in a process that is killed before the next step. After
# each it prints what is there.
KILLED = """
import json, os, signal, shutil, sys
from coalition_data.explorer import publishing

out, sites = sys.argv[1], json.loads(sys.argv[2])


def build(site):
    with publishing.publish(out) as draft:
        for name, text in site.items():
            os.makedirs(os.path.dirname(os.path.join(draft, name)), exist_ok=True)
            with open(os.path.join(draft, name), "w") as file:
                file.write(text)


def killed_at(step):
    left = step

    def before(function):
        def deed(*args, **kwargs):
            nonlocal left
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
            return function(*args, **kwargs)
        return deed

    child = os.fork()
    if not child:
        for name in ("replace", "remove", "mkdir", "rmdir", "unlink"):
            setattr(os, name, before(getattr(os, name)))
        build(sites["new"])
        os._exit(0)
    return os.waitpid(child, 0)[1]


def list_files():
    found = {}
    for place, _, names in os.walk(out):
        for name in names:
            with open(os.path.join(place, name)) as file:
                found[os.path.relpath(os.path.join(place, name), out)] = file.read()
    return found


for step in range(1000):
    shutil.rmtree(out, ignore_errors=True)
    os.mkdir(out)
    if sites["old"]:
        build(sites["old"])
    status = killed_at(step)
    killed = list_files()
    build(sites["new"])
    print(json.dumps([status, killed, list_files()]))
    if not status:
        break
"""


def build(out: Path, site: dict[str, str]) -> None:
    with publishing.publish(str(out)) as draft:
        for name, text in site.items():
            path = Path(draft, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def list_files(out: Path) -> dict[str, str]:
    return {
        str(path.relative_to(out)): path.read_text(encoding="utf-8")
        for path in out.rglob("*")
        if path.is_file() and path.name != publishing.LIST
    }


@pytest.mark.parametrize("old", [OLD, {}], ids=["over an older one", "into an empty folder"])
def test_a_killed_build_leaves_no_first_page_or_a_whole_site_and_the_next_completes_it(
    tmp_path: Path, old: dict[str, str]
) -> None:

    sites = json.dumps({"old": old, "new": NEW})
    command = [sys.executable, "-c", KILLED, str(tmp_path / "out"), sites]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    states = set()
    for status, killed, after in map(json.loads, done.stdout.splitlines()):
        listed = set(killed.pop(publishing.LIST, "").splitlines())
        shown = {n: t for n, t in killed.items() if not n.startswith(".coalition-data-")}
        assert all(text in (old.get(name), NEW.get(name)) for name, text in shown.items())
        if "index.html" in shown:
            assert shown in (old, NEW)
        if shown:
            assert listed - {publishing.LIST} >= set(shown)
        states.add((status != 0, "index.html" in shown, shown == NEW))
        assert set(after.pop(publishing.LIST).splitlines()) == {*NEW, publishing.LIST}
        assert after == NEW
    # Killed before the site changes, on the way, and with the new site whole; and not killed.
    assert states >= {
        (True, bool(old), False),
        (True, False, False),
        (True, True, True),
        (False, True, True),
    }


def test_files_that_stay_the_same_are_not_written_again(tmp_path: Path) -> None:
    build(tmp_path, OLD)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    build(tmp_path, OLD)
    assert before == {path: path.stat().st_mtime_ns for path in before}
    build(tmp_path, NEW)
    kept = tmp_path / "actors" / "same.html"
    assert before[kept] == kept.stat().st_mtime_ns


def test_a_build_that_fails_changes_nothing(tmp_path: Path) -> None:
    build(tmp_path / "out", OLD)
    for out in (tmp_path / "out", tmp_path / "a" / "new"):
        with pytest.raises(KeyboardInterrupt), publishing.publish(str(out)) as draft:  # noqa: PT012
            Path(draft, "index.html").write_text("new", encoding="utf-8")
            raise KeyboardInterrupt
    assert list_files(tmp_path / "out") == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


HOSTILE = [
    "../letters.txt", "data/../../letters.txt", "mine.txt", ".git/config", "data/../.git/config",
    "data/.hidden", "src/main.py", "/etc/passwd", "linked/letters.txt", "data/linked/letters.txt",
    "mine.txt\\..\\x", "", "\0", "\udcff",
]  # fmt: skip


def test_a_list_that_somebody_changed_removes_nothing_that_is_not_ours(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, OLD)
    foreign = {"../letters.txt", "mine.txt", ".git/config", "data/.hidden", "src/main.py"}
    for name in foreign:
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_text("mine", encoding="utf-8")
    (out / "data" / "linked").symlink_to(tmp_path)
    listing = "\n".join(HOSTILE).encode("utf-8", "surrogateescape")
    (out / publishing.LIST).write_bytes(listing + b"\nactors/gone.html\n")
    build(out, NEW)
    assert all((out / name).read_text(encoding="utf-8") == "mine" for name in foreign)
    assert not (out / "actors" / "gone.html").exists()


@pytest.mark.parametrize("name", ["data", "actors", publishing.LIST])
def test_no_link_is_followed_out_of_the_site(tmp_path: Path, name: str) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    build(out, OLD)
    (out / name).rename(elsewhere)
    (out / name).symlink_to(elsewhere)
    before = list_files(tmp_path)
    with pytest.raises(FileExistsError, match="name another folder"):
        build(out, NEW)
    assert list_files(tmp_path) == before


def test_a_page_that_is_a_link_is_replaced_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, OLD)
    for name in ("index.html", "data/tables/t.csv"):
        (tmp_path / "letters.txt").write_text("mine", encoding="utf-8")
        (out / name).unlink()
        (out / name).symlink_to(tmp_path / "letters.txt")
    build(out, NEW)
    assert (tmp_path / "letters.txt").read_text(encoding="utf-8") == "mine"
    assert list_files(out) == NEW


def test_two_builds_into_one_folder_do_not_mix(tmp_path: Path) -> None:
    program = KILLED[: KILLED.index("def killed_at")] + (
        "for _ in range(15): build(sites[sys.argv[3]])\n"
    )

    sites = json.dumps({"old": OLD, "new": NEW})
    command = [sys.executable, "-c", program, str(tmp_path / "out"), sites]
    both = [subprocess.Popen([*command, which]) for which in ("old", "new")]
    assert [one.wait() for one in both] == [0, 0]
    assert list_files(tmp_path / "out") in (OLD, NEW)
