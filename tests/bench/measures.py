"""What is measured over HTTP: pages, the submission alone, whole filings, receipts, memory."""

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any, Self
from uuid import UUID

from tests.bench import procedure, raw, world
from tests.bench.citizen import FORM, Browser, Filing, file_dossier, multipart
from tests.bench.installation import Counted, Installation
from tests.bench.load import Result, hammer
from tests.bench.table import Table, spread
from tests.bench.world import Person

CLIENTS = 8
OFFICERS = 2
CITIZENS = 8
COUNTED_TIMES = 10
PUBLIC_CODE = "1.004873"
PAUSE = 0.2


@dataclass
class Bench:
    """What every measure needs."""

    installation: Installation
    table: Table
    seconds: float
    people: list[Person]
    paper: bytes

    @property
    def at(self) -> tuple[str, int]:
        return self.installation.host, self.installation.port

    def connections(self) -> int:
        return CLIENTS

    def browser(self, person: Person) -> Browser:
        return Browser(*self.at, person.token)


@dataclass
class Cost:
    """CPU of the web and of the database for what was done between start and stop."""

    installation: Installation
    web: float = 0.0
    database: float = 0.0

    def __enter__(self) -> Self:
        self.web = -self.installation.use_of_web().cpu
        self.database = -self.installation.use_of_database().cpu
        return self

    def __exit__(self, *_fault: object) -> None:
        self.web += self.installation.use_of_web().cpu
        self.database += self.installation.use_of_database().cpu

    def each(self, times: int) -> tuple[float, str]:
        """Milliseconds a request, and how they divide."""
        both = (self.web + self.database) / times * 1000
        return both, f"web {self.web / times * 1000:.1f}, database {self.database / times * 1000:.1f}"


def _get(bench: Bench, path: str, token: str = "") -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: {bench.at[0]}:{bench.at[1]}", "Accept-Language: vi"]
    lines += [f"Cookie: motcua={token}"] if token else []
    return "\r\n".join([*lines, "", ""]).encode()


def _run(bench: Bench, request: Callable[[int], bytes | None], seconds: float) -> tuple[Result, Cost]:
    with Cost(bench.installation) as cost:
        result = hammer(*bench.at, request, clients=CLIENTS, seconds=seconds)
    return result, cost


def slowest_page(bench: Bench, token: str, pages: dict[str, str]) -> tuple[float, str]:
    """Each page for two officers at once; p95 of the slowest in ms, and every page in words."""
    slowest, words = 0.0, []
    for name, path in pages.items():
        sent = partial(_same, _get(bench, path, token))
        hammer(*bench.at, sent, clients=1, seconds=0.5).expect(200)
        result = hammer(*bench.at, sent, clients=OFFICERS, seconds=bench.seconds)
        result.expect(200)
        slowest = max(slowest, result.percentile(0.95))
        words.append(f"{name} {spread(result.percentile(0.5), result.percentile(0.95))}")
        print(f"    {words[-1]}", flush=True)
    return slowest * 1000, "; ".join(words)


def _same(request: bytes, _number: int) -> bytes:
    return request


def catalogue(bench: Bench) -> None:
    """The page of one procedure, asked for by strangers."""
    asked = _get(bench, f"/thu-tuc/{PUBLIC_CODE}")
    hammer(*bench.at, lambda _n: asked, clients=CLIENTS, seconds=1).expect(200)
    result, cost = _run(bench, lambda _n: asked, bench.seconds)
    result.expect(200)
    words = spread(result.percentile(0.5), result.percentile(0.95))
    bench.table.add("catalogue page, anonymous", result.rate, "pages/s", least=3000, words=words)
    each, parts = cost.each(result.count)
    bench.table.add("  CPU a page", each, "ms", words=parts)


def dossier(bench: Bench) -> None:
    """The page of one's own dossier, and the same statements sent by the driver alone."""
    owned = [(person, world.dossier(person, bench.paper)) for person in bench.people]
    bench.installation.stop_worker()
    world.drain()
    requests = [_get(bench, f"/ho-so/{one}", person.token) for person, one in owned]
    hammer(*bench.at, lambda n: requests[n % len(requests)], clients=CLIENTS, seconds=1).expect(200)
    counted = _counted(bench, lambda: bench.browser(owned[0][0]).get(f"/ho-so/{owned[0][1]}"))
    result, cost = _run(bench, lambda n: requests[n % len(requests)], bench.seconds)
    result.expect(200)
    replayed = raw.replay_limit(
        bench.installation,
        statements_of(f"/ho-so/{owned[0][1]}", owned[0][0].token),
        connections=CLIENTS,
        seconds=bench.seconds,
    )
    words = spread(result.percentile(0.5), result.percentile(0.95))
    beside = f"{replayed:,.0f}/s the same statements"
    bench.table.add("dossier page, signed in", result.rate, "pages/s", least=400, words=words, raw=beside)
    each, parts = cost.each(result.count)
    bench.table.add("  CPU a page", each, "ms", words=parts)
    _statements(bench, "  statements a page", counted, most=10)
    bench.installation.start_worker()


def statements_of(path: str, token: str) -> list[tuple[str, Any]]:
    """What a page asks the database, taken down inside this process."""
    from django.db import connection
    from django.test import Client

    client = Client(HTTP_HOST="127.0.0.1")
    client.cookies["motcua"] = token
    seen: list[tuple[str, Any]] = []

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        seen.append((str(sql), params))
        return execute(sql, params, many, context)

    client.get(path)
    with connection.execute_wrapper(note):
        answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return seen


def submit(bench: Bench) -> None:
    """The request that hands a complete draft in, alone; beside the same rows inserted by the driver."""
    bench.installation.stop_worker()
    count = max(80, int(bench.seconds * 60))
    print(f"  making {count} drafts that are ready to be handed in", flush=True)
    ready = [
        (person, world.draft(person, bench.paper)) for person, _ in zip(itertools.cycle(bench.people), range(count))
    ]
    warm, counted_ones, rest = ready[:8], ready[8 : 8 + COUNTED_TIMES], ready[8 + COUNTED_TIMES :]
    _hand_in(bench, warm)
    before = bench.installation.count()
    _hand_in(bench, counted_ones, clients=1)
    counted = bench.installation.counted(before, len(counted_ones))
    with Cost(bench.installation) as cost:
        result = _hand_in(bench, rest)
    rows = raw.written_with(bench.installation, "dossiers_dossier", str(rest[0][1]))
    limit = raw.insert_limit(bench.installation, rows, connections=CLIENTS, seconds=bench.seconds)
    words = spread(result.percentile(0.5), result.percentile(0.95))
    beside = f"{limit:,.0f}/s ({rows.rows} rows: {rows.described()})"
    bench.table.add("submit request alone", result.rate, "submits/s", words=words, raw=beside)
    bench.table.add("  share of the raw limit", result.rate / limit * 100, "%", least=20)
    each, parts = cost.each(result.count)
    bench.table.add("  CPU a submit", each, "ms", words=parts)
    _statements(bench, "  statements a submit", counted, most=12)
    bench.installation.start_worker()


def _hand_in(bench: Bench, ready: list[tuple[Person, UUID]], *, clients: int = CLIENTS) -> Result:
    csrf = "b" * 32
    body = multipart([("csrfmiddlewaretoken", csrf), ("consent", "yes")])
    requests = iter(
        [
            (
                f"POST /nop-ho-so/{draft}/kiem-tra HTTP/1.1\r\nHost: {bench.at[0]}:{bench.at[1]}\r\n"
                f"Cookie: motcua={person.token}; csrftoken={csrf}\r\nContent-Type: {FORM}\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            ).encode()
            + body
            for person, draft in ready
        ]
    )
    guard = threading.Lock()

    def next_one(_number: int) -> bytes | None:
        with guard:
            return next(requests, None)

    return hammer(*bench.at, next_one, clients=clients).expect(302)


def filing(bench: Bench) -> None:
    """A whole filing: what it costs with the worker away, then how many a second with it at work."""
    typed = procedure.typed()
    bench.installation.stop_worker()
    for person in bench.people[:2]:
        file_dossier(bench.browser(person), typed, bench.paper)
    world.drain()
    before = bench.installation.count()
    one = file_dossier(bench.browser(bench.people[0]), typed, bench.paper)
    counted = bench.installation.counted(before, 1)
    with Cost(bench.installation) as cost:
        filings = _file_all(bench, typed, seconds=bench.seconds, people=bench.people[:1])
    each, parts = cost.each(len(filings))
    name = f"filing: 3 pages, 11 answers, 1 file, {one.requests} requests"
    bench.table.add(name, each, "ms CPU of web and database", most=25, words=parts)
    _statements(bench, "  statements a filing", counted)
    _slowest(filings)
    with Cost(bench.installation) as cost:
        filings = _file_all(bench, typed, seconds=bench.seconds)
    each, parts = cost.each(len(filings))
    bench.table.add(f"  the same, {CITIZENS} citizens at once", each, "ms CPU", words=parts)
    limit = _filing_limit(bench, one)
    bench.installation.start_worker()
    time.sleep(2)
    began = time.perf_counter()
    filings = _file_all(bench, typed, seconds=bench.seconds)
    spent = time.perf_counter() - began
    waits = sorted(filing.seconds for filing in filings)
    words = spread(median(waits), waits[int(len(waits) * 0.95)]) + ", worker at work"
    bench.table.add("whole filings", len(filings) / spent, "filings/s", words=words, raw=limit)
    _settle(bench, filings[-1])


def _filing_limit(bench: Bench, one: Filing) -> str:
    rows = raw.written_with(bench.installation, "dossiers_dossier", one.dossier)
    limit = raw.insert_limit(bench.installation, rows, connections=CLIENTS, seconds=min(3.0, bench.seconds))
    return f"{limit:,.0f}/s (rows of the submission)"


def _file_all(bench: Bench, typed: Any, *, seconds: float, people: list[Person] | None = None) -> list[Filing]:
    found: list[Filing] = []
    faults: list[BaseException] = []
    end = time.perf_counter() + seconds

    def one(person: Person) -> None:
        browser = bench.browser(person)
        try:
            while time.perf_counter() < end:
                found.append(file_dossier(browser, typed, bench.paper))
        except (RuntimeError, OSError) as fault:
            faults.append(fault)

    _together([partial(one, person) for person in people or bench.people])
    if faults:
        raise faults[0]
    return found


def _slowest(filings: list[Filing]) -> None:
    names = {name: median(one.spent[name] for one in filings) * 1000 for name in filings[0].spent}
    print("    waited, median ms: " + ", ".join(f"{name} {value:.1f}" for name, value in names.items()), flush=True)


def receipt(bench: Bench) -> None:
    """Eight citizens file at once; how long after the submission each can open his receipt."""
    typed = procedure.typed()
    bench.installation.start_worker()
    world.drain()
    time.sleep(2)
    waits: list[float] = []

    def one(person: Person) -> None:
        browser = bench.browser(person)
        filed = file_dossier(browser, typed, bench.paper)
        while time.perf_counter() - filed.submitted < 60:
            answer = browser.connection.ask(_get(bench, f"/nop-ho-so/{filed.dossier}/bien-nhan.pdf", person.token))
            if answer[0] == 200:
                waits.append(time.perf_counter() - filed.submitted)
                return
            time.sleep(PAUSE)
        waits.append(60.0)

    one(bench.people[0])
    waits.clear()
    _together([partial(one, person) for person in bench.people[:CITIZENS]])
    words = f"the last of {len(waits)} citizens at once; median {median(waits):.2f} s"
    bench.table.add("receipt PDF after submission", max(waits), "s", most=2, words=words)


def memory(bench: Bench) -> None:
    """Resident memory of the processes after everything above."""
    from tests.bench.machine import use

    web = [use([pid]).largest_mb for pid in bench.installation.web_workers()]
    if web:
        bench.table.add("memory of a web worker", max(web), "MB", most=150, words=f"{len(web)} workers")
    if bench.installation.worker is not None:
        mine = use([bench.installation.worker.pid]).largest_mb
        bench.table.add("memory of the worker", mine, "MB", most=150)


def _counted(bench: Bench, ask: Callable[[], object]) -> Counted | None:
    ask()
    before = bench.installation.count()
    for _ in range(COUNTED_TIMES):
        ask()
    return bench.installation.counted(before, COUNTED_TIMES)


def _statements(bench: Bench, name: str, counted: Counted | None, *, most: float | None = None) -> None:
    if counted is None:
        bench.table.missing(name, "this database does not count statements")
        return
    words = f"and {counted.transaction:.0f} of BEGIN, COMMIT"
    bench.table.add(name, counted.statements, "statements", most=most, words=words)


def _settle(bench: Bench, last: Filing) -> None:
    """Let the worker catch up before the next measure."""
    browser = bench.browser(bench.people[0])
    for _ in range(100):
        if browser.connection.ask(_get(bench, "/song"))[0] == 200 and not _waiting():
            return
        time.sleep(0.5)
    print(f"    the worker still has deliveries to make; the last filing was {last.dossier}", flush=True)


def _waiting() -> int:
    from django.db import connection

    from motcua.kernel.tenancy import scope
    from motcua.kernel.types import SYSTEM

    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select count(*) from kernel_delivery where state in ('waiting', 'leased')")
        return int(cursor.fetchone()[0])


def _together(works: list[Callable[[], None]]) -> None:
    gate = threading.Barrier(len(works))

    def begin(work: Callable[[], None]) -> None:
        gate.wait()
        work()

    threads = [threading.Thread(target=begin, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
