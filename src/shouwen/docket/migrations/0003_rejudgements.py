"""Changes of law and calendar that are carried through all open dossiers."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("docket", "0002_day_sums"),
        ("organization", "0002_officers_apart"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rejudgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.JSONField()),
                ("begun_at", models.DateTimeField()),
                ("total", models.IntegerField(default=0)),
                ("seen", models.IntegerField(default=0)),
                ("moved", models.IntegerField(default=0)),
                ("failed", models.IntegerField(default=0)),
                ("after", models.UUIDField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="+", to="organization.institution"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["institution", "begun_at"],
                        condition=Q(finished_at__isnull=True),
                        name="rejudgement_waiting",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Moved",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=160)),
                ("was", models.DateTimeField(null=True)),
                ("now", models.DateTimeField(null=True)),
                (
                    "rejudgement",
                    models.ForeignKey(
                        on_delete=models.CASCADE, related_name="moves", to="docket.rejudgement"
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=models.CASCADE, related_name="+", to="docket.dossier"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["rejudgement", "id"], name="moved_of")],
            },
        ),
    ]
