"""The catalogue: procedures, their frozen versions, and what search needs. Public reference data, no tenant."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from motcua.rooms.catalogue.types import VersionStatus


class Procedure(models.Model):
    """Thủ tục hành chính: what people look for. Its columns follow the version in effect."""

    id = models.UUIDField(primary_key=True, editable=False)
    key = models.CharField(max_length=60, unique=True)
    code = models.CharField("mã thủ tục", max_length=20, unique=True)
    name = models.CharField("tên", max_length=500)
    name_en = models.CharField(max_length=500, blank=True)
    plain_name = models.CharField("tên dễ hiểu", max_length=300)
    plain_name_en = models.CharField(max_length=300, blank=True)
    field_key = models.CharField("lĩnh vực", max_length=60)
    field_name = models.CharField(max_length=200)
    agency_kind = models.CharField("loại cơ quan", max_length=60)
    ministry = models.CharField("bộ quản lý", max_length=60)
    levels = ArrayField(models.CharField(max_length=12), default=list)
    subjects = ArrayField(models.CharField(max_length=20), default=list)
    life_events = ArrayField(models.CharField(max_length=60), default=list)
    online_mode = models.CharField("mức độ trực tuyến", max_length=10)
    essential = models.BooleanField("thiết yếu", default=False)
    minutes = models.PositiveSmallIntegerField("phút khai báo", default=10)

    class Meta:
        verbose_name = "thủ tục hành chính"

    def __str__(self) -> str:
        return self.plain_name


class ProcedureVersion(models.Model):
    """Phiên bản thủ tục theo quyết định công bố. The definition never changes; the database sees to it.

    A dossier is pinned to one version for life, so everything it needs stands inside the definition.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("phiên bản")
    definition = models.JSONField()
    sha256 = models.CharField(max_length=64)
    status = models.CharField("trạng thái", max_length=10, choices=[(s.value, s.value) for s in VersionStatus])
    decision_number = models.CharField("số quyết định công bố", max_length=60)
    decided_on = models.DateField("ngày quyết định")
    effective_from = models.DateField("hiệu lực từ")
    effective_to = models.DateField("hiệu lực đến", null=True)
    published_at = models.DateTimeField()
    published_by = models.UUIDField()

    class Meta:
        verbose_name = "phiên bản thủ tục"
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="version_number_is_used_once"),
            models.UniqueConstraint(
                fields=["procedure"], condition=Q(status="effective"), name="one_version_is_in_effect"
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=models.F("effective_from")),
                name="version_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} v{self.number}"


class PublishedFolder(models.Model):
    """A package folder as it was read last: the same files are not read again."""

    folder = models.CharField(primary_key=True, max_length=200)
    digest = models.CharField(max_length=64)
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "gói thủ tục đã đọc"

    def __str__(self) -> str:
        return self.folder


class SearchEntry(models.Model):
    """Từ để tìm: names with marks (A) and without (B), other texts with marks (C) and without (D)."""

    procedure = models.OneToOneField(Procedure, on_delete=models.CASCADE, primary_key=True, related_name="+")
    words = SearchVectorField()

    class Meta:
        verbose_name = "mục tìm kiếm"
        indexes = [GinIndex(fields=["words"], name="search_entry_words", fastupdate=False)]

    def __str__(self) -> str:
        return str(self.procedure_id)


class SearchPhrase(models.Model):
    """Tên gọi trọn vẹn: a name by which people call a procedure, without marks."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="+")
    phrase = models.CharField(max_length=200)

    class Meta:
        verbose_name = "tên gọi"
        constraints = [
            models.UniqueConstraint(fields=["procedure", "phrase"], name="search_phrase_is_kept_once"),
        ]
        indexes = [models.Index(fields=["phrase"], name="search_phrase_lookup")]

    def __str__(self) -> str:
        return self.phrase
