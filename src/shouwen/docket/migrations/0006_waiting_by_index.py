from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("docket", "0005_open_limits_covered"),
        ("organization", "0002_officers_apart"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("settled", False), ("state", "waiting")),
                fields=["post", "limit_at", "uid"],
                name="dossier_waiting",
            ),
        ),
    ]
