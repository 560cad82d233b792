"""Procedures, their frozen versions and the search tables. Public reference data, so no tenant policy."""


import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [("kernel", "0001_ground")]

    operations = [
        migrations.CreateModel(
            name='Procedure',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=60, unique=True)),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='mã thủ tục')),
                ('name', models.CharField(max_length=500, verbose_name='tên')),
                ('name_en', models.CharField(blank=True, max_length=500)),
                ('plain_name', models.CharField(max_length=300, verbose_name='tên dễ hiểu')),
                ('plain_name_en', models.CharField(blank=True, max_length=300)),
                ('field_key', models.CharField(max_length=60, verbose_name='lĩnh vực')),
                ('field_name', models.CharField(max_length=200)),
                ('agency_kind', models.CharField(max_length=60, verbose_name='loại cơ quan')),
                ('ministry', models.CharField(max_length=60, verbose_name='bộ quản lý')),
                ('levels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None)),
                ('subjects', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('life_events', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('online_mode', models.CharField(max_length=10, verbose_name='mức độ trực tuyến')),
                ('essential', models.BooleanField(default=False, verbose_name='thiết yếu')),
                ('minutes', models.PositiveSmallIntegerField(default=10, verbose_name='phút khai báo')),
            ],
            options={
                'verbose_name': 'thủ tục hành chính',
            },
        ),
        migrations.CreateModel(
            name='ProcedureVersion',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(verbose_name='phiên bản')),
                ('definition', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('status', models.CharField(choices=[('draft', 'draft'), ('trial', 'trial'), ('approved', 'approved'), ('effective', 'effective'), ('replaced', 'replaced')], max_length=10, verbose_name='trạng thái')),
                ('decision_number', models.CharField(max_length=60, verbose_name='số quyết định công bố')),
                ('decided_on', models.DateField(verbose_name='ngày quyết định')),
                ('effective_from', models.DateField(verbose_name='hiệu lực từ')),
                ('effective_to', models.DateField(null=True, verbose_name='hiệu lực đến')),
                ('published_at', models.DateTimeField()),
                ('published_by', models.UUIDField()),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalogue.procedure')),
            ],
            options={
                'verbose_name': 'phiên bản thủ tục',
            },
        ),
        migrations.CreateModel(
            name='PublishedFolder',
            fields=[
                ('folder', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.procedureversion')),
            ],
            options={
                'verbose_name': 'gói thủ tục đã đọc',
            },
        ),
        migrations.CreateModel(
            name='SearchPhrase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phrase', models.CharField(max_length=200)),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.procedure')),
            ],
            options={
                'verbose_name': 'tên gọi',
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('procedure', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='catalogue.procedure')),
                ('words', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'verbose_name': 'mục tìm kiếm',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['words'], name='search_entry_words')],
            },
        ),
        migrations.AddConstraint(
            model_name='procedureversion',
            constraint=models.UniqueConstraint(fields=('procedure', 'number'), name='version_number_is_used_once'),
        ),
        migrations.AddConstraint(
            model_name='procedureversion',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'effective')), fields=('procedure',), name='one_version_is_in_effect'),
        ),
        migrations.AddConstraint(
            model_name='procedureversion',
            constraint=models.CheckConstraint(condition=models.Q(('effective_to__isnull', True), ('effective_to__gte', models.F('effective_from')), _connector='OR'), name='version_ends_after_it_begins'),
        ),
        migrations.AddIndex(
            model_name='searchphrase',
            index=models.Index(fields=['phrase'], name='search_phrase_lookup'),
        ),
        migrations.AddConstraint(
            model_name='searchphrase',
            constraint=models.UniqueConstraint(fields=('procedure', 'phrase'), name='search_phrase_is_kept_once'),
        ),
    ]
