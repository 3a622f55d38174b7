import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ledger import triggers

TABLE = "ledger_closedperiod"
KEY = ("series_id", "start", '"end"')


def keep(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in triggers.refuse(vendor, TABLE, *KEY):
        schema_editor.execute(statement, params=None)


def let_go(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in triggers.allow(vendor, TABLE):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_documents_compress_fast"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClosedPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start", models.DateField()),
                ("end", models.DateField()),
                (
                    "closed_at",
                    models.DateTimeField(
                        help_text="The organisation's stamp: entries recorded later come after it."
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closed_periods",
                        to="ledger.organisation",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closed_periods",
                        to="ledger.series",
                    ),
                ),
            ],
            options={
                "ordering": ["series", "start"],
                "indexes": [models.Index(fields=["organisation", "closed_at"], name="closed_period_stamp")],
                "constraints": [
                    models.UniqueConstraint(fields=("series", "start", "end"), name="closed_period_once"),
                    models.CheckConstraint(
                        condition=models.Q(("end__gte", models.F("start"))), name="closed_period_in_order"
                    ),
                ],
            },
        ),
        migrations.RunPython(keep, let_go),
    ]
