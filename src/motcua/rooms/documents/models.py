"""Rows of files, documents, register books, approvals and signatures."""

from datetime import date, datetime
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from motcua.kernel.constraints import all_or_none
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.rooms.documents.types import DocumentKind, DocumentState, FileState, SignaturePurpose, Verdict


def _choices(kind: type[FileState | DocumentKind | DocumentState | SignaturePurpose]) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class File(models.Model):
    """Tệp người dân hoặc cán bộ gửi vào.

    The bytes are in the store and never change; nobody opens them before the inspector found them clean.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField(null=True)
    owner_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=80, default="")
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=100, default="")
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    blob = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=_choices(FileState), default=FileState.QUARANTINE)
    reason = models.CharField(max_length=60, default="")
    reason_params = models.JSONField(default=dict)
    pages = models.IntegerField(null=True)
    notes = models.JSONField(default=list)
    limits = models.JSONField(default=dict)
    taken_in_at = models.DateTimeField()
    taken_in_by = models.UUIDField()
    inspected_at = models.DateTimeField(null=True)
    attached_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "tệp"
        constraints = [
            models.UniqueConstraint(fields=["agency_id", "id"], name="file_unique_in_agency"),
            models.CheckConstraint(condition=Q(size__gt=0), name="file_is_not_empty"),
            all_or_none("subject_id", "attached_at", name="file_attachment_is_whole"),
            models.CheckConstraint(
                condition=Q(state=FileState.QUARANTINE) | Q(inspected_at__isnull=False), name="file_verdict_has_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["subject_id"], name="file_by_subject", condition=Q(subject_id__isnull=False)),
            models.Index(fields=["owner_id"], name="file_loose_by_owner", condition=Q(subject_id__isnull=True)),
            models.Index(fields=["taken_in_at"], name="file_waiting", condition=Q(state=FileState.QUARANTINE)),
        ]

    def __str__(self) -> str:
        return self.name

    def judge(self, verdict: Verdict, *, at: datetime) -> None:
        """Write down what the inspector found. A verdict is given once."""
        if self.state != FileState.QUARANTINE:
            raise Refused("file.already-inspected", state=self.state)
        self.state, self.inspected_at = verdict.state, at
        self.media_type = verdict.media_type or self.media_type
        self.pages, self.notes = verdict.pages, list(verdict.notes)
        self.reason, self.reason_params = verdict.reason, verdict.reason_params


class Template(models.Model):
    """Mẫu văn bản dùng để soạn: a source kept for ever under its digest, so a document can be set again."""

    digest = models.CharField(primary_key=True, max_length=64)
    form_code = models.CharField(max_length=80, default="")
    regulation = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    source = models.TextField()

    class Meta:
        verbose_name = "mẫu văn bản"

    def __str__(self) -> str:
        return f"{self.form_code} {self.regulation} {self.version}"


class RegisterBook(models.Model):
    """Sổ đăng ký văn bản: numbers of one kind, one agency, one year, without a gap."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField()
    year = models.IntegerField()
    kind = models.CharField(max_length=40)
    symbol = models.CharField(max_length=60)
    last_number = models.IntegerField(default=0)
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = "sổ đăng ký văn bản"
        constraints = [
            models.UniqueConstraint(fields=["agency_id", "year", "kind"], name="one_book_a_kind_and_year"),
            models.UniqueConstraint(fields=["agency_id", "id"], name="book_unique_in_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"


class Document(models.Model):
    """Văn bản do cơ quan lập: receipts, slips, results.

    Values are sealed; the bytes shown are `content` until signed, and never change after.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField(null=True)
    owner_id = models.UUIDField(null=True)
    subject_id = models.UUIDField()
    kind = models.CharField(max_length=30, choices=_choices(DocumentKind))
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=_choices(DocumentState), default=DocumentState.PENDING)
    draft = models.BooleanField(default=False)
    version = models.IntegerField(default=1)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="+")
    values = models.BinaryField()
    values_digest = models.CharField(max_length=64)
    holder_initials = models.CharField(max_length=200, default="")
    verification_code = models.CharField(max_length=20, unique=True)
    book = models.ForeignKey(RegisterBook, on_delete=models.PROTECT, related_name="+", null=True)
    number = models.IntegerField(null=True)
    number_text = models.CharField(max_length=80, default="")
    dated_on = models.DateField(null=True)
    content = models.CharField(max_length=64, default="")
    sha256 = models.CharField(max_length=64, default="")
    size = models.IntegerField(default=0)
    fault = models.CharField(max_length=500, default="")
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()
    ordered_at = models.DateTimeField(null=True)
    ordered_by = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)
    revoked_reason = models.CharField(max_length=500, default="")
    replaces_id = models.UUIDField(null=True)
    """The document that no longer holds from the moment this one is signed."""

    class Meta:
        verbose_name = "văn bản"
        constraints = [
            models.UniqueConstraint(fields=["agency_id", "id"], name="document_unique_in_agency"),
            all_or_none("book", "number", "dated_on", name="document_number_is_whole"),
            all_or_none("revoked_at", "revoked_by", name="document_revocation_is_whole"),
            all_or_none("ordered_at", "ordered_by", name="document_order_is_whole"),
            models.UniqueConstraint(fields=["book", "number"], name="number_taken_once_in_a_book"),
            models.UniqueConstraint(
                fields=["subject_id"],
                condition=Q(kind__in=[DocumentKind.RESULT, DocumentKind.RESULT_REFUSAL], state=DocumentState.SIGNED),
                name="one_current_signed_result",
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.SIGNED) | Q(signed_at__isnull=False, draft=False),
                name="signed_document_is_no_draft",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_id", "drafted_at"], name="document_by_subject"),
            models.Index(fields=["sha256"], name="document_by_digest", condition=~Q(sha256="")),
            models.Index(
                fields=["ordered_by", "ordered_at"], name="document_by_signer", condition=Q(ordered_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number_text or self.title

    def redraw(self, *, values: bytes, digest: str) -> None:
        """Take new values: another version, whatever was approved before."""
        fixed = {DocumentState.SIGNING, DocumentState.SIGNED, DocumentState.REVOKED}
        if self.state in fixed or self.number is not None or self.ordered_at is not None:
            raise Refused("document.cannot-change", state=self.state)
        self.values, self.values_digest = values, digest
        self.version += 1
        self.state = DocumentState.PENDING

    def change_hands(self) -> None:
        """Be approved anew by another holder of the office: another version of the same values, its number kept."""
        if self.state not in {DocumentState.READY, DocumentState.PENDING} or self.ordered_at is not None:
            raise Refused("document.cannot-change", state=self.state)
        self.version += 1
        self.state = DocumentState.PENDING

    def show(self, *, content: str, sha256: str, size: int) -> None:
        self.content, self.sha256, self.size = content, sha256, size
        self.state, self.fault = DocumentState.READY if self.ordered_at is None else DocumentState.SIGNING, ""

    def order_signature(self, *, by: UUID, at: datetime) -> None:
        """Fix the document: from here on only signatures are added."""
        if self.state not in {DocumentState.READY, DocumentState.PENDING}:
            raise Refused("document.not-shown", state=self.state)
        self.ordered_by, self.ordered_at = by, at
        if self.state == DocumentState.READY:
            self.state = DocumentState.SIGNING

    def be_signed(self, *, content: str, sha256: str, size: int, at: datetime) -> None:
        self.content, self.sha256, self.size = content, sha256, size
        self.state, self.signed_at, self.fault = DocumentState.SIGNED, at, ""

    def take_number(self, *, book: RegisterBook, number: int, text: str, dated_on: date) -> None:
        if self.number is not None:
            raise Refused("document.already-numbered", number=self.number_text)
        self.book, self.number, self.number_text = book, number, text
        self.dated_on = dated_on
        self.draft, self.state = False, DocumentState.PENDING

    def revoke(self, *, by: UUID, at: datetime, reason: str) -> None:
        if self.state == DocumentState.REVOKED:
            raise Refused("document.already-revoked")
        self.state, self.revoked_at, self.revoked_by, self.revoked_reason = DocumentState.REVOKED, at, by, reason


class Approval(models.Model):
    """Phê duyệt: one person stands for one version, for one signature. Never changed.

    Who drafted may not approve: the rule is in the row itself, not only in the program.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    version = models.IntegerField()
    purpose = models.CharField(max_length=10, choices=_choices(SignaturePurpose))
    values_digest = models.CharField(max_length=64)
    drafter_id = models.UUIDField()
    approver_id = models.UUIDField()
    approver_name = models.CharField(max_length=120)
    approver_title = models.CharField(max_length=160)
    authority_prefix = models.CharField(max_length=160, default="")
    in_place_of = models.UUIDField(null=True)
    """The absent colleague whose office the approver held."""
    approved_at = models.DateTimeField()

    class Meta:
        verbose_name = "phê duyệt"
        constraints = [
            models.UniqueConstraint(fields=["document", "version", "purpose"], name="one_approval_a_signature"),
            models.CheckConstraint(condition=~Q(drafter_id=F("approver_id")), name="drafter_does_not_approve"),
        ]

    def __str__(self) -> str:
        return f"{self.approver_name} v{self.version}"


class Signature(models.Model):
    """Chữ ký số: made once, from exactly one approval, over bytes fixed before the key is used."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=_choices(SignaturePurpose))
    key_name = models.CharField(max_length=80)
    field_name = models.CharField(max_length=40)
    input_sha256 = models.CharField(max_length=64)
    prepared = models.CharField(max_length=64)
    tbs_digest = models.CharField(max_length=128)
    ordered_by = models.UUIDField()
    ordered_at = models.DateTimeField()
    leased_until = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    fault = models.CharField(max_length=500, default="")
    certificate = models.CharField(max_length=300, default="")
    content = models.CharField(max_length=64, default="")
    sha256 = models.CharField(max_length=64, default="")
    made_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "chữ ký số"
        constraints = [
            models.UniqueConstraint(fields=["document", "purpose"], name="one_signature_a_purpose"),
            models.CheckConstraint(condition=Q(made_at__isnull=True) | ~Q(content=""), name="made_signature_has_bytes"),
        ]
        indexes = [
            models.Index(fields=["leased_until"], name="signature_waiting", condition=Q(made_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.sha256[:12]}"
