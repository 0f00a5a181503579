"""Fetch pages that fail in every way: `python benchmarks/troubles.py [--sources N] [--kills N]`.

Servers on this machine answer as tests/web.py has it, and an archive that has a third of the pages,
hasn't another, and answers nonsense about the last. The pages of N sources (300) are fetched in one
run, and in a run that is killed at random moments (10) and taken up again. Fails unless the report
accounts for each page as its server behaves, and both runs end with the same files.
"""

import argparse
import contextlib
import difflib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import web as webs  # noqa: E402
from coalition_data.texts import fetching  # noqa: E402
from coalition_data.texts.manifest import Manifest  # noqa: E402

SEED = 20260101
# As many hosts, so that slow ones don't hold up the others.
IPS = [f"127.0.0.{n}" for n in range(1, 13)]
KNOWN = ("archived", "lost", "nonsense")
RUN = """
import sys; sys.path[:0] = {path!r}
from coalition_data.texts import fetching
from web import QUICK
fetching.fetch({into!r}, folder={folder!r}, allow_private=True, limits=QUICK)
"""


def lay_out(
    servers: list[webs.Web], count: int
) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """Return the addresses of sources, and what becomes of each: every trouble in turn."""
    urls, ends = {}, {}
    troubles = list(webs.ENDS)
    for n in range(count):
        trouble = troubles[n % len(troubles)]
        known = KNOWN[n // len(troubles) % len(KNOWN)]
        source = f"s{n:03}-{trouble}-{known}"
        urls[source] = servers[n % len(servers)].url(trouble, f"{known}-{n}")
        group, reason = webs.ENDS[trouble]
        is_saved = group == "failed" and known == "archived"
        ends[source] = ("archived" if is_saved else group, reason)
    return urls, ends


def account(into: Path) -> dict[str, tuple[str, str]]:
    """Return what became of each source."""
    manifest = Manifest(str(into))
    return {
        source: fetching.group(page, manifest.has_text(source))
        for source, page in manifest.pages.items()
    }


def list_files(into: Path) -> dict[str, str]:
    return {path.name: webs.strip_times(path) for path in into.iterdir()}


def start(into: Path, folder: Path, archive: str) -> subprocess.Popen[bytes]:
    path = [str(ROOT / "src"), str(ROOT / "tests")]
    code = RUN.format(path=path, into=str(into), folder=str(folder))
    env = {**os.environ, fetching.ARCHIVE_VARIABLE: archive}
    return subprocess.Popen([sys.executable, "-c", code], env=env)


def count_lines(into: Path) -> int:
    """Return how many lines the manifest has."""
    manifest = into / "manifest.csv"
    return manifest.read_bytes().count(b"\n") if manifest.exists() else 0


def kill_often(into: Path, folder: Path, archive: str, kills: int, sources: int) -> list[int]:
    """Fetch in runs that are killed, then in one that isn't; return how many rows each left."""
    chance = random.Random(SEED)
    left = []
    for _ in range(kills):
        enough = count_lines(into) + chance.randint(1, sources // kills)
        process = start(into, folder, archive)
        while count_lines(into) < enough and process.poll() is None:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.2))
        process.kill()
        process.wait()
        left.append(len(Manifest(str(into)).pages))
    if start(into, folder, archive).wait():
        raise SystemExit("the last run failed")
    return left


def main() -> int:
    parser = argparse.ArgumentParser(description="Fetch pages that fail in every way.")
    parser.add_argument("--sources", type=int, default=300, metavar="N", help="default: 300")
    parser.add_argument("--kills", type=int, default=10, metavar="N", help="default: 10")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pages-") as name, contextlib.ExitStack() as stack:
        scratch = Path(name)
        servers = [stack.enter_context(webs.open_web(ip)) for ip in IPS]
        archive = stack.enter_context(webs.open_web()).base
        urls, ends = lay_out(servers, words.sources)
        webs.write_sources(scratch / "package", urls, published="2015-01-22")
        began = time.perf_counter()
        if start(scratch / "whole", scratch / "package", archive).wait():
            raise SystemExit("the run failed")
        took = time.perf_counter() - began
        left = kill_often(
            scratch / "killed", scratch / "package", archive, words.kills, words.sources
        )
        found = account(scratch / "whole")
        wrong = {one: (found.get(one), end) for one, end in ends.items() if found.get(one) != end}
        if wrong:
            raise SystemExit(f"otherwise than the servers behave: {wrong}")
        whole, killed = list_files(scratch / "whole"), list_files(scratch / "killed")
        for name in sorted(whole.keys() | killed.keys()):
            pair = [files.get(name, "(no file)").splitlines() for files in (whole, killed)]
            if pair[0] != pair[1]:
                print(*difflib.unified_diff(*pair, name, "killed", n=0, lineterm=""), sep="\n")
                raise SystemExit("the run that was killed ended otherwise")
        for (group, reason), count in sorted(Counter(found.values()).items()):
            print(f"{count:4} {group} {reason}")
        print(f"{len(found)} pages in {took:.0f} s, each as its server behaves")
        print(f"the same after {len(left)} kills, which left {', '.join(map(str, left))} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
