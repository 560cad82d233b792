"""An office keeps the title printed under what its holder signs, and in which capacity he signs (NĐ 30/2020, Art. 13).

Expand: empty where nobody wrote it down; then the title follows from the kind of the agency, as before.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0007_an_officer_arranges_his_desk")]
    operations = [
        migrations.AddField(
            model_name="officeholding",
            name="title",
            field=models.CharField(db_default="", default="", max_length=120, verbose_name="chức danh ký"),
        ),
        migrations.AddField(
            model_name="officeholding",
            name="capacity",
            field=models.CharField(
                blank=True,
                choices=[
                    ("head", "người đứng đầu"),
                    ("deputy", "cấp phó, ký thay (KT.)"),
                    ("by_order", "ký thừa lệnh (TL.)"),
                    ("authority", "ký thừa ủy quyền (TUQ.)"),
                ],
                db_default="",
                default="",
                max_length=10,
                verbose_name="ký với tư cách",
            ),
        ),
    ]
