"""Agencies, their units, the places they serve. Public reference data: every tenant may read them."""

from django.db import models
from django.db.models import Q

from motcua.rooms.agencies.types import AreaLevel, Extent


class Agency(models.Model):
    """Cơ quan: a ministry, a people's committee, a department, a police division… at one time of the State.

    The identifier is made from the key, so content, demonstration and tests speak of the same agency.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    key = models.CharField(max_length=60, unique=True)
    code = models.CharField("mã định danh điện tử", max_length=35, blank=True)
    code_status = models.CharField(max_length=12, blank=True)
    name = models.CharField("tên cơ quan", max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField("loại", max_length=40)
    kind_name = models.CharField(max_length=120)
    level = models.CharField("cấp", max_length=12)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    area_code = models.CharField("địa bàn", max_length=5, blank=True)
    area_name = models.CharField(max_length=120, blank=True)
    province_code = models.CharField(max_length=2, blank=True)
    note = models.CharField(max_length=200, blank=True)
    order = models.PositiveIntegerField(default=0)
    active_from = models.DateField(null=True)
    active_to = models.DateField(null=True)

    class Meta:
        verbose_name = "cơ quan"
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="agency_code_is_unique"),
        ]
        indexes = [
            models.Index(fields=["parent"], name="agency_by_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """Đơn vị trực thuộc: where officers sit and tasks arrive."""

    id = models.UUIDField(primary_key=True, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    key = models.CharField(max_length=20)
    name = models.CharField("tên đơn vị", max_length=200)
    kind = models.CharField("loại", max_length=30)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "đơn vị trực thuộc"
        constraints = [
            models.UniqueConstraint(fields=["agency", "key"], name="unit_key_is_unique_in_agency"),
        ]

    def __str__(self) -> str:
        return self.name


class Competence(models.Model):
    """Thẩm quyền: this agency handles this field of procedures in this area, whatever its kind."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    field = models.CharField("lĩnh vực", max_length=40)
    area_code = models.CharField("địa bàn", max_length=5, blank=True)
    basis = models.CharField("căn cứ", max_length=200, blank=True)

    class Meta:
        verbose_name = "thẩm quyền"
        constraints = [
            models.UniqueConstraint(fields=["agency", "field", "area_code"], name="competence_is_said_once"),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.area_code}"


class AdminUnit(models.Model):
    """Đơn vị hành chính. Codes come back under another name (26740: Bến Nghé, then Sài Gòn), so rows are dated."""

    model = models.CharField("mô hình", max_length=10)
    code = models.CharField("mã", max_length=5)
    name = models.CharField("tên", max_length=120)
    folded_name = models.CharField(max_length=120)
    level = models.CharField("cấp", max_length=10, choices=[(x.value, x.value) for x in AreaLevel])
    kind = models.CharField("loại", max_length=12)
    parent_code = models.CharField(max_length=5, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        verbose_name = "đơn vị hành chính"
        constraints = [
            models.UniqueConstraint(
                fields=["model", "code", "valid_from"], nulls_distinct=False, name="admin_unit_is_dated_once"
            ),
        ]
        indexes = [
            models.Index(fields=["model", "parent_code"], name="admin_unit_by_parent"),
            models.Index(fields=["model", "folded_name"], name="admin_unit_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


class AdminUnitChange(models.Model):
    """Sáp nhập, chia tách: on a day the old unit became (part of) the new one."""

    on = models.DateField("ngày hiệu lực")
    old_code = models.CharField(max_length=5)
    new_code = models.CharField(max_length=5)
    extent = models.CharField("phạm vi", max_length=5, choices=[(x.value, x.value) for x in Extent])

    class Meta:
        verbose_name = "thay đổi đơn vị hành chính"
        constraints = [
            models.UniqueConstraint(fields=["on", "old_code", "new_code"], name="admin_unit_change_is_said_once"),
        ]

    def __str__(self) -> str:
        return f"{self.old_code} → {self.new_code}"


class LoadedContent(models.Model):
    """Which content file was loaded last, so that loading the same file again does nothing."""

    name = models.CharField(primary_key=True, max_length=40)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        verbose_name = "tệp nội dung đã nạp"

    def __str__(self) -> str:
        return self.name
