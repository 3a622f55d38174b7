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
                    name="BudgetLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
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
                            "income",
                            models.BooleanField(
                                default=False, help_text="Brings money in: its figures are negative."
                            ),
                        ),
                        (
                            "first_year",
                            models.PositiveSmallIntegerField(
                                help_text="The year in which its first April lies.",
                                validators=[
                                    django.core.validators.MinValueValidator(1990),
                                    django.core.validators.MaxValueValidator(2099),
                                ],
                            ),
                        ),
                        (
                            "last_year",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="The year in which its last April lies; empty: it goes on.",
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1990),
                                    django.core.validators.MaxValueValidator(2099),
                                ],
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, help_text="Its place in lists.")),
                        (
                            "accruals",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                help_text="What of the actuals is neither invoiced nor paid, at the end of a month.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                        (
                            "adjustment",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                help_text="Period 13: one figure for a whole year, added to its twelve months.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                        (
                            "commitments",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                help_text="What is ordered and not yet in the actuals, at the end of a month.",
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
                                related_name="budget_lines",
                                to="ledger.organisation",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                editable=False,
                                help_text="Its budget, actual and forecast by month.",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.service",
                            ),
                        ),
                        (
                            "care_type",
                            models.ForeignKey(
                                blank=True,
                                limit_choices_to={"kind": "care-type"},
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="finance.heading",
                                verbose_name="care type",
                            ),
                        ),
                        (
                            "client_group",
                            models.ForeignKey(
                                blank=True,
                                limit_choices_to={"kind": "client-group"},
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="finance.heading",
                                verbose_name="client group",
                            ),
                        ),
                        (
                            "cost_centre",
                            models.ForeignKey(
                                blank=True,
                                limit_choices_to={"kind": "cost-centre"},
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="finance.heading",
                                verbose_name="cost centre",
                            ),
                        ),
                        (
                            "subjective",
                            models.ForeignKey(
                                blank=True,
                                limit_choices_to={"kind": "subjective"},
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="finance.heading",
                                verbose_name="subjective",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "code"],
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "code"), name="budget_line_code_once"),
                            models.UniqueConstraint(fields=("series",), name="budget_line_series_once"),
                            models.UniqueConstraint(fields=("commitments",), name="budget_line_commitments_once"),
                            models.UniqueConstraint(fields=("accruals",), name="budget_line_accruals_once"),
                            models.UniqueConstraint(fields=("adjustment",), name="budget_line_adjustment_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("last_year__isnull", True),
                                    ("last_year__gte", models.F("first_year")),
                                    _connector="OR",
                                ),
                                name="budget_line_years_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FundingSource",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("grant", "Grant"),
                                    ("contribution", "Contribution of a partner"),
                                    ("reserve", "Reserve"),
                                    ("base", "Base budget"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "one_off",
                            models.BooleanField(
                                default=False, help_text="Nothing says that it comes again.", verbose_name="one-off"
                            ),
                        ),
                        (
                            "relied_on",
                            models.BooleanField(
                                default=False,
                                help_text="Without it, the budget has a gap.",
                                verbose_name="the budget relies on it",
                            ),
                        ),
                        ("starts", models.DateField(blank=True, null=True)),
                        ("ends", models.DateField(blank=True, null=True)),
                        (
                            "description",
                            models.TextField(blank=True, help_text="What it is given for, and on which conditions."),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, help_text="Its place in lists.")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="funding_sources",
                                to="ledger.organisation",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.series"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "name"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_on__isnull", True), ("outcome", "")),
                                    models.Q(("closed_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="finance_fundingsource_closed_as_something",
                            ),
                            models.UniqueConstraint(fields=("organisation", "slug"), name="funding_slug_once"),
                            models.UniqueConstraint(fields=("series",), name="funding_series_once"),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["grant", "contribution", "reserve", "base"])),
                                name="funding_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("starts__isnull", True),
                                    ("ends__isnull", True),
                                    ("ends__gte", models.F("starts")),
                                    _connector="OR",
                                ),
                                name="funding_days_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Commitment",
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
                        ("name", models.CharField(max_length=160, verbose_name="what it is for")),
                        ("description", models.TextField(blank=True)),
                        (
                            "beyond_because",
                            models.TextField(
                                blank=True,
                                help_text="Said by who confirmed it.",
                                verbose_name="why more is committed than there is",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "budget_line",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="funded_by",
                                to="finance.budgetline",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.series"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commitments",
                                to="finance.fundingsource",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "name"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_on__isnull", True), ("outcome", "")),
                                    models.Q(("closed_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="finance_commitment_closed_as_something",
                            ),
                            models.UniqueConstraint(fields=("source", "name"), name="commitment_name_once"),
                            models.UniqueConstraint(fields=("series",), name="commitment_series_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Heading",
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
                                    ("client-group", "Client group"),
                                    ("care-type", "Care type"),
                                    ("cost-centre", "Cost centre"),
                                    ("subjective", "Subjective"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                max_length=40,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "\\A[A-Za-z0-9]+([._/-][A-Za-z0-9]+)*\\Z",
                                        "Use letters, digits and, between them, a point, hyphen, slash or _.",
                                    )
                                ],
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="headings",
                                to="ledger.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["kind", "code"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "kind", "code"), name="heading_code_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["client-group", "care-type", "cost-centre", "subjective"])
                                ),
                                name="heading_kind_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActivityLine",
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
                            "counts",
                            models.CharField(
                                choices=[("people", "People"), ("hours", "Hours"), ("nights", "Nights")],
                                default="people",
                                max_length=10,
                                verbose_name="what is counted",
                            ),
                        ),
                        (
                            "priced_per",
                            models.CharField(
                                choices=[
                                    ("person", "For a person"),
                                    ("hour", "For an hour"),
                                    ("night", "For a night"),
                                ],
                                default="person",
                                max_length=10,
                                verbose_name="what the price is for",
                            ),
                        ),
                        (
                            "period",
                            models.CharField(
                                choices=[("week", "A week"), ("month", "A month"), ("year", "A year")],
                                default="week",
                                help_text="What a person costs, or how many hours or nights are bought, in it.",
                                max_length=10,
                                verbose_name="of which time",
                            ),
                        ),
                        (
                            "counted",
                            models.BooleanField(
                                default=True,
                                help_text="Otherwise it is shown below them, and not added up.",
                                verbose_name="counted in the totals",
                            ),
                        ),
                        ("note", models.TextField(blank=True, help_text="What a reader has to know of its numbers.")),
                        ("position", models.PositiveSmallIntegerField(default=0, help_text="Its place in lists.")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="activity_lines",
                                to="ledger.organisation",
                            ),
                        ),
                        (
                            "price_series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.series"
                            ),
                        ),
                        (
                            "quantity_series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.series"
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.service",
                            ),
                        ),
                        (
                            "budget_line",
                            models.ForeignKey(
                                blank=True,
                                help_text="Whose variance this activity is to explain.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="activity",
                                to="finance.budgetline",
                            ),
                        ),
                        (
                            "care_type",
                            models.ForeignKey(
                                blank=True,
                                limit_choices_to={"kind": "care-type"},
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="finance.heading",
                                verbose_name="care type",
                            ),
                        ),
                        (
                            "client_group",
                            models.ForeignKey(
                                blank=True,
                                limit_choices_to={"kind": "client-group"},
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="finance.heading",
                                verbose_name="client group",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "name"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_on__isnull", True), ("outcome", "")),
                                    models.Q(("closed_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="finance_activityline_closed_as_something",
                            ),
                            models.UniqueConstraint(fields=("organisation", "slug"), name="activity_slug_once"),
                            models.UniqueConstraint(fields=("quantity_series",), name="activity_quantity_once"),
                            models.UniqueConstraint(fields=("price_series",), name="activity_price_once"),
                            models.CheckConstraint(
                                condition=models.Q(("counts__in", ["people", "hours", "nights"])),
                                name="activity_counts_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("priced_per__in", ["person", "hour", "night"])),
                                name="activity_priced_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("period__in", ["week", "month", "year"])),
                                name="activity_period_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalActivityLine",
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
                            "counts",
                            models.CharField(
                                choices=[("people", "People"), ("hours", "Hours"), ("nights", "Nights")],
                                default="people",
                                max_length=10,
                                verbose_name="what is counted",
                            ),
                        ),
                        (
                            "priced_per",
                            models.CharField(
                                choices=[
                                    ("person", "For a person"),
                                    ("hour", "For an hour"),
                                    ("night", "For a night"),
                                ],
                                default="person",
                                max_length=10,
                                verbose_name="what the price is for",
                            ),
                        ),
                        (
                            "period",
                            models.CharField(
                                choices=[("week", "A week"), ("month", "A month"), ("year", "A year")],
                                default="week",
                                help_text="What a person costs, or how many hours or nights are bought, in it.",
                                max_length=10,
                                verbose_name="of which time",
                            ),
                        ),
                        (
                            "counted",
                            models.BooleanField(
                                default=True,
                                help_text="Otherwise it is shown below them, and not added up.",
                                verbose_name="counted in the totals",
                            ),
                        ),
                        ("note", models.TextField(blank=True, help_text="What a reader has to know of its numbers.")),
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
                            "budget_line",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Whose variance this activity is to explain.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="finance.budgetline",
                            ),
                        ),
                        (
                            "care_type",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                limit_choices_to={"kind": "care-type"},
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="finance.heading",
                                verbose_name="care type",
                            ),
                        ),
                        (
                            "client_group",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                limit_choices_to={"kind": "client-group"},
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="finance.heading",
                                verbose_name="client group",
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
                            "price_series",
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
                            "quantity_series",
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
                        "verbose_name": "historical activity line",
                        "verbose_name_plural": "historical activity lines",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalBudgetLine",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "code",
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
                            "income",
                            models.BooleanField(
                                default=False, help_text="Brings money in: its figures are negative."
                            ),
                        ),
                        (
                            "first_year",
                            models.PositiveSmallIntegerField(
                                help_text="The year in which its first April lies.",
                                validators=[
                                    django.core.validators.MinValueValidator(1990),
                                    django.core.validators.MaxValueValidator(2099),
                                ],
                            ),
                        ),
                        (
                            "last_year",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="The year in which its last April lies; empty: it goes on.",
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1990),
                                    django.core.validators.MaxValueValidator(2099),
                                ],
                            ),
                        ),
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
                            "accruals",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                help_text="What of the actuals is neither invoiced nor paid, at the end of a month.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                        (
                            "adjustment",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                help_text="Period 13: one figure for a whole year, added to its twelve months.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                        (
                            "care_type",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                limit_choices_to={"kind": "care-type"},
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="finance.heading",
                                verbose_name="care type",
                            ),
                        ),
                        (
                            "client_group",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                limit_choices_to={"kind": "client-group"},
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="finance.heading",
                                verbose_name="client group",
                            ),
                        ),
                        (
                            "commitments",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                help_text="What is ordered and not yet in the actuals, at the end of a month.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                        (
                            "cost_centre",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                limit_choices_to={"kind": "cost-centre"},
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="finance.heading",
                                verbose_name="cost centre",
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
                            "series",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                help_text="Its budget, actual and forecast by month.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.series",
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
                        (
                            "subjective",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                limit_choices_to={"kind": "subjective"},
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="finance.heading",
                                verbose_name="subjective",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical budget line",
                        "verbose_name_plural": "historical budget lines",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalCommitment",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("closed_on", models.DateField(blank=True, editable=False, null=True)),
                        ("outcome", models.CharField(blank=True, editable=False, max_length=12)),
                        ("closing_reason", models.TextField(blank=True, editable=False)),
                        ("name", models.CharField(max_length=160, verbose_name="what it is for")),
                        ("description", models.TextField(blank=True)),
                        (
                            "beyond_because",
                            models.TextField(
                                blank=True,
                                help_text="Said by who confirmed it.",
                                verbose_name="why more is committed than there is",
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
                            "budget_line",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="finance.budgetline",
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
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="finance.fundingsource",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical commitment",
                        "verbose_name_plural": "historical commitments",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalFundingSource",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("grant", "Grant"),
                                    ("contribution", "Contribution of a partner"),
                                    ("reserve", "Reserve"),
                                    ("base", "Base budget"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "one_off",
                            models.BooleanField(
                                default=False, help_text="Nothing says that it comes again.", verbose_name="one-off"
                            ),
                        ),
                        (
                            "relied_on",
                            models.BooleanField(
                                default=False,
                                help_text="Without it, the budget has a gap.",
                                verbose_name="the budget relies on it",
                            ),
                        ),
                        ("starts", models.DateField(blank=True, null=True)),
                        ("ends", models.DateField(blank=True, null=True)),
                        (
                            "description",
                            models.TextField(blank=True, help_text="What it is given for, and on which conditions."),
                        ),
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
                        "verbose_name": "historical funding source",
                        "verbose_name_plural": "historical funding sources",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalHeading",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("client-group", "Client group"),
                                    ("care-type", "Care type"),
                                    ("cost-centre", "Cost centre"),
                                    ("subjective", "Subjective"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                max_length=40,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "\\A[A-Za-z0-9]+([._/-][A-Za-z0-9]+)*\\Z",
                                        "Use letters, digits and, between them, a point, hyphen, slash or _.",
                                    )
                                ],
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
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
                        "verbose_name": "historical heading",
                        "verbose_name_plural": "historical headings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPressure",
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
                            "event",
                            models.CharField(
                                help_text="For example Covid-19.", max_length=80, verbose_name="what it is caused by"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("cost", "Extra cost"),
                                    ("savings", "Impaired savings"),
                                    ("income", "Lost income"),
                                ],
                                max_length=10,
                                verbose_name="what it is",
                            ),
                        ),
                        (
                            "category",
                            models.CharField(
                                help_text="For example protective equipment, market resilience.", max_length=80
                            ),
                        ),
                        ("description", models.TextField(blank=True)),
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
                            "funding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="None: it is not funded.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="finance.fundingsource",
                                verbose_name="funded from",
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
                        "verbose_name": "historical pressure",
                        "verbose_name_plural": "historical pressures",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalVirement",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "first_year",
                            models.PositiveSmallIntegerField(
                                help_text="The calendar year in which its financial year begins."
                            ),
                        ),
                        (
                            "number",
                            models.PositiveIntegerField(
                                help_text="Counts the organisation's virements of a year from 1."
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("virement", "Virement between lines"),
                                    ("growth", "Change of the whole budget"),
                                ],
                                default="virement",
                                max_length=8,
                            ),
                        ),
                        (
                            "holds_from",
                            models.DateField(help_text="The first day of the first month that it changes."),
                        ),
                        ("reason", models.TextField(max_length=500)),
                        ("refusal", models.CharField(blank=True, help_text="Why it was refused.", max_length=400)),
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
                            "entry",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.entry",
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
                            "taken_back",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Where it was refused.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.entry",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical virement",
                        "verbose_name_plural": "historical virements",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Pressure",
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
                            "event",
                            models.CharField(
                                help_text="For example Covid-19.", max_length=80, verbose_name="what it is caused by"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("cost", "Extra cost"),
                                    ("savings", "Impaired savings"),
                                    ("income", "Lost income"),
                                ],
                                max_length=10,
                                verbose_name="what it is",
                            ),
                        ),
                        (
                            "category",
                            models.CharField(
                                help_text="For example protective equipment, market resilience.", max_length=80
                            ),
                        ),
                        ("description", models.TextField(blank=True)),
                        ("position", models.PositiveSmallIntegerField(default=0, help_text="Its place in lists.")),
                        (
                            "funding",
                            models.ForeignKey(
                                blank=True,
                                help_text="None: it is not funded.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pressures",
                                to="finance.fundingsource",
                                verbose_name="funded from",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pressures",
                                to="ledger.organisation",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.series"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "name"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_on__isnull", True), ("outcome", "")),
                                    models.Q(("closed_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="finance_pressure_closed_as_something",
                            ),
                            models.UniqueConstraint(fields=("organisation", "slug"), name="pressure_slug_once"),
                            models.UniqueConstraint(fields=("series",), name="pressure_series_once"),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["cost", "savings", "income"])),
                                name="pressure_kind_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Virement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "first_year",
                            models.PositiveSmallIntegerField(
                                help_text="The calendar year in which its financial year begins."
                            ),
                        ),
                        (
                            "number",
                            models.PositiveIntegerField(
                                help_text="Counts the organisation's virements of a year from 1."
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("virement", "Virement between lines"),
                                    ("growth", "Change of the whole budget"),
                                ],
                                default="virement",
                                max_length=8,
                            ),
                        ),
                        (
                            "holds_from",
                            models.DateField(help_text="The first day of the first month that it changes."),
                        ),
                        ("reason", models.TextField(max_length=500)),
                        ("refusal", models.CharField(blank=True, help_text="Why it was refused.", max_length=400)),
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="virements",
                                to="ledger.organisation",
                            ),
                        ),
                        (
                            "taken_back",
                            models.OneToOneField(
                                blank=True,
                                help_text="Where it was refused.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.entry",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-first_year", "-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "first_year", "number"), name="virement_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)), name="virement_number_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["virement", "growth"])), name="virement_kind_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="virement_has_a_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("refusal", ""), ("taken_back__isnull", True)),
                                    models.Q(("taken_back__isnull", False), models.Q(("refusal", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="virement_refused_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalVirementLine",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=15)),
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
                            "line",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="finance.budgetline",
                            ),
                        ),
                        (
                            "virement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="finance.virement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical virement line",
                        "verbose_name_plural": "historical virement lines",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="VirementLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=15)),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="virement_lines",
                                to="finance.budgetline",
                            ),
                        ),
                        (
                            "virement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="finance.virement",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("virement", "line"), name="virement_line_once"),
                            models.CheckConstraint(
                                condition=models.Q(("amount", 0), _negated=True), name="virement_line_moves_something"
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
