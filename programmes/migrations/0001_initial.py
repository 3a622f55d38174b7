import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from ledger.create_together import CreateTogether


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name="HistoricalProgramme",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "slug",
                            models.SlugField(
                                max_length=80,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "\\A[a-z0-9]+(-[a-z0-9]+)*\\Z", "Use lower-case letters, digits and hyphens."
                                    )
                                ],
                            ),
                        ),
                        ("name", models.CharField(max_length=160)),
                        ("purpose", models.TextField(blank=True)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "avoidance_series",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Cost avoidance that was evidenced. Not cashable.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "impact_series",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Savings and cost avoidance together, cumulative over a year: carries the target.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.organisation",
                            ),
                        ),
                        (
                            "position_series",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Forecast spend above (+) or below (−) the programme's target position.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical programme",
                        "verbose_name_plural": "historical programmes",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Programme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "slug",
                            models.SlugField(
                                max_length=80,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "\\A[a-z0-9]+(-[a-z0-9]+)*\\Z", "Use lower-case letters, digits and hyphens."
                                    )
                                ],
                            ),
                        ),
                        ("name", models.CharField(max_length=160)),
                        ("purpose", models.TextField(blank=True)),
                        (
                            "avoidance_series",
                            models.ForeignKey(
                                blank=True,
                                help_text="Cost avoidance that was evidenced. Not cashable.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                        (
                            "impact_series",
                            models.ForeignKey(
                                blank=True,
                                help_text="Savings and cost avoidance together, cumulative over a year: carries the target.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="programmes",
                                to="ledger.organisation",
                            ),
                        ),
                        (
                            "position_series",
                            models.ForeignKey(
                                blank=True,
                                help_text="Forecast spend above (+) or below (−) the programme's target position.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "slug"), name="programme_slug_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalWorkstream",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "slug",
                            models.SlugField(
                                max_length=80,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "\\A[a-z0-9]+(-[a-z0-9]+)*\\Z", "Use lower-case letters, digits and hyphens."
                                    )
                                ],
                            ),
                        ),
                        ("name", models.CharField(max_length=160)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("delivery", "Delivery"), ("enabler", "Enabler")],
                                default="delivery",
                                max_length=10,
                            ),
                        ),
                        ("standing", models.TextField(blank=True, help_text="How it stands, in words.")),
                        ("position", models.PositiveSmallIntegerField(default=0, help_text="Its place in lists.")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programmes.programme",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical workstream",
                        "verbose_name_plural": "historical workstreams",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalConfidence",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("on", models.DateField(help_text="The day it speaks for.")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("green", "Green"),
                                    ("amber-green", "Amber/Green"),
                                    ("amber", "Amber"),
                                    ("amber-red", "Amber/Red"),
                                    ("red", "Red"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("source", models.CharField(blank=True, max_length=200)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programmes.programme",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical delivery confidence assessment",
                        "verbose_name_plural": "historical delivery confidence assessments",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Confidence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(help_text="The day it speaks for.")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("green", "Green"),
                                    ("amber-green", "Amber/Green"),
                                    ("amber", "Amber"),
                                    ("amber-red", "Amber/Red"),
                                    ("red", "Red"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("source", models.CharField(blank=True, max_length=200)),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="confidences",
                                to="programmes.programme",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "delivery confidence assessment",
                        "ordering": ["-on"],
                        "constraints": [
                            models.UniqueConstraint(fields=("programme", "on"), name="confidence_once_a_day"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("level__in", ["green", "amber-green", "amber", "amber-red", "red"])
                                ),
                                name="confidence_level_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Workstream",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "slug",
                            models.SlugField(
                                max_length=80,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "\\A[a-z0-9]+(-[a-z0-9]+)*\\Z", "Use lower-case letters, digits and hyphens."
                                    )
                                ],
                            ),
                        ),
                        ("name", models.CharField(max_length=160)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("delivery", "Delivery"), ("enabler", "Enabler")],
                                default="delivery",
                                max_length=10,
                            ),
                        ),
                        ("standing", models.TextField(blank=True, help_text="How it stands, in words.")),
                        ("position", models.PositiveSmallIntegerField(default=0, help_text="Its place in lists.")),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="workstreams",
                                to="programmes.programme",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("programme", "slug"), name="workstream_slug_once"),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["delivery", "enabler"])),
                                name="workstream_kind_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Kpi",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "group",
                            models.CharField(help_text="Shown together as one table and one chart.", max_length=120),
                        ),
                        ("name", models.CharField(max_length=160)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.series"
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="kpis",
                                to="programmes.programme",
                            ),
                        ),
                        (
                            "workstream",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="kpis",
                                to="programmes.workstream",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "KPI",
                        "ordering": ["position", "name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("programme", "series"), name="kpi_series_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Investment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=160)),
                        ("benefit", models.TextField(blank=True, verbose_name="benefit delivered")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.series"
                            ),
                        ),
                        (
                            "share_series",
                            models.ForeignKey(
                                blank=True,
                                help_text="The organisation's share, per cent, where the whole is shared with partners.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="investments",
                                to="programmes.programme",
                            ),
                        ),
                        (
                            "workstream",
                            models.ForeignKey(
                                blank=True,
                                help_text="None: for the programme as a whole.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="investments",
                                to="programmes.workstream",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("programme", "series"), name="investment_series_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalKpi",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "group",
                            models.CharField(help_text="Shown together as one table and one chart.", max_length=120),
                        ),
                        ("name", models.CharField(max_length=160)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programmes.programme",
                            ),
                        ),
                        (
                            "workstream",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programmes.workstream",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical KPI",
                        "verbose_name_plural": "historical KPIs",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalInvestment",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("name", models.CharField(max_length=160)),
                        ("benefit", models.TextField(blank=True, verbose_name="benefit delivered")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                        (
                            "share_series",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="The organisation's share, per cent, where the whole is shared with partners.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programmes.programme",
                            ),
                        ),
                        (
                            "workstream",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="None: for the programme as a whole.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programmes.workstream",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical investment",
                        "verbose_name_plural": "historical investments",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ]
        ),
    ]
