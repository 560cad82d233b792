"""An officer owns no rows as a person: what he is told at his desk names his account beside the agency."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0002_messages_belong_to_agency_and_receiver'),
    ]

    operations = [
        migrations.AddField(model_name='message', name='officer_id', field=models.UUIDField(null=True)),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('officer_id__isnull', False)), fields=['officer_id', '-created_at'], name='message_desk'),
        ),
    ]
