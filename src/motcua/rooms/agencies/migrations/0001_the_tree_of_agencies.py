"""Agencies, their units and the dated places they serve. Public reference data, so no tenant policy."""


import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [("kernel", "0001_ground")]

    operations = [
        migrations.CreateModel(
            name='LoadedContent',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('sha256', models.CharField(max_length=64)),
                ('loaded_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'tệp nội dung đã nạp',
            },
        ),
        migrations.CreateModel(
            name='AdminUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=10, verbose_name='mô hình')),
                ('code', models.CharField(max_length=5, verbose_name='mã')),
                ('name', models.CharField(max_length=120, verbose_name='tên')),
                ('folded_name', models.CharField(max_length=120)),
                ('level', models.CharField(choices=[('province', 'province'), ('district', 'district'), ('commune', 'commune')], max_length=10, verbose_name='cấp')),
                ('kind', models.CharField(max_length=12, verbose_name='loại')),
                ('parent_code', models.CharField(blank=True, max_length=5)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
            ],
            options={
                'verbose_name': 'đơn vị hành chính',
                'indexes': [models.Index(fields=['model', 'parent_code'], name='admin_unit_by_parent'), models.Index(fields=['model', 'folded_name'], name='admin_unit_by_name')],
                'constraints': [models.UniqueConstraint(fields=('model', 'code', 'valid_from'), name='admin_unit_is_dated_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='AdminUnitChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='ngày hiệu lực')),
                ('old_code', models.CharField(max_length=5)),
                ('new_code', models.CharField(max_length=5)),
                ('extent', models.CharField(choices=[('whole', 'whole'), ('main', 'main'), ('part', 'part')], max_length=5, verbose_name='phạm vi')),
            ],
            options={
                'verbose_name': 'thay đổi đơn vị hành chính',
                'constraints': [models.UniqueConstraint(fields=('on', 'old_code', 'new_code'), name='admin_unit_change_is_said_once')],
            },
        ),
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=60, unique=True)),
                ('code', models.CharField(blank=True, max_length=35, verbose_name='mã định danh điện tử')),
                ('code_status', models.CharField(blank=True, max_length=12)),
                ('name', models.CharField(max_length=200, verbose_name='tên cơ quan')),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('kind', models.CharField(max_length=40, verbose_name='loại')),
                ('kind_name', models.CharField(max_length=120)),
                ('level', models.CharField(max_length=12, verbose_name='cấp')),
                ('area_code', models.CharField(blank=True, max_length=5, verbose_name='địa bàn')),
                ('area_name', models.CharField(blank=True, max_length=120)),
                ('province_code', models.CharField(blank=True, max_length=2)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('order', models.PositiveIntegerField(default=0)),
                ('active_from', models.DateField(null=True)),
                ('active_to', models.DateField(null=True)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
            ],
            options={
                'verbose_name': 'cơ quan',
            },
        ),
        migrations.CreateModel(
            name='Competence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=40, verbose_name='lĩnh vực')),
                ('area_code', models.CharField(blank=True, max_length=5, verbose_name='địa bàn')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='căn cứ')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
            ],
            options={
                'verbose_name': 'thẩm quyền',
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=200, verbose_name='tên đơn vị')),
                ('kind', models.CharField(max_length=30, verbose_name='loại')),
                ('order', models.PositiveIntegerField(default=0)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='agencies.agency')),
            ],
            options={
                'verbose_name': 'đơn vị trực thuộc',
            },
        ),
        migrations.AddIndex(
            model_name='agency',
            index=models.Index(fields=['parent'], name='agency_by_parent'),
        ),
        migrations.AddConstraint(
            model_name='agency',
            constraint=models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code',), name='agency_code_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='competence',
            constraint=models.UniqueConstraint(fields=('agency', 'field', 'area_code'), name='competence_is_said_once'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(fields=('agency', 'key'), name='unit_key_is_unique_in_agency'),
        ),
    ]
