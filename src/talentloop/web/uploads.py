"""Files that people bring: kept aside within bounds, looked at, taken once, and gone soon after."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
import zipfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils import timezone

from ..command.apart import apart
from ..store.app.models import Client, Job, Upload, User
from .place import Place

MOST = int(os.environ.get("TALENTLOOP_UPLOAD_MB", "200")) * 2**20  # bytes of one request, and of what a zip unpacks to
FILES = 50  # at a time, those in a zip among them
SECONDS = 600.0  # that reading one file may take
KEPT = timedelta(hours=24)  # how long a file waits to be confirmed
STRAY = 3600  # seconds after which a folder that no upload knows of goes
ENDINGS = re.compile(r"\.(csv|tsv|txt|xlsx|json|jsonl|ndjson|parquet|log(\.\d+)?)(\.gz)?$", re.IGNORECASE)
PIECE = 1 << 20
OUTCOMES = {"taken": "waiting", "repeated": "repeated"}  # of a trial → the upload's state; all else is refused


class TooMuch(Exception):
    """More bytes than may come in."""


def bring(client: Client, user: User, files: Iterable[UploadedFile]) -> tuple[list[Upload], list[tuple[str, str]]]:
    """Keep the files aside, each to be looked at; those that may not come in by name, with why."""
    kept: list[Upload] = []
    refused: list[tuple[str, str]] = []
    for file in files:
        name = _clean(file.name or "")
        try:
            if name.lower().endswith(".zip"):
                kept += _unpacked(client, user, file, refused, len(kept))
            elif why := _unfit(name, file.size or 0, len(kept)):
                refused.append((name, why))
            else:
                kept.append(_keep(client, user, name, file))
        except (TooMuch, zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as wrong:
            refused.append((name, "large" if isinstance(wrong, TooMuch) else "zip"))
    return kept, refused


def _clean(name: str) -> str:
    """A name of its own folder only: no path, nothing unprintable, of ordinary length."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    return "".join(c for c in bare if c.isprintable())[-120:].strip()


def _unfit(name: str, size: int, already: int) -> str:
    """Why a file may not come in; empty when it may."""
    if already >= FILES:
        return "many"
    if not ENDINGS.search(name):
        return "kind"
    if size > MOST:
        return "large"
    return "" if size else "empty"


def _unpacked(client: Client, user: User, file: UploadedFile, refused: list[tuple[str, str]],
              already: int) -> list[Upload]:
    """What is in a zip, as if it had been brought one by one; a zip in a zip is not opened."""
    found: list[Upload] = []
    with zipfile.ZipFile(file) as archive:
        parts = [p for p in archive.infolist() if not p.is_dir() and not p.filename.startswith("__MACOSX/")]
        if sum(p.file_size for p in parts) > MOST:
            raise TooMuch
        for part in parts:
            name = _clean(part.filename)
            if why := _unfit(name, part.file_size, already + len(found)):
                refused.append((name, why))
            else:
                with archive.open(part) as stream:
                    found.append(_keep(client, user, name, stream))
    return found


def _keep(client: Client, user: User, name: str, stream: UploadedFile | IO[bytes]) -> Upload:
    """On the disk, for its owner only, and then known; never more than MOST, whatever it said of itself."""
    folder = Place.here().uploads / secrets.token_hex(16)
    folder.mkdir(mode=0o700, parents=True)
    size = 0
    try:
        with open(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            while piece := stream.read(PIECE):
                size += len(piece)
                if size > MOST:
                    raise TooMuch
                file.write(piece)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Upload.objects.create(client=client, by=user, name=name, path=str(folder / name), size=size)


# ---- looking and taking: work for web/jobs.py ------------------------------------------------------------------------


def look(upload: Upload) -> None:
    """What would taking it do? One that cannot be taken leaves at once, unless somebody can still say what it is."""
    if upload.state != "waiting" or upload.found:
        return
    found = _worked("try", upload)
    upload.found = found
    upload.state = "waiting" if "error" in found or "sketch" in found else OUTCOMES.get(found["outcome"], "refused")
    upload.batch = found.get("batch") or ""
    _settle(upload)


def look_again(client: Client, pk: int) -> bool:
    """Somebody said what the columns are: what was found so far is forgotten, to be looked at anew."""
    return bool(Upload.objects.filter(client=client, pk=pk, state="waiting").exclude(found={}).update(found={}))


def confirm(client: Client, user: User, pks: Iterable[int]) -> list[int]:
    """Those of these uploads that may be taken now, each given out once whatever the number of clicks; it is this user
    who takes them."""
    ready = Upload.objects.filter(client=client, state="waiting", found__outcome="taken")
    return [pk for pk in pks if ready.filter(pk=pk).update(state="taking", by=user)]


def take(upload: Upload) -> bool:
    """Take one that was confirmed; a second time it is there already. True when facts changed."""
    if upload.state != "taking":
        return False
    found = _worked("take", upload)
    if "error" in found:
        upload.state, upload.found = "waiting", {**upload.found, "error": found["error"]}
    else:
        done = found["outcome"] in ("taken", "repeated")  # repeated: it landed just before the server was stopped
        upload.state, upload.batch = "taken" if done else "refused", found["batch"] or ""
        upload.found = {**(upload.found if found["outcome"] == "repeated" else found), "outcome": found["outcome"]}
        upload.found.pop("first", None)
    _settle(upload)
    return upload.state == "taken"


def _worked(verb: str, upload: Upload) -> dict[str, Any]:
    """The file read in a process of its own, and how far it is told in the job."""
    job = Job.objects.create(client=upload.client, kind=f"{verb} {upload.pk}", state="running", begun=timezone.now())
    mine = Job.objects.filter(pk=job.pk)

    def tell(rows: int) -> None:
        mine.update(said=str(rows))

    found = apart(verb, upload.client.folder, Path(upload.path), SECONDS, tell, f"user:{upload.by_id or 0}")
    mine.update(state="failed" if "error" in found else "done", ended=timezone.now())
    found.pop("file", None)
    return found


def _settle(upload: Upload) -> None:
    """Write down what became of it, unless someone dropped it meanwhile; its file stays only while it waits."""
    kept = Upload.objects.filter(pk=upload.pk).exclude(state="dropped").update(
        state=upload.state, found=upload.found, batch=upload.batch)
    if not kept or upload.state != "waiting":
        _forget(upload)


def drop(client: Client, pk: int) -> bool:
    """Somebody thought better of it."""
    upload = Upload.objects.filter(client=client, pk=pk).exclude(state="taking").first()
    if upload is None:
        return False
    _forget(upload)
    if upload.state in ("taken", "undone"):
        return False
    Upload.objects.filter(pk=pk).update(state="dropped", found={})
    return True


def _forget(upload: Upload) -> None:
    """The file itself goes; its name and what was found of it stay a while."""
    folder = Path(upload.path).parent
    if folder.parent == Place.here().uploads:
        shutil.rmtree(folder, ignore_errors=True)


# ---- upkeep ----------------------------------------------------------------------------------------------------------


def under_way() -> tuple[list[int], list[int]]:
    """Uploads that still have to be looked at, and those that were confirmed and not taken: after a restart."""
    def found(**how: Any) -> list[int]:
        return list(Upload.objects.filter(**how).values_list("pk", flat=True))

    Job.objects.filter(state="running").update(state="failed", said="", ended=timezone.now())
    return found(state="waiting", found={}), found(state="taking")


def sweep() -> None:
    """What nobody confirmed within a day goes, with all that was found of it; so do folders that nobody knows of."""
    before = timezone.now() - KEPT
    old = Upload.objects.filter(at__lt=before)
    for upload in old.exclude(state__in=("taken", "undone", "taking")):
        _forget(upload)
        upload.delete()
    old.filter(Q(state="taken") | Q(state="undone")).exclude(found={}).update(found={})
    Job.objects.filter(asked__lt=before).exclude(state="running").delete()
    known = {Path(path).parent for path in Upload.objects.values_list("path", flat=True)}
    for stray in Place.here().uploads.iterdir():
        if stray not in known and time.time() - stray.stat().st_mtime > STRAY:
            shutil.rmtree(stray, ignore_errors=True) if stray.is_dir() else stray.unlink(missing_ok=True)
