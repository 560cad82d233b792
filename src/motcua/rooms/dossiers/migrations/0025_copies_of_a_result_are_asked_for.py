"""Whoever lost his copy of a result asks for another one; what was asked, what it costs and what came of it is kept."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import motcua.kernel.ids
from motcua.kernel.rls import tenant_policy

ENDED = ["given", "declined"]


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0024_each_rung_once_a_promised_date")]

    operations = [
        migrations.CreateModel(
            name="CopyRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField()),
                ("owner_id", models.UUIDField()),
                (
                    "state",
                    models.CharField(
                        max_length=10, choices=[(s, s) for s in ("asked", "signing", "given", "declined")], default="asked"
                    ),
                ),
                ("reason", models.BinaryField()),
                ("by_applicant", models.BooleanField()),
                ("asked_by", models.UUIDField()),
                ("asked_by_name", models.CharField(blank=True, default="", max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("amount", models.PositiveIntegerField(default=0)),
                ("obligation_id", models.UUIDField(null=True)),
                ("document_id", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_reason", models.TextField(blank=True, default="")),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="copies", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "id"],
                "indexes": [
                    models.Index(condition=Q(ended_at=None), fields=["agency_id", "asked_at", "id"], name="copy_waiting"),
                    models.Index(condition=Q(document_id__isnull=False), fields=["document_id"], name="copy_document"),
                ],
                "constraints": [
                    models.UniqueConstraint(condition=Q(ended_at=None), fields=("dossier",), name="one_copy_at_a_time"),
                    models.CheckConstraint(
                        condition=Q(state__in=ENDED, ended_at__isnull=False) | (~Q(state__in=ENDED) & Q(ended_at=None)),
                        name="a_copy_request_says_when_it_ended",
                    ),
                    models.CheckConstraint(
                        condition=Q(state__in=["asked", "declined"]) | Q(document_id__isnull=False),
                        name="a_granted_copy_has_its_document",
                    ),
                ],
            },
        ),
        tenant_policy("dossiers_copyrequest", agency="agency_id", owner="owner_id"),
    ]
