import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from ledger.create_together import CreateTogether


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0005_closed_periods"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name="CommitteeReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("committee", models.CharField(max_length=160)),
                        ("meeting", models.DateField(blank=True, null=True, verbose_name="meeting on")),
                        (
                            "as_at",
                            models.DateField(help_text="Its figures are as they were known at the end of this day."),
                        ),
                        (
                            "first_year",
                            models.PositiveSmallIntegerField(
                                help_text="The calendar year in which its financial year begins.",
                                verbose_name="financial year",
                            ),
                        ),
                        (
                            "preset",
                            models.CharField(
                                blank=True, editable=False, help_text="What it was composed from.", max_length=40
                            ),
                        ),
                        ("recommendation", models.TextField(blank=True)),
                        ("key_decision", models.BooleanField(default=False)),
                        ("forward_plan_reference", models.CharField(blank=True, max_length=60)),
                        (
                            "divisions",
                            models.CharField(blank=True, max_length=400, verbose_name="electoral divisions"),
                        ),
                        ("priorities", models.TextField(blank=True)),
                        ("background_papers", models.TextField(blank=True)),
                        (
                            "contact",
                            models.CharField(blank=True, help_text="A role, never a person's name.", max_length=200),
                        ),
                        (
                            "provisional",
                            models.BooleanField(
                                default=False,
                                help_text="Whether figures that aren't approved yet are shown.",
                                verbose_name="provisional figures",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="ledger.organisation",
                            ),
                        ),
                        (
                            "previous",
                            models.ForeignKey(
                                blank=True,
                                help_text="The frozen report since which it tells what changed.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followed_by",
                                to="reports.committeereport",
                                verbose_name="compared with",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "report",
                        "ordering": ["-as_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="report_has_a_title"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("committee", ""), _negated=True), name="report_has_a_committee"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("first_year__range", (1990, 2099))), name="report_year_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("previous", models.F("id")), _negated=True),
                                name="report_not_compared_with_itself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportSection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "kind",
                            models.CharField(
                                help_text="Which section: a name of the sections that there are.", max_length=40
                            ),
                        ),
                        (
                            "subject",
                            models.CharField(
                                blank=True, help_text="What it is about; empty: about everything.", max_length=120
                            ),
                        ),
                        ("heading", models.CharField(blank=True, help_text="Empty: the kind's own.", max_length=200)),
                        ("text", models.TextField(blank=True, verbose_name="own words")),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sections",
                                to="reports.committeereport",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "section",
                        "ordering": ["position", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind", ""), _negated=True), name="report_section_has_a_kind"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Clearance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("finance", "Finance"),
                                    ("procurement", "Procurement"),
                                    ("legal", "Legal"),
                                    ("equality", "Equality and diversity"),
                                    ("communications", "Communications"),
                                    ("local-members", "Local members"),
                                    ("public-health", "Public health"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("needed", models.BooleanField(default=True)),
                        ("reason", models.CharField(blank=True, max_length=400, verbose_name="why not needed")),
                        ("implications", models.TextField(blank=True)),
                        ("cleared_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "cleared_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="clearances",
                                to="reports.committeereport",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("report", "role"), name="clearance_once_a_role"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "finance",
                                            "procurement",
                                            "legal",
                                            "equality",
                                            "communications",
                                            "local-members",
                                            "public-health",
                                        ],
                                    )
                                ),
                                name="clearance_role_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("needed", True), ("reason", "")),
                                    models.Q(("needed", False), models.Q(("reason", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="clearance_not_needed_with_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("needed", True), ("cleared_at__isnull", True), _connector="OR"),
                                name="clearance_given_where_needed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cleared_by__isnull", True), ("cleared_at__isnull", False), _connector="OR"
                                ),
                                name="clearance_given_at_a_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cleared_at__isnull", True),
                                    models.Q(("implications", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="clearance_says_what_follows",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FrozenReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("moment", models.DateTimeField(help_text="Up to when things were known.")),
                        ("value", models.JSONField(help_text="The report's value, encoded.")),
                        ("digest", models.CharField(help_text="SHA-256 of the value.", max_length=64)),
                        ("frozen_at", models.DateTimeField()),
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
                            "report",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="frozen",
                                to="reports.committeereport",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-moment", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("moment__lte", models.F("frozen_at"))),
                                name="frozen_moment_is_past",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("digest", ""), _negated=True), name="frozen_has_a_digest"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "format",
                            models.CharField(
                                choices=[("word", "Word"), ("pdf", "PDF"), ("excel", "Excel")], max_length=10
                            ),
                        ),
                        (
                            "variant",
                            models.CharField(
                                choices=[("itself", "The report itself"), ("beside-now", "With what is known now")],
                                default="itself",
                                max_length=12,
                            ),
                        ),
                        ("digest", models.CharField(help_text="SHA-256 of the value that it shows.", max_length=64)),
                        ("content", models.BinaryField()),
                        ("made_at", models.DateTimeField()),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="reports.committeereport",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("report", "format", "variant"), name="report_file_once"),
                            models.CheckConstraint(
                                condition=models.Q(("format__in", ["word", "pdf", "excel"])),
                                name="report_file_format_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("variant__in", ["itself", "beside-now"])),
                                name="report_file_variant_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WordTemplate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(help_text="Of the file.", max_length=200)),
                        ("content", models.BinaryField()),
                        ("digest", models.CharField(help_text="SHA-256 of the file.", max_length=64)),
                        ("uploaded_at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="word_templates",
                                to="ledger.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-uploaded_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="word_template_named"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCommitteeReport",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("committee", models.CharField(max_length=160)),
                        ("meeting", models.DateField(blank=True, null=True, verbose_name="meeting on")),
                        (
                            "as_at",
                            models.DateField(help_text="Its figures are as they were known at the end of this day."),
                        ),
                        (
                            "first_year",
                            models.PositiveSmallIntegerField(
                                help_text="The calendar year in which its financial year begins.",
                                verbose_name="financial year",
                            ),
                        ),
                        (
                            "preset",
                            models.CharField(
                                blank=True, editable=False, help_text="What it was composed from.", max_length=40
                            ),
                        ),
                        ("recommendation", models.TextField(blank=True)),
                        ("key_decision", models.BooleanField(default=False)),
                        ("forward_plan_reference", models.CharField(blank=True, max_length=60)),
                        (
                            "divisions",
                            models.CharField(blank=True, max_length=400, verbose_name="electoral divisions"),
                        ),
                        ("priorities", models.TextField(blank=True)),
                        ("background_papers", models.TextField(blank=True)),
                        (
                            "contact",
                            models.CharField(blank=True, help_text="A role, never a person's name.", max_length=200),
                        ),
                        (
                            "provisional",
                            models.BooleanField(
                                default=False,
                                help_text="Whether figures that aren't approved yet are shown.",
                                verbose_name="provisional figures",
                            ),
                        ),
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
                            "previous",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="The frozen report since which it tells what changed.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reports.committeereport",
                                verbose_name="compared with",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical report",
                        "verbose_name_plural": "historical reports",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalReportSection",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "kind",
                            models.CharField(
                                help_text="Which section: a name of the sections that there are.", max_length=40
                            ),
                        ),
                        (
                            "subject",
                            models.CharField(
                                blank=True, help_text="What it is about; empty: about everything.", max_length=120
                            ),
                        ),
                        ("heading", models.CharField(blank=True, help_text="Empty: the kind's own.", max_length=200)),
                        ("text", models.TextField(blank=True, verbose_name="own words")),
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
                            "report",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reports.committeereport",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical section",
                        "verbose_name_plural": "historical sections",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalClearance",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("finance", "Finance"),
                                    ("procurement", "Procurement"),
                                    ("legal", "Legal"),
                                    ("equality", "Equality and diversity"),
                                    ("communications", "Communications"),
                                    ("local-members", "Local members"),
                                    ("public-health", "Public health"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("needed", models.BooleanField(default=True)),
                        ("reason", models.CharField(blank=True, max_length=400, verbose_name="why not needed")),
                        ("implications", models.TextField(blank=True)),
                        ("cleared_at", models.DateTimeField(blank=True, null=True)),
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
                            "cleared_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "report",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reports.committeereport",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical clearance",
                        "verbose_name_plural": "historical clearances",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ],
        ),
    ]
