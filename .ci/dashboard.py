"""`make demo` as its reader meets it: the dashboard answers after logging in as was printed, and Ctrl+C ends it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx

WANTED = 60  # seconds from the command to a dashboard that answers; told beside what it took, since machines differ


def told(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout
    for line in process.stdout:
        print(line, end="", flush=True)
        yield line


def way_in(process: subprocess.Popen[str]) -> tuple[str, str, str]:
    """Address, e-mail and password out of what the command prints."""
    address = ""
    for line in told(process):
        address = address or "".join(re.findall(r"http://127\.0\.0\.1:\d+$", line.strip()))
        if found := re.search(r"(\S+@\S+) (?:en wachtwoord|and password) (\S+)", line):
            return address, *found.groups()  # type: ignore[return-value]
    sys.exit("the demo ended without a login")


def logged_in(address: str, email: str, password: str) -> httpx.Client:
    browser = httpx.Client(base_url=address, follow_redirects=True, timeout=30)
    form = browser.get("/account/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text)
    assert token, form.text
    browser.post("/account/login/", data={"login": email, "password": password, "csrfmiddlewaretoken": token.group(1)},
                 headers={"Referer": address})
    return browser


def main() -> None:
    begin = time.monotonic()
    process = subprocess.Popen(["make", "demo"], stdout=subprocess.PIPE, text=True, start_new_session=True,
                               env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        browser = logged_in(*way_in(process))
        page = browser.get("/c/demo/")
        took = time.monotonic() - begin
        assert page.status_code == 200 and 'id="kpi-visits"' in page.text, page.status_code
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    print(f"the dashboard answered after {took:.0f} s (wanted: {WANTED} s), and stopped")


if __name__ == "__main__":
    main()
