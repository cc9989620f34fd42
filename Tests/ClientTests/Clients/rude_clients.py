#!/usr/bin/env python3
"""Clients no server wants. Each function is one sort of them: it says what became of it, or ends with what is wrong.

Usage: rude_clients.py NAME…, told by the environment: LANDFALL_URL, LANDFALL_TOKEN, and for those who clone:
REPOSITORY (group/project), COMMIT, DATA (the server's directory).
"""

import base64
import glob
import gzip
import os
import re
import socket
import sys
import time
import urllib.parse
import urllib.request
from typing import Callable

URL = urllib.parse.urlparse(os.environ["LANDFALL_URL"])
TOKEN = os.environ.get("LANDFALL_TOKEN", "")
# Far longer than the server's patience in these tests, and far shorter than any default of its own.
LONGEST = 40.0


def truth(condition: bool, what: str) -> None:
    if not condition:
        sys.exit(f"not ok {what}")


def connect(source: str = "127.0.0.1", buffer: int | None = None) -> socket.socket:
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if buffer:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    client.bind((source, 0))
    client.connect((URL.hostname, URL.port))
    client.settimeout(LONGEST)
    return client


def rest(client: socket.socket, most: int = 1 << 24) -> bytes:
    """What comes until the server closes the connection."""
    answer = b""
    try:
        while len(answer) < most and (piece := client.recv(65536)):
            answer += piece
    except ConnectionResetError:
        pass
    except TimeoutError:
        sys.exit(f"not ok the connection is still open after {LONGEST} s: {answer[:200]!r}")
    return answer


def exchange(request: bytes, *more: bytes) -> bytes:
    """Sends it all, and answers all that comes until the server closes the connection."""
    client = connect()
    try:
        for piece in (request, *more):
            client.sendall(piece)
    except (ConnectionResetError, BrokenPipeError):
        pass
    answer = rest(client)
    client.close()
    return answer


def statuses(answer: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3})", answer)]


def version() -> int:
    """Whether the server still serves others."""
    request = urllib.request.Request(f"{URL.geturl()}/api/v4/version", headers={"PRIVATE-TOKEN": TOKEN})
    with urllib.request.urlopen(request, timeout=LONGEST) as answer:
        return answer.status


def memory() -> int:
    with urllib.request.urlopen(f"{URL.geturl()}/-/metrics", timeout=LONGEST) as answer:
        return int(re.search(rb"process_resident_memory_bytes (\d+)", answer.read())[1])


def drip(client: socket.socket, first: bytes, piece: bytes) -> float:
    """Sends a little at a time until the server has enough of it; answers after how many seconds that was."""
    start = time.monotonic()
    client.sendall(first)
    client.settimeout(0.2)
    while time.monotonic() - start < LONGEST:
        try:
            if not client.recv(4096):
                return time.monotonic() - start
        except TimeoutError:
            pass
        except ConnectionResetError:
            return time.monotonic() - start
        try:
            client.sendall(piece)
        except (ConnectionResetError, BrokenPipeError):
            return time.monotonic() - start
    sys.exit(f"not ok it may go on for {LONGEST} s")


HEAD = f"Host: {URL.netloc}\r\nPRIVATE-TOKEN: {TOKEN}\r\n".encode()


def slow_head() -> None:
    drip(connect(), b"GET /api/v4/version HTTP/1.1\r\n", b"X")


def slow_body() -> None:
    head = b"POST /api/v4/groups HTTP/1.1\r\n" + HEAD + b"Content-Type: application/json\r\n"
    drip(connect(), head + b"Content-Length: 100000\r\n\r\n", b" ")
    drip(connect(), head + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n")


def slow_body_of_git() -> None:
    head = f"POST /{os.environ['REPOSITORY']}.git/git-upload-pack HTTP/1.1\r\nHost: x\r\n".encode()
    head += b"Content-Type: application/x-git-upload-pack-request\r\nContent-Length: 100000\r\n\r\n"
    drip(connect(), head + b"0032want " + os.environ["COMMIT"].encode(), b"")
    truth(eventually(lambda: not gits()), "git ends with the connection")
    # git has ended and answered; what else was promised never comes.
    drip(connect(), head + b"0000", b"")


def body_after_the_answer() -> None:
    """git may end before the body of its request: the rest is no part of the next request, which is served."""
    head = f"POST /{os.environ['REPOSITORY']}.git/git-upload-pack HTTP/1.1\r\nHost: x\r\n".encode()
    head += b"Content-Type: application/x-git-upload-pack-request\r\nContent-Length: 8\r\n\r\n"
    for body in (b"0000", b"what"):
        client, answer = connect(), b""
        client.sendall(head + body)
        while not answer.endswith(b"\r\n0\r\n\r\n"):
            piece = client.recv(65536)
            truth(piece != b"", f"the answer is whole: {answer!r}")
            answer += piece
        client.sendall(b"0000GET /api/v4/version HTTP/1.1\r\n" + HEAD + b"Connection: close\r\n\r\n")
        truth(statuses(rest(client)) == [200], "the next request is served")


def idle() -> None:
    client = connect()
    client.sendall(b"GET /api/v4/version HTTP/1.1\r\n" + HEAD + b"\r\n")
    truth(statuses(rest(client)) == [200], "an idle connection is closed after its answer")
    truth(rest(connect()) == b"", "a connection without a request is closed")


def gits() -> list[str]:
    """The processes that work in the server's directory, the server apart."""
    folder = os.path.realpath(os.environ["DATA"])
    found = []
    for process in glob.glob("/proc/[0-9]*"):
        try:
            if os.readlink(f"{process}/cwd").startswith(folder + "/repositories"):
                found.append(open(f"{process}/cmdline").read().replace("\0", " "))
        except OSError:
            pass
    return found


def eventually(question: Callable[[], bool]) -> bool:
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if question():
            return True
        time.sleep(0.05)
    return False


def fetch_request(more: bytes = b"") -> bytes:
    wants = f"0032want {os.environ['COMMIT']}\n00000009done\n".encode()
    head = f"POST /{os.environ['REPOSITORY']}.git/git-upload-pack HTTP/1.1\r\nHost: x\r\n".encode() + more
    head += b"Content-Type: application/x-git-upload-pack-request\r\n"
    return head + f"Content-Length: {len(wants)}\r\n\r\n".encode() + wants


def slow_reader() -> None:
    readers = [connect(buffer=4096) for _ in range(3)]
    archive = f"GET /api/v4/projects/{urllib.parse.quote(os.environ['REPOSITORY'], safe='')}/repository/archive.tar"
    archive += f"?sha={os.environ['COMMIT']} HTTP/1.1\r\n"
    readers[0].sendall(fetch_request())
    readers[1].sendall(archive.encode() + HEAD + b"\r\n")
    readers[2].sendall(fetch_request())
    truth(eventually(lambda: len(gits()) >= 3), "git works for each of them")
    # The third takes it slowly, but takes it: half a mebibyte within each of the server's waits.
    truth(readers[2].recv(64).startswith(b"HTTP/1.1 200"), "the clone begins")
    readers[2].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    taken = 0
    # On a busy machine the others may be dropped before it has taken anything.
    while taken <= 1 << 16 or any("archive" in git for git in gits()):
        piece = readers[2].recv(1 << 16)
        if not piece:
            break
        taken += len(piece)
        time.sleep(0.05)
    truth(taken > 1 << 16, "who takes something is served")
    size = taken + len(rest(readers[2], most=1 << 30))
    truth(size > 8 << 20, f"who takes it slowly gets all of it: {size} bytes")
    truth(eventually(lambda: not gits()), f"no git outlives its client: {gits()}")
    truth(version() == 200, "others are served")


def greedy() -> None:
    """Of two places for clones one account has one, and the next of its clones waits for it."""
    me = b"Authorization: Basic " + base64.b64encode(f"root:{TOKEN}".encode()) + b"\r\n"
    first, second = connect(buffer=4096), connect()
    first.sendall(fetch_request(me))
    truth(first.recv(12) == b"HTTP/1.1 200", "the first clone begins")
    second.sendall(fetch_request(me))
    truth(len(exchange(fetch_request(b"Connection: close\r\n"))) > 8 << 20, "others clone meanwhile")
    second.settimeout(0.5)
    try:
        sys.exit(f"not ok the same account has both places: {second.recv(100)!r}")
    except TimeoutError:
        pass
    first.close()
    second.settimeout(LONGEST)
    truth(second.recv(12) == b"HTTP/1.1 200", "the second begins when the first has ended")
    second.close()
    truth(eventually(lambda: not gits()), f"no git outlives its client: {gits()}")


def too_much() -> None:
    start = b"GET /api/v4/version HTTP/1.1\r\n" + HEAD
    for what, request in {
        "a long field": start + b"X-Long: " + b"x" * 40_000 + b"\r\n\r\n",
        "many fields": start + b"".join(b"X-%d: 1\r\n" % number for number in range(500)) + b"\r\n",
        "long fields": start + b"".join(b"X-%d: %s\r\n" % (n, b"x" * 8000) for n in range(60)) + b"\r\n",
        "a long address": b"GET /api/v4/version?" + b"x" * 40_000 + b" HTTP/1.1\r\n" + HEAD + b"\r\n",
        "a field without end": start + b"X-Endless: " + b"x" * 3_000_000,
    }.items():
        answer = statuses(exchange(request))
        truth(answer in ([400], [431], [414]), f"{what} is refused: {answer}")
    head = b"POST /api/v4/groups HTTP/1.1\r\n" + HEAD + b"Content-Type: application/json\r\n"
    answer = exchange(head + b"Content-Length: 300000\r\n\r\n", b" " * 300_000)
    truth(statuses(answer) == [413], f"a large body is refused: {answer[:100]!r}")
    truth(version() == 200, "others are served")


def endless_body() -> None:
    """However much is sent, little of it is taken."""
    for path, expected in {"/api/v4/groups": 413, "/nowhere": 404}.items():
        client, sent = connect(), 0
        client.sendall(f"POST {path} HTTP/1.1\r\n".encode() + HEAD + b"Content-Type: application/json\r\n")
        client.sendall(b"Transfer-Encoding: chunked\r\n\r\n")
        try:
            while sent < 1 << 27:
                client.sendall(b"10000\r\n" + b" " * 65536 + b"\r\n")
                sent += 65536
        except (ConnectionResetError, BrokenPipeError):
            pass
        truth(sent < 1 << 25, f"{path} takes {sent} bytes of a body that it does not need")
    truth(version() == 200, "others are served")


def ambiguous() -> None:
    body = b"GET /api/v4/user HTTP/1.1\r\n" + HEAD + b"\r\n"
    start = b"POST /api/v4/version HTTP/1.1\r\n" + HEAD
    for what, request in {
        "two lengths": start + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n123456",
        "a length and chunks": start + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + body,
        "a negative length": start + b"Content-Length: -1\r\n\r\n" + body,
        "a length that is none": start + b"Content-Length: 1e1\r\n\r\n" + body,
        "a huge length": start + b"Content-Length: 99999999999999999999999\r\n\r\n",
        "two encodings": start + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + body,
        "a damaged chunk": start + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n" + body,
        "a blank before the colon": start + b"Content-Length : 5\r\n\r\n12345" + body,
        "a folded field": start + b"X-A: 1\r\n folded\r\n\r\n" + b"\x00\x01",
        "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500 + b"\r\n\r\n",
        "a byte of zero": b"GET /api/v4/\x00version HTTP/1.1\r\n" + HEAD + b"\r\n",
    }.items():
        answer = exchange(request)
        truth(200 not in statuses(answer), f"{what} is no request: {answer[:300]!r}")
    garbage = exchange(b"GET /api/v4/version HTTP/1.1\r\n" + HEAD + b"\r\n", os.urandom(4096))
    truth(statuses(garbage)[:1] == [200] and set(statuses(garbage)[1:]) <= {400}, f"garbage after a request: {garbage}")
    # What is sent beyond the length is the next request, and no part of this one.
    short = b"POST /nowhere HTTP/1.1\r\n" + HEAD + b"Content-Length: 2\r\n\r\n{}tail\r\n\r\n"
    truth(statuses(exchange(short)) == [404, 400], "a body that is longer than it says")
    many = exchange(b"".join(b"GET /-/health HTTP/1.1\r\nHost: x\r\n\r\n" for _ in range(500)))
    truth(statuses(many) == [200] * 500, f"requests that do not wait for answers: {len(statuses(many))}")
    truth(version() == 200, "others are served")


def is_open(client: socket.socket) -> bool:
    client.settimeout(0.05)
    try:
        return client.recv(1) != b""
    except TimeoutError:
        return True
    except ConnectionResetError:
        return False


def crowd() -> None:
    """The server takes 12 connections, 6 from one address."""
    crowd = [connect() for _ in range(30)]
    truth(eventually(lambda: sum(map(is_open, crowd)) <= 6), "one address has six connections")
    other = connect(source="127.0.0.2")
    other.sendall(b"GET /api/v4/version HTTP/1.1\r\n" + HEAD + b"Connection: close\r\n\r\n")
    truth(statuses(rest(other)) == [200], "another address is served")
    for client in crowd:
        client.close()
    truth(eventually(lambda: version() == 200), "the address is served again")
    # From many addresses: those beyond the limit wait until somebody goes, and are served then.
    sources = [f"127.0.0.{number}" for number in range(10, 40)]
    waiting = [connect(source=source) for source in sources]
    late = connect(source="127.0.0.50")
    late.sendall(b"GET /api/v4/version HTTP/1.1\r\n" + HEAD + b"Connection: close\r\n\r\n")
    truth(statuses(rest(late)) == [200], "who waits is served when idle connections are closed")
    for client in waiting:
        client.close()


def bomb() -> None:
    """A body of 200 KB that unpacks to 200 MB, of what git would keep."""
    line = b"0032have " + b"1" * 40 + b"\n"
    packed = gzip.compress(b"0032want " + os.environ["COMMIT"].encode() + b"\n0000" + line * 4_000_000, 9)
    before = memory()
    for version_line in (b"", b"Git-Protocol: version=2\r\n"):
        head = f"POST /{os.environ['REPOSITORY']}.git/git-upload-pack HTTP/1.1\r\nHost: x\r\n".encode()
        head += b"Content-Type: application/x-git-upload-pack-request\r\nContent-Encoding: gzip\r\n" + version_line
        exchange(head + f"Content-Length: {len(packed)}\r\n\r\n".encode(), packed)
    truth(eventually(lambda: not gits()), f"git ends: {gits()}")
    grown = (memory() - before) >> 20
    truth(grown < 64, f"the server grew by {grown} MiB over {len(packed) >> 10} KiB")
    truth(version() == 200, "others are served")


for name in sys.argv[1:]:
    globals()[name]()
    print(f"\nok {name}")
