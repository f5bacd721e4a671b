"""Chromium without a driver's helping hand: tabs that really hide and pages that really prerender, told over a pipe."""

from __future__ import annotations

import fcntl
import itertools
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Bare:
    """One Chromium, spoken to in its own protocol over the pipes that it reads and writes."""

    def __init__(self, chromium: str, profile: str, *flags: str) -> None:
        read, self.out = os.pipe()
        self.inn, write = os.pipe()
        theirs = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (read, write)]  # clear of the numbers they will get
        command = [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
                   "--remote-debugging-pipe", f"--user-data-dir={profile}", *flags, "about:blank"]
        # It reads from 3 and writes to 4, whatever else these numbers are here.
        self.process = subprocess.Popen(command, pass_fds=(3, 4), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        preexec_fn=lambda: [os.dup2(theirs[0], 3), os.dup2(theirs[1], 4)])
        for end in (read, write, *theirs):
            os.close(end)
        self.numbers, self.rest = itertools.count(1), b""

    def send(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": params, **({"sessionId": session} if session else {})}
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == number:
                assert "error" not in answer, (method, answer["error"])
                return answer["result"]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self.rest:
            read = os.read(self.inn, 1 << 16)
            assert read, "Chromium is gone"
            self.rest += read
        message, _, self.rest = self.rest.partition(b"\0")
        return json.loads(message)

    def tab(self, url: str, behind: bool = False) -> Tab:
        return Tab(self, self.send("Target.createTarget", url=url, background=behind)["targetId"])

    def close(self) -> None:
        os.close(self.out)
        self.process.terminate()
        self.process.wait(10)
        os.close(self.inn)


class Tab:
    """A tab; nothing is attached to it before a script is run in it, for Chromium prerenders nothing for one that is."""

    def __init__(self, browser: Bare, target: str) -> None:
        self.browser, self.target, self.session = browser, target, ""

    def run(self, script: str) -> Any:
        if not self.session:
            self.session = self.browser.send("Target.attachToTarget", targetId=self.target, flatten=True)["sessionId"]
        done = self.browser.send("Runtime.evaluate", self.session, expression=script, awaitPromise=True,
                                 returnByValue=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def front(self) -> None:
        self.browser.send("Target.activateTarget", targetId=self.target)

    def until(self, script: str) -> None:
        eventually(lambda: self.run(script))


def eventually(true: Callable[[], Any], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@contextmanager
def bare(chromium: str, *flags: str) -> Iterator[Bare]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        # Debian's Chromium prerenders nothing unless the profile asks for it.
        preferences = Path(profile) / "Default" / "Preferences"
        preferences.parent.mkdir()
        preferences.write_text(json.dumps({"net": {"network_prediction_options": 0}}))
        browser = Bare(chromium, profile, *flags)
        try:
            yield browser
        finally:
            browser.close()
