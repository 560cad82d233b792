"""Whether a process can be relied on: every step reachable, every branch ends, somebody there to do it."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from motcua.rooms.process.types import END, OFFICE_ROLES, TERMINATE, Flow, Node, Problem, ProcessDefinition, Step

MOST_MARKINGS = 2_000
TOLERANCE = Decimal("0.001")
ENDS = frozenset({END, TERMINATE})


def problems(definition: ProcessDefinition, *, roles: Collection[str] = OFFICE_ROLES) -> list[Problem]:
    """Every fault of a definition, each with its place in the file. An empty list means sound."""
    broken = _broken_links(definition)
    found = [*broken, *_people(definition, roles), *_branches(definition)]
    if broken:
        return found  # what follows would only repeat them
    found += _reachability(definition)
    found += _shares(definition)
    return found or _twice(definition)


def _steps(definition: ProcessDefinition) -> Iterator[tuple[tuple[str | int, ...], Step, frozenset[str]]]:
    keys = frozenset(step.key for step in definition.steps)
    for number, step in enumerate(definition.steps):
        yield ("steps", number), step, keys
    for name, steps in definition.processes.items():
        inner = frozenset(step.key for step in steps)
        for number, step in enumerate(steps):
            yield ("processes", name, number), step, inner


def _broken_links(definition: ProcessDefinition) -> list[Problem]:
    found = []
    for where, step, keys in _steps(definition):
        for number, flow in enumerate(step.next or ()):
            if flow.to not in keys | ENDS:
                known = ", ".join(sorted(keys))
                found.append(
                    Problem(
                        (*where, "next", number, "to"), f"There is no step «{flow.to}»", f"Use one of: {known}, end"
                    )
                )
        if step.timer and step.timer.to not in keys:
            found.append(
                Problem((*where, "timer", "to"), f"There is no step «{step.timer.to}»", "Name a step of this process")
            )
        if step.call and step.call not in definition.processes:
            found.append(
                Problem((*where, "call"), f"There is no process «{step.call}»", "Describe it under `processes`")
            )
    return found


def _people(definition: ProcessDefinition, roles: Collection[str]) -> list[Problem]:
    found = []
    for where, step, _ in _steps(definition):
        if step.role not in roles:
            known = ", ".join(sorted(roles))
            found.append(Problem((*where, "role"), f"There is no role «{step.role}»", f"Use one of: {known}"))
    first = definition.steps[0]
    if first.does != "receive":
        found.append(
            Problem(("steps", 0, "does"), "The first step does not receive", "Begin with a step that `does: receive`")
        )
    for number, step in enumerate(definition.steps[1:], 1):
        if step.does == "receive":
            found.append(Problem(("steps", number, "does"), "A dossier is received once only", "Use `does: work`"))
    return found


def _branches(definition: ProcessDefinition) -> list[Problem]:
    found = []
    for where, step, _ in _steps(definition):
        flows = step.next or ()
        bare = [flow for flow in flows if flow.when is None]
        what, mend = "", ""
        if step.split == "parallel" and len(flows) < 2:  # noqa: PLR2004 - one branch is no split
            what, mend = "A parallel step needs two branches", "Add a branch or remove `parallel`"
        elif step.split != "parallel" and flows and not bare:
            what, mend = "No branch is left when no condition holds", "Add one without `when`"
        elif step.split == "exclusive" and len(bare) > 1:
            what, mend = "Two branches have no condition", "Give one a `when`, or use `parallel`"
        if what:
            found.append(Problem((*where, "next"), what, mend))
    return found


def _reachability(definition: ProcessDefinition) -> list[Problem]:
    after, nodes = definition.after, definition.nodes
    reachable = {definition.first} | after[definition.first]
    places = {step.key: number for number, step in enumerate(definition.steps)}
    found = []
    for key, node in nodes.items():
        where = ("steps", places.get(key.split(".")[0], 0))
        if key not in reachable:
            mend = "Name it in some step's `next`, or remove it"
            found.append(Problem(where, f"Nothing leads to step «{key}»", mend))
        elif not _can_end(node, nodes, after[key]):
            mend = "Let one branch lead on to `end`"
            found.append(Problem(where, f"From step «{key}» the end cannot be reached", mend))
    return found


def _can_end(node: Node, nodes: Mapping[str, Node], after: frozenset[str]) -> bool:
    return any(flow.to in ENDS for one in (node, *(nodes[key] for key in after)) for flow in one.targets)


def _shares(definition: ProcessDefinition) -> list[Problem]:
    order = {key: place for place, key in enumerate(definition.nodes)}
    begin = dict.fromkeys(order, Decimal(0))
    for key, node in definition.nodes.items():
        for flow in node.targets:
            if order.get(flow.to, -1) > order[key]:
                begin[flow.to] = max(begin[flow.to], begin[key] + node.step.share)
    total = max(begin[key] + node.step.share for key, node in definition.nodes.items())
    if abs(total - 1) > TOLERANCE:
        return [Problem(("steps",), f"The shares along the longest way make {total}, not 1", "Let them sum to 1")]
    return []


def _twice(definition: ProcessDefinition) -> list[Problem]:
    """Two threads on one step: branches that run side by side meet where nothing waits for both."""
    first = frozenset({(definition.first, False)})
    seen, waiting = {first}, [first]
    while waiting and len(seen) < MOST_MARKINGS:
        here = waiting.pop()
        for after, double in _moves(definition, here):
            if double:
                number = next((n for n, step in enumerate(definition.steps) if step.key == double.split(".")[0]), 0)
                what = f"Parallel branches meet at step «{double}», which would be done twice"
                return [Problem(("steps", number), what, "Add `join: true` to it")]
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return []


Places = frozenset[tuple[str, bool]]


def _moves(definition: ProcessDefinition, here: Places) -> Iterator[tuple[Places, str | None]]:
    """Where a case may be after one piece of work, and a step that would then be worked twice."""
    for place in here:
        key, at_join = place
        rest = here - {place}
        if at_join:
            if not any(key == other or key in definition.after[other] for other, _ in rest):
                yield rest | {(key, False)}, None
            continue
        for flows in _choices(definition.step(key)):
            yield _placed(definition, rest, flows)


def _choices(node: Node) -> list[tuple[Flow, ...]]:
    if node.step.split == "parallel":
        return [node.flows]
    single: list[tuple[Flow, ...]] = [(flow,) for flow in node.flows]
    return [*single, node.flows] if node.step.split == "inclusive" else single


def _placed(definition: ProcessDefinition, rest: Places, flows: tuple[Flow, ...]) -> tuple[Places, str | None]:
    places, double = set(rest), None
    for flow in flows:
        if flow.to in ENDS:
            continue
        joins = definition.step(flow.to).step.join
        if (flow.to, False) in places and not joins:
            double = flow.to
        places.add((flow.to, joins))
    return frozenset(places), double
