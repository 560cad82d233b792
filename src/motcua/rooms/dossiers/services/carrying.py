"""One truth in a group: the joint answers follow what a member was corrected in, and the other members hear of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.package import Group, LinkedMember
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.documents import services as documents
from motcua.rooms.dossiers.events import DossierAccepted, DossierAmended, JointAnswersFollowed, VersionKept
from motcua.rooms.dossiers.models import Amendment, Dossier, GroupMember
from motcua.rooms.dossiers.rules.amending import changed
from motcua.rooms.dossiers.rules.answering import EMPTY, files_of_field
from motcua.rooms.dossiers.rules.folding import fold
from motcua.rooms.dossiers.rules.linking import UNDECIDED
from motcua.rooms.dossiers.rules.states import FOLLOWS_ITS_GROUP
from motcua.rooms.dossiers.services import joint
from motcua.rooms.dossiers.services.holding import announce, held, kept
from motcua.rooms.dossiers.types import Status
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms_read
from motcua.rooms.forms import services as forms
from motcua.rooms.forms.types import FormDefinition

JOINT = "tờ khai chung"


@dataclass(frozen=True, slots=True)
class Begun:
    """A member that has a dossier."""

    row: GroupMember
    dossier_id: UUID
    linked: LinkedMember
    own: Definition


def carry(
    group: Dossier, definition: Definition, linked: Group, rows: Sequence[GroupMember], *, by: Actor, at: datetime
) -> None:
    """Bring the joint answers to what members were corrected in, then the other members to the joint answers."""
    begun = [
        Begun(row, row.dossier_id, linked.by_key[row.key], catalogue.version(row.version_id))
        for row in rows
        if row.dossier_id is not None and row.outcome not in UNDECIDED
    ]
    through = JOINT
    for one, dossier in _corrected(begun, by=by):
        if _into_joint(group, definition, one, dossier, by=by, at=at):
            through = f"phần {one.row.name}"
    for one in begun:
        if _fed_with(group, one.row) != group.answers_id:
            _out_of_joint(group, definition, one, through=through, by=by, at=at)


def refuse_for_parts(
    group: Dossier, definition: Definition, fields: Sequence[str], after: Mapping[str, Any], *, by: Actor
) -> None:
    """Who takes part and where stays as it was accepted; what stands in a decision already is mended there.

    Refused: amendment.too-much, amendment.part-decided
    """
    if definition.group is None or not group.leads or group.accepted_at is None:
        return
    rows = GroupMember.objects.filter(group_id=group.id).exclude(outcome__in=UNDECIDED).order_by("place")
    status = dict(Dossier.objects.filter(group_id=group.id).order_by("id").values_list("id", "status"))
    was, today = joint.seen(group, definition, by=by)
    will = logic.conditions_see(definition.form, after, today=today)
    if any(_part(one, was, today) != _part(one, will, today) for one in definition.group.members):
        raise Refused("amendment.too-much")
    for row in rows:
        own = catalogue.version(row.version_id)
        decided = row.dossier_id is not None and Status(status[row.dossier_id]) not in FOLLOWS_ITS_GROUP
        if decided and definition.group.by_key[row.key].uses(own.form.by_key) & set(fields):
            raise Refused("amendment.part-decided", part=row.name)


def _part(member: LinkedMember, answers: Mapping[str, Any], today: date) -> tuple[Any, ...]:
    """Whether the member takes part, and the place that says at which agency."""
    place = member.place(answers, today=today)
    return member.applies(answers, today=today), place.get("province"), place.get("commune")


def _corrected(begun: Sequence[Begun], *, by: Actor) -> list[tuple[Begun, Dossier]]:
    """The members whose answers are others than the joint form knows, held; the one answered last comes last."""
    found = []
    for one in begun:
        dossier = held(one.dossier_id, by=by, to="dossiers.advance_group")
        if _taken_over(one) != dossier.answers_id:
            answered = dossier.supplements.exclude(answered_at=None).order_by("-answered_at", "id").first()
            found.append((answered.answered_at if answered else dossier.submitted_at, one.row.place, one, dossier))
    return [(one, dossier) for _at, _place, one, dossier in sorted(found, key=lambda entry: entry[:2])]


def _into_joint(
    group: Dossier, definition: Definition, one: Begun, dossier: Dossier, *, by: Actor, at: datetime
) -> bool:
    """Write what changed in the member where its question came from; what no joint answer feeds stays its own."""
    before, after = _answers(_taken_over(one), by), _answers(dossier.answers_id, by)
    answers, today = joint.seen(group, definition, by=by)
    changes: dict[str, Any] = {}
    for key, name in _origins(one.linked, changed(one.own.form, before, after), after, answers, today=today):
        field = definition.form.by_key.get(name)
        if field is not None and field.kind == "file":
            wanted = files_of_field(one.own.form, after, key)
            changes[name] = _files(wanted, files_of_field(definition.form, answers, name), group, by=by, at=at)
        elif field is not None:
            changes[name] = after.get(key)
    changes = {name: value for name, value in changes.items() if not _same(value, answers.get(name))}
    one.row.answers_id = dossier.answers_id
    one.row.save(update_fields=["answers_id"])
    if not changes:
        return False
    first = group.answers_id
    group.answers_id = _copied(first, changes, group.agency_id, by=by, at=at)
    kept(group)
    announce(
        JointAnswersFollowed, group, by=by, at=at, member=one.row.key, name=one.row.name, before_id=first,
        answers_id=group.answers_id, fields=tuple(changes), labels=_labels(definition.form, changes),
    )  # fmt: skip
    return True


def _origins(
    member: LinkedMember, fields: Sequence[str], after: Mapping[str, Any], answers: Mapping[str, Any], *, today: date
) -> Iterator[tuple[str, str]]:
    for key in fields:
        name = member.origin(key, after.get(key), answers, today=today)
        if name is not None:
            yield key, name


def _out_of_joint(group: Dossier, definition: Definition, one: Begun, *, through: str, by: Actor, at: datetime) -> None:
    """Feed a member with what is new; one that is decided keeps its version and is told so."""
    row, form = one.row, one.own.form
    before, today = joint.seen(group, definition, answers_id=_fed_with(group, row), by=by)
    after, _today = joint.seen(group, definition, by=by)
    old, new = (joint.fed(one.linked, one.own, answers, {}, today=today) for answers in (before, after))
    dossier = held(one.dossier_id, by=by, to="dossiers.advance_group")
    current = _answers(dossier.answers_id, by)
    fields = [key for key in changed(form, old, new) if not _stands(form, key, current, new, by=by)]
    row.joint_id = group.answers_id
    if fields and Status(dossier.status) in FOLLOWS_ITS_GROUP:
        _amended(dossier, form, {key: new.get(key) for key in fields}, through=through, by=by, at=at)
        row.answers_id = dossier.answers_id
    elif fields:
        row.behind = sorted({*row.behind, *fields})
        labels = _labels(form, fields)
        announce(VersionKept, dossier, by=by, at=at, through=through, fields=tuple(fields), labels=labels)
    row.save(update_fields=["joint_id", "answers_id", "behind"])


def _amended(
    dossier: Dossier, form: FormDefinition, changes: dict[str, Any], *, through: str, by: Actor, at: datetime
) -> None:
    for key in changes:
        if form.by_key[key].kind == "file":
            wanted = files_of_field(form, changes, key)
            own = documents.hand_on(wanted, subject_id=dossier.id, agency_id=dossier.agency_id, by=by, at=at)
            changes[key] = [str(own[one]) for one in wanted]
    before = dossier.answers_id
    dossier.answers_id = _copied(before, changes, dossier.agency_id, by=by, at=at)
    kept(dossier)
    Amendment.objects.filter(dossier_id=dossier.id, amended_at=None).delete()  # begun on answers that are no more
    Amendment.objects.create(
        dossier=dossier, agency_id=dossier.agency_id, owner_id=dossier.owner_id, before_id=before,
        answers_id=dossier.answers_id, fields=list(changes), reason=f"Theo {through}", begun_at=at, amended_at=at,
    )  # fmt: skip
    _into_open_request(dossier, changes, by=by, at=at)
    announce(
        DossierAmended, dossier, by=by, at=at, before_id=before, answers_id=dossier.answers_id, fields=tuple(changes),
        reason="", through=through,
    )  # fmt: skip


def _into_open_request(dossier: Dossier, changes: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """What the applicant is typing in answer to a request starts from what is true now."""
    request = dossier.supplements.filter(answered_at=None, closed_at=None).order_by("id").first()
    rest = {key: value for key, value in changes.items() if request and key not in request.fields}
    if request is not None and request.answers_id is not None and rest:
        forms.save_answers(request.answers_id, rest, version=0, by=by, at=at)


def _copied(answers_id: UUID, changes: Mapping[str, Any], agency_id: UUID, *, by: Actor, at: datetime) -> UUID:
    copy = forms.copy_answers(answers_id, by=by, at=at)
    forms.save_answers(copy, changes, version=0, by=by, at=at)
    forms.lock_answers(copy, agency_id=agency_id, by=by, at=at)
    return copy


def _files(wanted: list[UUID], there: list[UUID], group: Dossier, *, by: Actor, at: datetime) -> list[str]:
    """The files of a member as files of the joint form: those of the same bytes are there already."""
    own = {one.sha256: str(one.id) for one in documents_read.files_by_id(there, by=by)}
    files = documents_read.files_by_id(wanted, by=by)
    strange = [one.id for one in files if one.sha256 not in own]
    new = documents.hand_on(strange, subject_id=group.id, agency_id=group.agency_id, by=by, at=at) if strange else {}
    return [own.get(one.sha256) or str(new[one.id]) for one in files]


def _stands(form: FormDefinition, key: str, current: Mapping[str, Any], new: Mapping[str, Any], *, by: Actor) -> bool:
    """Tell whether the member says already what the joint form says."""
    if form.by_key[key].kind != "file":
        return _same(current.get(key), new.get(key))
    bytes_of = [
        [one.sha256 for one in documents_read.files_by_id(files_of_field(form, answers, key), by=by)]
        for answers in (current, new)
    ]
    return bytes_of[0] == bytes_of[1]


def _taken_over(one: Begun) -> UUID | None:
    """The answers of the member the joint form knows; of members begun before this was kept, their first."""
    return one.row.answers_id or fold(events.history(one.dossier_id)[:1]).answers_id


def _fed_with(group: Dossier, row: GroupMember) -> UUID:
    """The joint answers the member knows; of members begun before this was kept, those the group was accepted with."""
    if row.joint_id is not None:
        return row.joint_id
    facts = events.history(group.id)
    accepted = next((n for n, fact in enumerate(facts) if isinstance(fact, DossierAccepted)), len(facts))
    return fold(facts[:accepted]).answers_id or group.answers_id


def _answers(answers_id: UUID | None, by: Actor) -> dict[str, Any]:
    return dict(forms_read.answers(answers_id, by=by).answers) if answers_id else {}


def _labels(form: FormDefinition, fields: Any) -> tuple[str, ...]:
    return tuple(form.by_key[key].label.vi for key in fields if key in form.by_key)


def _same(one: Any, other: Any) -> bool:
    return bool(one == other or (one in EMPTY and other in EMPTY))
