"""Scripts of others that the pages use, kept here whole: which versions, which licences, unchanged since."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "static" / "vendor"
LIST = HERE / "vendored.json"
WANTED = {  # package → (version asked for, the file of its that we serve)
    "htmx.org": ("2", "dist/htmx.min.js"), "vega": ("6", "build/vega.min.js"),
    "vega-lite": ("6", "build/vega-lite.min.js"),
    "vega-embed": ("7", "build/vega-embed.min.js"),  # it holds Vega's interpreter, so that no page needs unsafe-eval
}


def renew() -> None:
    """Fetch the newest of each by npm, and write down what came: version, licence, sha256."""
    rows = []
    for package, (version, file) in WANTED.items():
        with tempfile.TemporaryDirectory() as folder:
            said = subprocess.run(["npm", "pack", "--silent", f"{package}@{version}"], cwd=folder, check=True,
                                  capture_output=True, text=True)
            rows.append(_unpacked(Path(folder) / said.stdout.split()[-1], package, file))
    LIST.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def _unpacked(tarball: Path, package: str, file: str) -> dict[str, str]:
    with tarfile.open(tarball) as tar:
        def read(name: str) -> bytes:
            inside = tar.extractfile(f"package/{name}")
            assert inside is not None, name
            return inside.read()

        about, script, name = json.loads(read("package.json")), read(file), Path(file).name
        script = b"\n".join(x for x in script.split(b"\n") if not x.startswith(b"//# sourceMappingURL")) + b"\n"
        (HERE / name).write_bytes(script)
        (HERE / f"{name}.LICENSE.txt").write_bytes(read("LICENSE"))
    return {"package": package, "version": about["version"], "licence": about["license"], "file": name,
            "sha256": sha256(script).hexdigest()}


def listed() -> list[dict[str, Any]]:
    return list(json.loads(LIST.read_text(encoding="utf-8")))


def changed() -> Iterator[str]:
    """Files that are not what was written down when they came."""
    for row in listed():
        if sha256((HERE / row["file"]).read_bytes()).hexdigest() != row["sha256"]:
            yield row["file"]


if __name__ == "__main__":
    renew() if sys.argv[1:] == ["renew"] else print("\n".join(changed()) or "as they came")
