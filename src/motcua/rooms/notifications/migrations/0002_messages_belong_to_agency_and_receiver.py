"""Row-level security: the receiver sees what he was told, the agency what it told."""

from django.db import migrations

from motcua.kernel.rls import tenant_policy


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_messages_and_preferences")]
    operations = [
        tenant_policy("notifications_message", agency="agency_id", owner="owner_id"),
        tenant_policy("notifications_preference", agency=None, owner="owner_id"),
    ]
