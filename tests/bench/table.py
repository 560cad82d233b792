"""The table at the end: name, figure, bar, verdict by number only."""

from dataclasses import dataclass, field

REACHED, MISSED, PLAIN = "reached", "missed", ""


@dataclass(frozen=True)
class Figure:
    """One line. `raw` is what the database alone does with the same rows."""

    name: str
    value: str
    bar: str = ""
    verdict: str = PLAIN
    raw: str = ""


@dataclass
class Table:
    """Figures in the order they were measured."""

    figures: list[Figure] = field(default_factory=list)

    def add(
        self, name: str, value: float, unit: str, *, least: float | None = None, most: float | None = None, raw: str = "",
        words: str = "",
    ) -> None:  # fmt: skip
        """Add a figure; with `least` or `most` it has a bar. `words` follow the number."""
        bar, verdict = "", PLAIN
        if least is not None:
            bar, verdict = f"≥ {number(least)} {unit}", REACHED if value >= least else MISSED
        elif most is not None:
            bar, verdict = f"≤ {number(most)} {unit}", REACHED if value <= most else MISSED
        text = f"{number(value)} {unit}" + (f" ({words})" if words else "")
        self.figures.append(Figure(name, text, bar, verdict, raw))
        print(f"  {name}: {text}", flush=True)

    def missing(self, name: str, why: str) -> None:
        self.figures.append(Figure(name, f"not measured: {why}"))
        print(f"  {name}: not measured, {why}", flush=True)

    def lines(self) -> list[str]:
        rows = [("figure", "measured", "bar", "verdict", "database alone")]
        rows += [(one.name, one.value, one.bar, one.verdict, one.raw) for one in self.figures]
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        return [lines[0], "  ".join("-" * width for width in widths), *lines[1:]]


def number(value: float) -> str:
    """Three digits that matter."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def spread(fast: float, slow: float) -> str:
    """Latencies as people read them."""
    return f"p50 {fast * 1000:.1f} ms, p95 {slow * 1000:.1f} ms"
