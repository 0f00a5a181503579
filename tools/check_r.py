"""Build the R package and let `R CMD check --no-manual` judge it: no error and no warning.

python tools/check_r.py
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from coalition_data import export


def main() -> int:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        # R asks a repository about packages that were withdrawn; this one is empty.
        contrib = folder / "repository" / "src" / "contrib"
        contrib.mkdir(parents=True)
        (contrib / "PACKAGES").touch()
        repository = (folder / "repository").as_uri()
        profile = folder / "profile"
        profile.write_text(f'options(repos = c(CRAN = "{repository}"))\n', encoding="utf-8")
        environment = {**os.environ, "R_PROFILE": str(profile)}
        export.write("r", folder / "package")
        subprocess.run(["R", "CMD", "build", "package"], cwd=folder, check=True, env=environment)
        (built,) = folder.glob("*.tar.gz")
        command = ["R", "CMD", "check", "--no-manual", built.name]
        done = subprocess.run(command, cwd=folder, check=False, env=environment)
        (log,) = folder.glob("*.Rcheck/00check.log")
        warned = "WARNING" in log.read_text(encoding="utf-8")
        return done.returncode or int(warned)


if __name__ == "__main__":
    sys.exit(main())
