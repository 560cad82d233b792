"""People, organisations, accounts, offices, sessions. Personal values are sealed; equality is found by blind index."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q

from motcua.kernel import crypto
from motcua.kernel.constraints import all_or_none
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.types import Actor
from motcua.rooms.identity.types import AccountKind, ActingAs, Relation, Role, Standing

ROLES = [(role.value, role.value) for role in Role]


class Person(models.Model):
    """Người: who the e-identity proved somebody to be. Owns the rows of his dossiers, drafts and papers.

    Assurance 0 is somebody who came to a counter and never signed in; he is the same person the day he does.

    Every value lies sealed in `particulars` with its source and the day it was obtained; only the assurance level
    and a keyed digest of the personal identifier can be read without the key.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    personal_id_blind = models.BinaryField(max_length=32, unique=True)
    particulars = models.BinaryField()
    assurance = models.PositiveSmallIntegerField("mức định danh", default=1)
    created_at = models.DateTimeField()
    refreshed_at = models.DateTimeField()

    class Meta:
        verbose_name = "người"
        constraints = [
            models.CheckConstraint(condition=Q(assurance__range=(0, 2)), name="person_assurance_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def facts(self) -> dict[str, dict[str, Any]]:
        """Name → {value, source, obtained_at}, opened."""
        return dict(crypto.unseal_json(self.particulars, context=self._context)) if self.particulars else {}

    def keep(self, facts: dict[str, dict[str, Any]]) -> None:
        self.particulars = crypto.seal_json(facts, context=self._context, agency_id=None)

    @property
    def _context(self) -> str:
        return f"identity_person.particulars:{self.id}"


class Organisation(models.Model):
    """Tổ chức, doanh nghiệp: found by its tax code; people act for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tax_code = models.CharField("mã số thuế", max_length=14, unique=True)
    name = models.CharField("tên", max_length=300)
    particulars = models.BinaryField()
    refreshed_at = models.DateTimeField()

    class Meta:
        verbose_name = "tổ chức"

    def __str__(self) -> str:
        return self.name

    def facts(self) -> dict[str, dict[str, Any]]:
        return dict(crypto.unseal_json(self.particulars, context=self._context)) if self.particulars else {}

    def keep(self, facts: dict[str, dict[str, Any]]) -> None:
        self.particulars = crypto.seal_json(facts, context=self._context, agency_id=None)

    @property
    def _context(self) -> str:
        return f"identity_organisation.particulars:{self.id}"


class Representation(models.Model):
    """Đại diện: a person may act for an organisation, as the e-identity says."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="representations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="representations")
    source = models.CharField(max_length=30)
    confirmed_at = models.DateTimeField()

    class Meta:
        verbose_name = "đại diện"
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation"], name="representation_is_said_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.organisation_id}"


class Account(models.Model):
    """Tài khoản: one for each personal identifier, whatever the person does here. `handle` names it in commands."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=AccountKind, default=AccountKind.CITIZEN)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, related_name="account")
    display_name = models.CharField("tên hiển thị", max_length=200)
    handle = models.CharField(max_length=60, null=True, unique=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "tài khoản"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=AccountKind.PARTNER) | Q(person__isnull=False), name="account_has_a_person"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name


class OfficeHolding(models.Model):
    """Giữ chức vụ: an account acts in a role at an agency, or at one of its units, between two days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="offices")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("agencies.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=30, choices=ROLES)
    title = models.CharField("chức danh ký", max_length=120, default="", db_default="")
    capacity = models.CharField(
        "ký với tư cách", max_length=10, choices=Standing, default="", db_default="", blank=True
    )
    held_from = models.DateField()
    held_to = models.DateField(null=True)
    substitutes_for = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    granted_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        verbose_name = "chức vụ"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "account", "unit", "role"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="office_is_held_once",
            ),
            models.CheckConstraint(
                condition=Q(held_to__isnull=True) | Q(held_to__gte=F("held_from")), name="office_ends_after_it_begins"
            ),
            all_or_none("ended_at", "ended_by", name="office_ending_is_whole"),
        ]
        indexes = [models.Index(fields=["account", "agency"], name="office_by_account")]

    def __str__(self) -> str:
        return f"{self.role} @ {self.agency_id}"

    def end(self, *, by: Actor, at: datetime) -> None:
        if self.ended_at is not None:
            raise Refused("office.already-ended")
        self.ended_at, self.ended_by = at, by.id


class Absence(models.Model):
    """Vắng mặt: an officer is away between two days, and a colleague stands in for him with his offices."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="absences")
    account_name = models.CharField(max_length=200)
    substitute = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    substitute_name = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    ground = models.CharField(max_length=300)
    declared_by = models.UUIDField()
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        verbose_name = "vắng mặt"
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(account=F("substitute")), name="nobody_stands_in_for_himself"),
            all_or_none("ended_at", "ended_by", name="absence_ending_is_whole"),
        ]
        indexes = [
            models.Index(fields=["agency", "ends_on"], name="absence_of_agency"),
            models.Index(fields=["substitute", "ends_on"], name="absence_by_substitute"),
        ]

    def __str__(self) -> str:
        return f"{self.account_name} → {self.substitute_name}"

    def end(self, *, by: Actor, at: datetime) -> None:
        if self.ended_at is not None:
            raise Refused("absence.already-ended")
        self.ended_at, self.ended_by = at, by.id


class DeskArrangement(models.Model):
    """Cách sắp bàn làm việc: what an officer chose for himself. Nothing is asked of its inside."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    settings = models.JSONField(default=dict)
    arranged_at = models.DateTimeField()

    class Meta:
        verbose_name = "cách sắp bàn làm việc"
        constraints = [models.UniqueConstraint(fields=["agency", "account"], name="a_desk_is_arranged_once")]

    def __str__(self) -> str:
        return str(self.account_id)


class Session(models.Model):
    """Phiên đăng nhập: the digest of a cookie, the capacity chosen, and how well identity was proved.

    Rows stay after they ended: the history of access is kept five years (NĐ 69/2024).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token_digest = models.BinaryField(max_length=32, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    acting_as = models.CharField(max_length=10, choices=ActingAs, default=ActingAs.CITIZEN)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, null=True, related_name="+")
    assurance = models.PositiveSmallIntegerField(default=1)
    authentication_level = models.PositiveSmallIntegerField("mức xác thực", default=1)
    authenticated_at = models.DateTimeField()
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    idle_minutes = models.PositiveSmallIntegerField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    shared_device = models.BooleanField(default=False)
    user_agent_digest = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = "phiên đăng nhập"
        constraints = [
            models.CheckConstraint(
                condition=Q(acting_as=ActingAs.OFFICER, agency__isnull=False)
                | Q(acting_as=ActingAs.CITIZEN, agency__isnull=True, person__isnull=False)
                | Q(acting_as=ActingAs.PARTNER, agency__isnull=True),
                name="session_acts_as_one",
            ),
        ]
        indexes = [models.Index(fields=["account", "-created_at"], name="session_by_account")]

    def __str__(self) -> str:
        return str(self.id)

    def alive(self, at: datetime) -> bool:
        idle_until = self.last_seen_at + timedelta(minutes=self.idle_minutes)
        return self.ended_at is None and at < self.expires_at and at < idle_until

    def end(self, *, at: datetime) -> None:
        self.ended_at = self.ended_at or at


class ApiToken(models.Model):
    """Khoá truy cập API: acts as its account in one capacity until it expires or is revoked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token_digest = models.BinaryField(max_length=32, unique=True)
    name = models.CharField(max_length=100)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    acting_as = models.CharField(max_length=10, choices=ActingAs)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "khoá truy cập API"

    def __str__(self) -> str:
        return self.name


class ValueReport(models.Model):
    """Báo sai: a person says that a value known about him is wrong."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    remark = models.BinaryField()
    reported_at = models.DateTimeField()

    class Meta:
        verbose_name = "báo sai dữ liệu"
        indexes = [models.Index(fields=["owner", "-reported_at"], name="value_report_by_owner")]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """Somebody stood at an agency's counter (lượt tiếp): for some hours its desk may use what is known of him."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField()
    person_id = models.UUIDField()
    met_at = models.DateTimeField()
    met_by = models.UUIDField()

    class Meta:
        verbose_name = "lượt tiếp"
        indexes = [models.Index(fields=["person_id", "agency_id", "-met_at"], name="meeting_of_the_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.met_at:%d/%m/%Y}"


class Authorisation(models.Model):
    """Uỷ quyền: one person may file for another, for some procedures, between two days, until either ends it.

    It holds once verified: by the principal's own sign-in, or by an officer who saw the paper. A parent's word for a
    child is taken to begin with and shown as unverified to whoever decides.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    relation = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Relation])
    principal_id = models.UUIDField()
    principal_name = models.CharField(max_length=200)
    representative_id = models.UUIDField()
    representative_name = models.CharField(max_length=200)
    procedures = models.JSONField(default=list)
    starts_on = models.DateField()
    ends_on = models.DateField()
    evidence = models.CharField(max_length=500, blank=True, default="")
    agency_id = models.UUIDField(null=True)
    declared_at = models.DateTimeField()
    declared_by = models.UUIDField()
    verified_at = models.DateTimeField(null=True)
    verified_by = models.UUIDField(null=True)
    verified_by_name = models.CharField(max_length=200, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        verbose_name = "uỷ quyền"
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="authorisation_ends_after_it_began"),
            models.CheckConstraint(condition=~Q(principal_id=F("representative_id")), name="nobody_authorises_himself"),
            all_or_none("verified_at", "verified_by", name="authorisation_is_verified_by_somebody"),
            all_or_none("ended_at", "ended_by", name="authorisation_is_ended_by_somebody"),
        ]
        indexes = [
            models.Index(fields=["representative_id"], name="authorisation_held", condition=Q(ended_at=None)),
            models.Index(fields=["principal_id"], name="authorisation_given"),
        ]

    def __str__(self) -> str:
        return f"{self.principal_id} → {self.representative_id}"

    def verify(self, *, by: Actor, at: datetime) -> None:
        """It is true. Changes this row only."""
        if self.verified_at is None:
            self.verified_at, self.verified_by, self.verified_by_name = at, by.id, by.name

    def end(self, *, by: Actor, at: datetime) -> None:
        if self.ended_at is not None:
            raise Refused("authorisation.ended-already")
        self.ended_at, self.ended_by = at, by.id
