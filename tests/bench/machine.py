"""What processes used: CPU seconds and memory, read from the kernel's own books."""

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def tree(root: int) -> list[int]:
    """A process and everything it started."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found


@dataclass(frozen=True)
class Use:
    """CPU seconds so far, those of children that have ended included, and the resident megabytes of the largest."""

    cpu: float
    largest_mb: float


def use(pids: Iterable[int]) -> Use:
    cpu, largest = 0.0, 0.0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        cpu += sum(int(ticks) for ticks in fields[11:15]) / TICK
        largest = max(largest, int(fields[21]) * PAGE / 2**20)
    return Use(cpu, largest)


def own_memory_mb(pid: int) -> float:
    """Megabytes of a process that are not shared with others (proportional set size)."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def described() -> str:
    """How busy and how fast the machine is now: load of the last minute, and CPU for a fixed piece of Python."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, a fixed piece of Python takes {pace():.0f} ms CPU"


def pace() -> float:
    """Milliseconds of CPU for always the same work: shared cores are slower than their clock says."""
    best = 1e9
    for _ in range(5):
        since, kept = time.process_time(), {}
        for number in range(200_000):
            kept[number & 1023] = str(number)
        best = min(best, (time.process_time() - since) * 1000)
    return best
