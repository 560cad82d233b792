"""Messages to people, each in one channel, and how people want to be told."""

import django.db.models.functions.datetime
import motcua.kernel.ids
import motcua.rooms.notifications.types
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [("kernel", "0001_ground")]

    operations = [
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('owner_id', models.UUIDField(primary_key=True, serialize=False)),
                ('email', models.BooleanField(default=True)),
                ('sms', models.BooleanField(default=True)),
                ('language', models.CharField(default='vi', max_length=5)),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'cách nhận tin',
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField(null=True)),
                ('owner_id', models.UUIDField(null=True)),
                ('subject_id', models.UUIDField(null=True)),
                ('event', models.CharField(max_length=40)),
                ('channel', models.CharField(choices=[('in_app', 'in_app'), ('email', 'email'), ('sms', 'sms')], max_length=8)),
                ('cause', models.CharField(max_length=120)),
                ('recipient', models.BinaryField()),
                ('content', models.BinaryField()),
                ('state', models.CharField(choices=[('queued', 'queued'), ('sent', 'sent'), ('failed', 'failed'), ('expired', 'expired')], max_length=8)),
                ('attempts', models.IntegerField(default=0)),
                ('fault', models.CharField(default='', max_length=300)),
                ('provider_reference', models.CharField(default='', max_length=100)),
                ('created_at', models.DateTimeField()),
                ('queued_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('next_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('sent_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'tin nhắn',
                'indexes': [models.Index(condition=models.Q(('channel', motcua.rooms.notifications.types.Channel['IN_APP'])), fields=['owner_id', '-created_at'], name='message_inbox'), models.Index(condition=models.Q(('state', motcua.rooms.notifications.types.MessageState['QUEUED'])), fields=['next_at'], name='message_due'), models.Index(fields=['subject_id', 'created_at'], name='message_by_subject'), models.Index(condition=models.Q(('state', 'failed')), fields=['agency_id', 'created_at'], name='message_failed')],
                'constraints': [models.UniqueConstraint(fields=('cause', 'recipient', 'channel'), name='told_once_a_cause_and_channel'), models.CheckConstraint(condition=models.Q(models.Q(('state', motcua.rooms.notifications.types.MessageState['SENT']), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='sent_message_has_a_time'), models.CheckConstraint(condition=models.Q(('read_at__isnull', True), ('channel', motcua.rooms.notifications.types.Channel['IN_APP']), _connector='OR'), name='only_in_app_is_read')],
            },
        ),
    ]
