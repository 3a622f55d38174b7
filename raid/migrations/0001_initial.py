import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from ledger.create_together import CreateTogether


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0003_jobs_schemes_and_projections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name="HistoricalLog",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("name", models.CharField(max_length=200)),
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
                    ],
                    options={
                        "verbose_name": "historical log",
                        "verbose_name_plural": "historical logs",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Log",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="logs",
                                to="ledger.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalUpdate",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("month", models.DateField(help_text="The first of the month it speaks of.")),
                        ("words", models.TextField(verbose_name="progress")),
                        ("author_role", models.CharField(blank=True, max_length=120)),
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
                            "log",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="raid.log",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical update",
                        "verbose_name_plural": "historical updates",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRisk",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("closed_on", models.DateField(blank=True, editable=False, null=True)),
                        ("outcome", models.CharField(blank=True, editable=False, max_length=12)),
                        ("closing_reason", models.TextField(blank=True, editable=False)),
                        ("number", models.PositiveSmallIntegerField(editable=False)),
                        ("title", models.CharField(max_length=200)),
                        (
                            "owner_role",
                            models.CharField(blank=True, help_text="A role, never a person's name.", max_length=120),
                        ),
                        ("raised_on", models.DateField()),
                        ("description", models.TextField(blank=True, help_text="Cause, event and consequence.")),
                        (
                            "likelihood",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "1: Rare"),
                                    (2, "2: Unlikely"),
                                    (3, "3: Possible"),
                                    (4, "4: Likely"),
                                    (5, "5: Almost certain"),
                                ],
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                            ),
                        ),
                        (
                            "impact",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "1: Negligible"),
                                    (2, "2: Minor"),
                                    (3, "3: Moderate"),
                                    (4, "4: Major"),
                                    (5, "5: Severe"),
                                ],
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                            ),
                        ),
                        (
                            "response",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("reduce", "Reduce"),
                                    ("avoid", "Avoid"),
                                    ("transfer", "Transfer"),
                                    ("accept", "Accept"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("mitigation", models.TextField(blank=True, help_text="What is done about it.")),
                        (
                            "residual_likelihood",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "1: Rare"),
                                    (2, "2: Unlikely"),
                                    (3, "3: Possible"),
                                    (4, "4: Likely"),
                                    (5, "5: Almost certain"),
                                ],
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                            ),
                        ),
                        (
                            "residual_impact",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "1: Negligible"),
                                    (2, "2: Minor"),
                                    (3, "3: Moderate"),
                                    (4, "4: Major"),
                                    (5, "5: Severe"),
                                ],
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                            ),
                        ),
                        ("next_review", models.DateField(blank=True, null=True)),
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
                            "log",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="raid.log",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical risk",
                        "verbose_name_plural": "historical risks",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDecision",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("closed_on", models.DateField(blank=True, editable=False, null=True)),
                        ("outcome", models.CharField(blank=True, editable=False, max_length=12)),
                        ("closing_reason", models.TextField(blank=True, editable=False)),
                        ("number", models.PositiveSmallIntegerField(editable=False)),
                        ("title", models.CharField(max_length=200)),
                        (
                            "owner_role",
                            models.CharField(blank=True, help_text="A role, never a person's name.", max_length=120),
                        ),
                        ("raised_on", models.DateField()),
                        (
                            "words",
                            models.TextField(
                                help_text="What was decided, and on what grounds.", verbose_name="decision"
                            ),
                        ),
                        ("decided_by", models.CharField(help_text="A board or a role.", max_length=120)),
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
                            "log",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="raid.log",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical decision",
                        "verbose_name_plural": "historical decisions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Risk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("closed_on", models.DateField(blank=True, editable=False, null=True)),
                        ("outcome", models.CharField(blank=True, editable=False, max_length=12)),
                        ("closing_reason", models.TextField(blank=True, editable=False)),
                        ("number", models.PositiveSmallIntegerField(editable=False)),
                        ("title", models.CharField(max_length=200)),
                        (
                            "owner_role",
                            models.CharField(blank=True, help_text="A role, never a person's name.", max_length=120),
                        ),
                        ("raised_on", models.DateField()),
                        ("description", models.TextField(blank=True, help_text="Cause, event and consequence.")),
                        (
                            "likelihood",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "1: Rare"),
                                    (2, "2: Unlikely"),
                                    (3, "3: Possible"),
                                    (4, "4: Likely"),
                                    (5, "5: Almost certain"),
                                ],
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                            ),
                        ),
                        (
                            "impact",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "1: Negligible"),
                                    (2, "2: Minor"),
                                    (3, "3: Moderate"),
                                    (4, "4: Major"),
                                    (5, "5: Severe"),
                                ],
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                            ),
                        ),
                        (
                            "response",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("reduce", "Reduce"),
                                    ("avoid", "Avoid"),
                                    ("transfer", "Transfer"),
                                    ("accept", "Accept"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("mitigation", models.TextField(blank=True, help_text="What is done about it.")),
                        (
                            "residual_likelihood",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "1: Rare"),
                                    (2, "2: Unlikely"),
                                    (3, "3: Possible"),
                                    (4, "4: Likely"),
                                    (5, "5: Almost certain"),
                                ],
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                            ),
                        ),
                        (
                            "residual_impact",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "1: Negligible"),
                                    (2, "2: Minor"),
                                    (3, "3: Moderate"),
                                    (4, "4: Major"),
                                    (5, "5: Severe"),
                                ],
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                            ),
                        ),
                        ("next_review", models.DateField(blank=True, null=True)),
                        (
                            "log",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="raid.log"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_on__isnull", True), ("outcome", "")),
                                    models.Q(("closed_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="raid_risk_closed_as_something",
                            ),
                            models.UniqueConstraint(fields=("log", "number"), name="risk_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("impact__isnull", False),
                                        ("impact__range", (1, 5)),
                                        ("likelihood__isnull", False),
                                        ("likelihood__range", (1, 5)),
                                    ),
                                    models.Q(("impact__isnull", True), ("likelihood__isnull", True)),
                                    _connector="OR",
                                ),
                                name="risk_likelihood_with_impact",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("residual_impact__isnull", False),
                                        ("residual_impact__range", (1, 5)),
                                        ("residual_likelihood__isnull", False),
                                        ("residual_likelihood__range", (1, 5)),
                                    ),
                                    models.Q(
                                        ("residual_impact__isnull", True), ("residual_likelihood__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="risk_residual_likelihood_with_impact",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Issue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("closed_on", models.DateField(blank=True, editable=False, null=True)),
                        ("outcome", models.CharField(blank=True, editable=False, max_length=12)),
                        ("closing_reason", models.TextField(blank=True, editable=False)),
                        ("number", models.PositiveSmallIntegerField(editable=False)),
                        ("title", models.CharField(max_length=200)),
                        (
                            "owner_role",
                            models.CharField(blank=True, help_text="A role, never a person's name.", max_length=120),
                        ),
                        ("raised_on", models.DateField()),
                        ("description", models.TextField(blank=True)),
                        (
                            "impact",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "1: Negligible"),
                                    (2, "2: Minor"),
                                    (3, "3: Moderate"),
                                    (4, "4: Major"),
                                    (5, "5: Severe"),
                                ],
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                            ),
                        ),
                        ("resolution", models.TextField(blank=True, help_text="What is done about it.")),
                        (
                            "log",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="raid.log"
                            ),
                        ),
                        (
                            "risk",
                            models.OneToOneField(
                                blank=True,
                                help_text="That it comes from.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="issue",
                                to="raid.risk",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_on__isnull", True), ("outcome", "")),
                                    models.Q(("closed_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="raid_issue_closed_as_something",
                            ),
                            models.UniqueConstraint(fields=("log", "number"), name="issue_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("impact__isnull", True), ("impact__range", (1, 5)), _connector="OR"
                                ),
                                name="issue_impact_1_to_5",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalIssue",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("closed_on", models.DateField(blank=True, editable=False, null=True)),
                        ("outcome", models.CharField(blank=True, editable=False, max_length=12)),
                        ("closing_reason", models.TextField(blank=True, editable=False)),
                        ("number", models.PositiveSmallIntegerField(editable=False)),
                        ("title", models.CharField(max_length=200)),
                        (
                            "owner_role",
                            models.CharField(blank=True, help_text="A role, never a person's name.", max_length=120),
                        ),
                        ("raised_on", models.DateField()),
                        ("description", models.TextField(blank=True)),
                        (
                            "impact",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "1: Negligible"),
                                    (2, "2: Minor"),
                                    (3, "3: Moderate"),
                                    (4, "4: Major"),
                                    (5, "5: Severe"),
                                ],
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                            ),
                        ),
                        ("resolution", models.TextField(blank=True, help_text="What is done about it.")),
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
                            "log",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="raid.log",
                            ),
                        ),
                        (
                            "risk",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="That it comes from.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="raid.risk",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical issue",
                        "verbose_name_plural": "historical issues",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAction",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("closed_on", models.DateField(blank=True, editable=False, null=True)),
                        ("outcome", models.CharField(blank=True, editable=False, max_length=12)),
                        ("closing_reason", models.TextField(blank=True, editable=False)),
                        ("number", models.PositiveSmallIntegerField(editable=False)),
                        ("title", models.CharField(max_length=200)),
                        (
                            "owner_role",
                            models.CharField(blank=True, help_text="A role, never a person's name.", max_length=120),
                        ),
                        ("raised_on", models.DateField()),
                        ("activities", models.TextField(blank=True)),
                        ("impact", models.TextField(blank=True, help_text="What it is to bring.")),
                        (
                            "timescale",
                            models.CharField(
                                blank=True, help_text="In words, where there is no date.", max_length=120
                            ),
                        ),
                        ("starts", models.DateField(blank=True, null=True)),
                        ("due", models.DateField(blank=True, null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("not-started", "Not started"),
                                    ("under-way", "Under way"),
                                    ("blocked", "Blocked"),
                                ],
                                default="not-started",
                                max_length=12,
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
                            "issue",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="raid.issue",
                            ),
                        ),
                        (
                            "log",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="raid.log",
                            ),
                        ),
                        (
                            "risk",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="raid.risk",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical action",
                        "verbose_name_plural": "historical actions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Action",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("closed_on", models.DateField(blank=True, editable=False, null=True)),
                        ("outcome", models.CharField(blank=True, editable=False, max_length=12)),
                        ("closing_reason", models.TextField(blank=True, editable=False)),
                        ("number", models.PositiveSmallIntegerField(editable=False)),
                        ("title", models.CharField(max_length=200)),
                        (
                            "owner_role",
                            models.CharField(blank=True, help_text="A role, never a person's name.", max_length=120),
                        ),
                        ("raised_on", models.DateField()),
                        ("activities", models.TextField(blank=True)),
                        ("impact", models.TextField(blank=True, help_text="What it is to bring.")),
                        (
                            "timescale",
                            models.CharField(
                                blank=True, help_text="In words, where there is no date.", max_length=120
                            ),
                        ),
                        ("starts", models.DateField(blank=True, null=True)),
                        ("due", models.DateField(blank=True, null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("not-started", "Not started"),
                                    ("under-way", "Under way"),
                                    ("blocked", "Blocked"),
                                ],
                                default="not-started",
                                max_length=12,
                            ),
                        ),
                        (
                            "issue",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="actions",
                                to="raid.issue",
                            ),
                        ),
                        (
                            "log",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="raid.log"
                            ),
                        ),
                        (
                            "risk",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="actions",
                                to="raid.risk",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_on__isnull", True), ("outcome", "")),
                                    models.Q(("closed_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="raid_action_closed_as_something",
                            ),
                            models.UniqueConstraint(fields=("log", "number"), name="action_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["not-started", "under-way", "blocked"])),
                                name="action_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("starts__isnull", True),
                                    ("due__isnull", True),
                                    ("due__gte", models.F("starts")),
                                    _connector="OR",
                                ),
                                name="action_due_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Update",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.DateField(help_text="The first of the month it speaks of.")),
                        ("words", models.TextField(verbose_name="progress")),
                        ("author_role", models.CharField(blank=True, max_length=120)),
                        (
                            "log",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="updates", to="raid.log"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-month"],
                        "constraints": [
                            models.UniqueConstraint(fields=("log", "month"), name="update_once_a_month"),
                            models.CheckConstraint(
                                condition=models.Q(("month__day", 1)), name="update_month_is_its_first_day"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("closed_on", models.DateField(blank=True, editable=False, null=True)),
                        ("outcome", models.CharField(blank=True, editable=False, max_length=12)),
                        ("closing_reason", models.TextField(blank=True, editable=False)),
                        ("number", models.PositiveSmallIntegerField(editable=False)),
                        ("title", models.CharField(max_length=200)),
                        (
                            "owner_role",
                            models.CharField(blank=True, help_text="A role, never a person's name.", max_length=120),
                        ),
                        ("raised_on", models.DateField()),
                        (
                            "words",
                            models.TextField(
                                help_text="What was decided, and on what grounds.", verbose_name="decision"
                            ),
                        ),
                        ("decided_by", models.CharField(help_text="A board or a role.", max_length=120)),
                        (
                            "log",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="raid.log"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_on__isnull", True), ("outcome", "")),
                                    models.Q(("closed_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="raid_decision_closed_as_something",
                            ),
                            models.UniqueConstraint(fields=("log", "number"), name="decision_number_once"),
                        ],
                    },
                ),
            ]
        ),
    ]
