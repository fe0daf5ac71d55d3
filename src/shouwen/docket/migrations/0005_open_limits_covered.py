from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("docket", "0004_lists_by_index")]

    operations = [
        migrations.RemoveIndex("dossier", "dossier_open_limit"),
        migrations.AddIndex(
            "dossier",
            models.Index(
                fields=[
                    "institution",
                    "limit_at",
                    "uid",
                    "department",
                    "kind",
                    "state",
                    "verdict",
                    "remind_at",
                ],
                condition=Q(settled=False),
                name="dossier_open_limit",
            ),
        ),
    ]
