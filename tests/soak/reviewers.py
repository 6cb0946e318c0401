"""Reviewers who work at a desk by HTTP as its pages do, and what they saw."""

from __future__ import annotations

import random
import re
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

_CSRF = re.compile(r'<meta name="csrf" content="([0-9a-f]{64})">')
_WAY = "?standing=incomplete"  # the filter with which they all go through the queue
_THINKS = (0.2, 0.8)  # seconds between two things that a reviewer does


class Server:
    """A desk in a process of its own, listening on the loopback only."""

    def __init__(self, folder: Path, packets: int, real: int, users: int) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.folder, self.address = folder, f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "tests.soak.serve", str(folder)]
        numbers = [str(one) for one in (port, packets, real, users)]
        self.process = subprocess.Popen(command + numbers, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.tokens = dict(one.split("=", 1) for one in self.process.stdout.readline().split())
        assert len(self.tokens) == users
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                httpx.get(f"{self.address}/login")
                return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError("the desk did not start")

    def client(self, user: str) -> httpx.Client:
        """The user's browser."""
        client = httpx.Client(
            base_url=self.address, timeout=60, cookies={"yushen": self.tokens[user]},
            headers={"accept": "text/html", "origin": self.address},
        )  # fmt: skip
        found = _CSRF.search(client.get("/").text)
        assert found
        client.headers["x-csrf-token"] = found[1]
        return client

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass
class Seen:
    """What all reviewers saw together. `confirmed`: (entry, packet, user) of every answer 200."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    confirmed: list[tuple[int, str, str]] = field(default_factory=list)
    holders: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    finished: int = 0
    met: int = 0  # how often somebody else had taken the next packet in between


class Reviewer(threading.Thread):
    """Takes the next packet, looks, decides about what is open, finishes; until the time is up."""

    def __init__(self, server: Server, user: str, seen: Seen, until: float) -> None:
        super().__init__(name=user, daemon=True)
        self.user, self.seen, self.until = user, seen, until
        self.client = server.client(user)
        self.dice = random.Random(user)
        self.last = ""

    def run(self) -> None:
        try:
            while time.monotonic() < self.until:
                self._turn()
        except Exception as error:  # a thread's error would be lost
            with self.seen.lock:
                self.seen.wrong.append(f"{self.user}: {error!r}")

    def _turn(self) -> None:
        self._ask("start page", "GET", "/")
        self._ask("queue", "GET", f"/queue{_WAY}")
        path = f"/next{_WAY}&after={self.last}"
        place = self._ask("next", "GET", path, 303).headers["location"].partition("?")[0]
        packet = place.removeprefix("/packets/")
        if packet == place:
            if self.last:
                self._hold(self.last, self._open_again)
            return
        self._hold(packet, self._work)

    def _hold(self, packet: str, work: Any) -> None:
        lease = f"/packets/{packet}/lease"
        if self._ask("lease", "POST", lease, 200, 409).status_code == 409:
            with self.seen.lock:
                self.seen.met += 1
            return
        with self.seen.lock:
            other = self.seen.holders.setdefault(packet, self.user)
            if other != self.user:
                self.seen.wrong.append(f"{packet}: held by {other} and {self.user}")
        work(packet)
        with self.seen.lock:
            self.seen.holders.pop(packet, None)
        self._ask("lease", "DELETE", lease)

    def _work(self, packet: str) -> None:
        self._ask("packet page", "GET", f"/packets/{packet}{_WAY}")
        data = self._ask("packet page data", "GET", f"/packets/{packet}/data{_WAY}").json()
        picture = f"/packets/{packet}/pages/{data['first']}.jpg?w=1240"
        self._ask("page picture", "GET", picture)
        self._ask("page picture again", "GET", picture)
        for rule in [one for one in data["rules"] if one["open"]][:6]:
            answer = self.dice.choice(("agree", "set-aside", "ask"))
            decision = {
                "about": "finding", "finding": rule["key"], "answer": answer,
                "saw": rule["verdict"], "reason": "已电话核实" if answer == "set-aside" else "",
            }  # fmt: skip
            data = self._decide(packet, decision, data["seen"])
        self._decide(packet, {"about": "stage", "stage": "passed-on"}, data["seen"])
        self.last = packet
        with self.seen.lock:
            self.seen.finished += 1

    def _open_again(self, packet: str) -> None:
        """Take back all that stands of oneself: the packet waits for whoever comes next."""
        data = self._ask("packet page data", "GET", f"/packets/{packet}/data").json()
        for line in [one for one in data["history"] if one["mine"] and one["can_undo"]]:
            data = self._decide(packet, {"about": "undo", "entry": line["entry"]}, data["seen"])
        self.last = ""

    def _decide(self, packet: str, decision: dict[str, Any], seen: int) -> Any:
        time.sleep(self.dice.uniform(*_THINKS))
        body = {"decision": decision, "seen": seen}
        told = self._ask(
            "decision", "POST", f"/packets/{packet}/decisions{_WAY}", 200, json=body
        ).json()
        with self.seen.lock:
            self.seen.confirmed.append((told["entry"], packet, self.user))
        return told["data"]

    def _ask(
        self, name: str, method: str, path: str, *right: int, json: Any = None
    ) -> httpx.Response:
        begun = time.perf_counter()
        answer = self.client.request(method, path, json=json)
        taken = time.perf_counter() - begun
        with self.seen.lock:
            self.seen.seconds[name].append(taken)
        if answer.status_code not in (right or (200,)):
            raise AssertionError(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
        return answer
