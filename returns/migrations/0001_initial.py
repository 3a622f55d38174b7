import django.core.serializers.json
import django.core.validators
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
                    name="Form",
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
                            "purpose",
                            models.TextField(
                                blank=True, help_text="What it is for, and what to bear in mind when filling it in."
                            ),
                        ),
                        (
                            "frequency",
                            models.CharField(
                                choices=[
                                    ("day", "Daily or on a day"),
                                    ("week", "Weekly"),
                                    ("month", "Monthly"),
                                    ("quarter", "Quarterly"),
                                    ("year", "Yearly"),
                                    ("irregular", "Irregular"),
                                ],
                                default="month",
                                max_length=10,
                            ),
                        ),
                        (
                            "layout",
                            models.CharField(
                                choices=[
                                    ("year", "Lines by the periods of a year, with forecasts of those to come"),
                                    ("period", "Lines of one period, beside the one before"),
                                ],
                                default="year",
                                max_length=10,
                            ),
                        ),
                        (
                            "compared_with",
                            models.CharField(
                                choices=[("budget", "Budget"), ("plan", "Plan"), ("target", "Target")],
                                default="budget",
                                help_text="What the lines are held against.",
                                max_length=8,
                            ),
                        ),
                        (
                            "deadline_days",
                            models.PositiveSmallIntegerField(
                                default=10,
                                help_text="After the period's end. Bank holidays don't count.",
                                verbose_name="working days to fill it in",
                            ),
                        ),
                        (
                            "comment_over_amount",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="In the unit of the line. Leave both empty where no comment is asked for.",
                                max_digits=15,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="comment from a variance of",
                            ),
                        ),
                        (
                            "comment_over_percent",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="Per cent. Where both are given, a variance must reach both.",
                                max_digits=6,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(1000),
                                ],
                                verbose_name="and of a share of the budget of",
                            ),
                        ),
                        (
                            "preparer_role",
                            models.CharField(
                                choices=[
                                    ("contributor", "Contributor"),
                                    ("finance-officer", "Finance officer"),
                                    ("finance-lead", "Finance lead"),
                                ],
                                default="contributor",
                                help_text="Whoever records figures with this role or a higher one may fill it in.",
                                max_length=20,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="forms",
                                to="ledger.organisation",
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="forms",
                                to="ledger.service",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_on__isnull", True), ("outcome", "")),
                                    models.Q(("closed_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="returns_form_closed_as_something",
                            ),
                            models.UniqueConstraint(fields=("organisation", "slug"), name="form_slug_once"),
                            models.CheckConstraint(
                                condition=models.Q(("frequency__in", ["week", "month", "quarter", "year"])),
                                name="form_frequency_regular",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("layout__in", ["year", "period"])), name="form_layout_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("compared_with__in", ["budget", "plan", "target"])),
                                name="form_compared_with_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FormLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "section",
                            models.CharField(
                                blank=True, help_text="Lines of one section stand together.", max_length=120
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "form",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="returns.form"
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="form_lines",
                                to="ledger.series",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "constraints": [models.UniqueConstraint(fields=("form", "series"), name="form_line_once")],
                    },
                ),
                migrations.CreateModel(
                    name="FormCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("not-over", "is not over"), ("equals", "equals")], max_length=10
                            ),
                        ),
                        (
                            "form",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="returns.form"
                            ),
                        ),
                        (
                            "left",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="returns.formline",
                                verbose_name="line",
                            ),
                        ),
                        (
                            "right",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="returns.formline",
                                verbose_name="than or to line",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("form", "left", "kind", "right"), name="form_check_once"),
                            models.CheckConstraint(
                                condition=models.Q(("left", models.F("right")), _negated=True),
                                name="form_check_of_two_lines",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["not-over", "equals"])), name="form_check_kind_known"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalForm",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("closed_on", models.DateField(blank=True, editable=False, null=True)),
                        ("outcome", models.CharField(blank=True, editable=False, max_length=12)),
                        ("closing_reason", models.TextField(blank=True, editable=False)),
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
                            "purpose",
                            models.TextField(
                                blank=True, help_text="What it is for, and what to bear in mind when filling it in."
                            ),
                        ),
                        (
                            "frequency",
                            models.CharField(
                                choices=[
                                    ("day", "Daily or on a day"),
                                    ("week", "Weekly"),
                                    ("month", "Monthly"),
                                    ("quarter", "Quarterly"),
                                    ("year", "Yearly"),
                                    ("irregular", "Irregular"),
                                ],
                                default="month",
                                max_length=10,
                            ),
                        ),
                        (
                            "layout",
                            models.CharField(
                                choices=[
                                    ("year", "Lines by the periods of a year, with forecasts of those to come"),
                                    ("period", "Lines of one period, beside the one before"),
                                ],
                                default="year",
                                max_length=10,
                            ),
                        ),
                        (
                            "compared_with",
                            models.CharField(
                                choices=[("budget", "Budget"), ("plan", "Plan"), ("target", "Target")],
                                default="budget",
                                help_text="What the lines are held against.",
                                max_length=8,
                            ),
                        ),
                        (
                            "deadline_days",
                            models.PositiveSmallIntegerField(
                                default=10,
                                help_text="After the period's end. Bank holidays don't count.",
                                verbose_name="working days to fill it in",
                            ),
                        ),
                        (
                            "comment_over_amount",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="In the unit of the line. Leave both empty where no comment is asked for.",
                                max_digits=15,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="comment from a variance of",
                            ),
                        ),
                        (
                            "comment_over_percent",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="Per cent. Where both are given, a variance must reach both.",
                                max_digits=6,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(1000),
                                ],
                                verbose_name="and of a share of the budget of",
                            ),
                        ),
                        (
                            "preparer_role",
                            models.CharField(
                                choices=[
                                    ("contributor", "Contributor"),
                                    ("finance-officer", "Finance officer"),
                                    ("finance-lead", "Finance lead"),
                                ],
                                default="contributor",
                                help_text="Whoever records figures with this role or a higher one may fill it in.",
                                max_length=20,
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
                            "service",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.service",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical form",
                        "verbose_name_plural": "historical forms",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalFormCheck",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("not-over", "is not over"), ("equals", "equals")], max_length=10
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
                            "form",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="returns.form",
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
                            "left",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="returns.formline",
                                verbose_name="line",
                            ),
                        ),
                        (
                            "right",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="returns.formline",
                                verbose_name="than or to line",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical form check",
                        "verbose_name_plural": "historical form checks",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalFormLine",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "section",
                            models.CharField(
                                blank=True, help_text="Lines of one section stand together.", max_length=120
                            ),
                        ),
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
                            "form",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="returns.form",
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
                    ],
                    options={
                        "verbose_name": "historical form line",
                        "verbose_name_plural": "historical form lines",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Restatement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("actual", "Actual"),
                                    ("plan", "Plan"),
                                    ("baseline", "Baseline (without the programme)"),
                                    ("target", "Target"),
                                    ("budget", "Budget"),
                                    ("forecast", "Forecast"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("start", models.DateField()),
                        ("end", models.DateField()),
                        ("edition", models.DateField()),
                        (
                            "follows",
                            models.PositiveIntegerField(help_text="The revision that stood when it was proposed."),
                        ),
                        (
                            "was",
                            models.DecimalField(
                                decimal_places=4, help_text="The value that stood then.", max_digits=15
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(decimal_places=4, help_text="What it should be.", max_digits=15),
                        ),
                        ("reason", models.CharField(max_length=500)),
                        ("proposed_at", models.DateTimeField()),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Waiting"),
                                    ("approved", "Approved"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="",
                                max_length=10,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("decision_reason", models.CharField(blank=True, max_length=500)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "entry",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="restatement",
                                to="ledger.entry",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="restatements",
                                to="ledger.organisation",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="restatements",
                                to="ledger.series",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-proposed_at", "-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("decision", "")),
                                fields=("series", "basis", "start", "end", "edition"),
                                name="restatement_one_waiting",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("value", models.F("was")), _negated=True),
                                name="restatement_differs",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True), ("decided_by__isnull", True), ("decision", "")
                                    ),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        models.Q(("decision", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="restatement_decided_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decision__in", ["", "withdrawn"]),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="restatement_approved_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decision", "approved"), ("entry__isnull", False)),
                                    models.Q(
                                        models.Q(("decision", "approved"), _negated=True), ("entry__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="restatement_recorded_when_approved",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Return",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("start", models.DateField()),
                        ("end", models.DateField()),
                        ("due_on", models.DateField(help_text="The last day on which it is in time.")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("submitted", "Submitted"),
                                    ("approved", "Approved"),
                                    ("closed", "Closed"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        (
                            "form",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="returns.form"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-start", "form"],
                        "constraints": [
                            models.UniqueConstraint(fields=("form", "start"), name="return_once_a_period"),
                            models.CheckConstraint(
                                condition=models.Q(("end__gte", models.F("start"))), name="return_period_in_order"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_on__gt", models.F("end"))),
                                name="return_due_after_its_period",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "submitted", "approved", "closed"])),
                                name="return_state_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LineComment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(max_length=2000)),
                        ("written_at", models.DateTimeField(auto_now=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.series"
                            ),
                        ),
                        (
                            "of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="returns.return",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("of", "series"), name="line_comment_once"),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="line_comment_says_something"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Step",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("opened", "Opened"),
                                    ("saved", "Figures saved"),
                                    ("submitted", "Submitted"),
                                    ("sent-back", "Sent back"),
                                    ("approved", "Approved"),
                                    ("reopened", "Reopened"),
                                    ("closed", "Closed"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("reason", models.CharField(blank=True, max_length=500)),
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
                            "entry",
                            models.OneToOneField(
                                blank=True,
                                help_text="What was saved.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="step",
                                to="ledger.entry",
                            ),
                        ),
                        (
                            "of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="returns.return"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "opened",
                                            "saved",
                                            "submitted",
                                            "sent-back",
                                            "approved",
                                            "reopened",
                                            "closed",
                                        ],
                                    )
                                ),
                                name="step_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("entry__isnull", False), ("kind", "saved")),
                                    models.Q(models.Q(("kind", "saved"), _negated=True), ("entry__isnull", True)),
                                    _connector="OR",
                                ),
                                name="step_saves_an_entry",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind__in", ["sent-back", "reopened"]), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="step_back_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Upload",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(help_text="A registered kind of import.", max_length=40)),
                        ("file_name", models.CharField(max_length=200)),
                        ("digest", models.CharField(help_text="SHA-256 of the file.", max_length=64)),
                        ("size", models.PositiveIntegerField(help_text="Of the file, in bytes.")),
                        ("content", models.BinaryField(null=True)),
                        (
                            "options",
                            models.JSONField(
                                blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("uploaded_at", models.DateTimeField()),
                        ("recorded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "summary",
                            models.JSONField(blank=True, default=dict, help_text="What it recorded, counted."),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="uploads",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("entries", models.ManyToManyField(blank=True, related_name="uploads", to="ledger.entry")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="uploads",
                                to="ledger.organisation",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-uploaded_at", "-id"],
                        "indexes": [models.Index(fields=["organisation", "digest"], name="upload_digest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("recorded_at__isnull", True), ("recorded_by__isnull", True)),
                                    models.Q(("recorded_at__isnull", False), ("recorded_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="upload_recorded_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("content__isnull", False), ("recorded_at__isnull", True)),
                                    models.Q(("content__isnull", True), ("recorded_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="upload_content_until_recorded",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
