import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from ledger.create_together import CreateTogether


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_jobs_schemes_and_projections"),
        ("programmes", "0001_initial"),
        ("raid", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name="Benefit",
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
                                    ("cashable", "Cashable saving"),
                                    ("avoidance", "Cost avoidance"),
                                    ("income", "Income"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "recurring",
                            models.BooleanField(
                                default=True, help_text="Comes again in every later year; otherwise it is one-off."
                            ),
                        ),
                        (
                            "category",
                            models.CharField(
                                blank=True, help_text="For example demand, price, staffing, charging.", max_length=80
                            ),
                        ),
                        (
                            "description",
                            models.TextField(
                                blank=True, help_text="Where the money comes from, and how it is evidenced."
                            ),
                        ),
                        (
                            "owner_role",
                            models.CharField(blank=True, help_text="A role, never a person's name.", max_length=120),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("idea", "Idea"),
                                    ("scoped", "Scoped"),
                                    ("profiled", "Profiled"),
                                    ("evidenced", "Evidenced"),
                                    ("validated", "Validated by finance"),
                                ],
                                default="idea",
                                max_length=10,
                            ),
                        ),
                        ("validated_on", models.DateField(blank=True, editable=False, null=True)),
                        (
                            "validation",
                            models.TextField(blank=True, editable=False, help_text="What finance checked."),
                        ),
                        (
                            "brought_forward_year",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                editable=False,
                                help_text="The first calendar year of the year it was undelivered in.",
                                null=True,
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, help_text="Its place in lists.")),
                        (
                            "brought_forward_from",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                help_text="The line whose undelivered rest this one carries on.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="carried_on_by",
                                to="programmes.benefit",
                            ),
                        ),
                        (
                            "full_year_series",
                            models.ForeignKey(
                                blank=True,
                                help_text="What it yields in a full year once it works.",
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
                                related_name="benefits",
                                to="programmes.programme",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                help_text="Its plan, actual and forecast by month.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                        (
                            "workstream",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="benefits",
                                to="programmes.workstream",
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
                                name="programmes_benefit_closed_as_something",
                            ),
                            models.UniqueConstraint(fields=("programme", "slug"), name="benefit_slug_once"),
                            models.UniqueConstraint(fields=("series",), name="benefit_series_once"),
                            models.UniqueConstraint(
                                fields=("brought_forward_from", "brought_forward_year"),
                                name="benefit_brought_forward_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["cashable", "avoidance", "income"])),
                                name="benefit_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["idea", "scoped", "profiled", "evidenced", "validated"])
                                ),
                                name="benefit_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "validated"), ("validated_on__isnull", False)),
                                    models.Q(
                                        models.Q(("state", "validated"), _negated=True),
                                        ("validated_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="benefit_validated_on_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("brought_forward_from__isnull", True), ("brought_forward_year__isnull", True)
                                    ),
                                    models.Q(
                                        ("brought_forward_from__isnull", False),
                                        ("brought_forward_year__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="benefit_brought_forward_from_a_year",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Budget",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=160)),
                        (
                            "holder",
                            models.CharField(
                                blank=True, help_text="Who holds it, for example children's services.", max_length=120
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="named_budgets",
                                to="ledger.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "name"), name="budget_name_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Claim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "share",
                            models.DecimalField(
                                decimal_places=4,
                                help_text="Per cent of the budget.",
                                max_digits=7,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                            ),
                        ),
                        (
                            "start",
                            models.DateField(
                                help_text="The first day of its first month.", verbose_name="first month"
                            ),
                        ),
                        (
                            "end",
                            models.DateField(help_text="The last day of its last month.", verbose_name="last month"),
                        ),
                        (
                            "benefit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="claims",
                                to="programmes.benefit",
                            ),
                        ),
                        (
                            "budget",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="programmes.budget",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["start", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("benefit", "budget", "start"), name="claim_once"),
                            models.CheckConstraint(
                                condition=models.Q(("end__gt", models.F("start"))), name="claim_months_in_order"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("share__gt", 0), ("share__lte", 100)),
                                name="claim_share_is_a_percentage",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contribution",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "subject",
                            models.CharField(help_text="What is shared, for example the contract.", max_length=80),
                        ),
                        ("share", models.DecimalField(decimal_places=4, help_text="Per cent.", max_digits=7)),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.organisation",
                                verbose_name="partner",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contributions",
                                to="programmes.programme",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["subject", "-share"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("programme", "subject", "member"), name="contribution_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("share__gte", 0), ("share__lte", 100)),
                                name="contribution_share_is_a_percentage",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalBenefit",
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
                                    ("cashable", "Cashable saving"),
                                    ("avoidance", "Cost avoidance"),
                                    ("income", "Income"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "recurring",
                            models.BooleanField(
                                default=True, help_text="Comes again in every later year; otherwise it is one-off."
                            ),
                        ),
                        (
                            "category",
                            models.CharField(
                                blank=True, help_text="For example demand, price, staffing, charging.", max_length=80
                            ),
                        ),
                        (
                            "description",
                            models.TextField(
                                blank=True, help_text="Where the money comes from, and how it is evidenced."
                            ),
                        ),
                        (
                            "owner_role",
                            models.CharField(blank=True, help_text="A role, never a person's name.", max_length=120),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("idea", "Idea"),
                                    ("scoped", "Scoped"),
                                    ("profiled", "Profiled"),
                                    ("evidenced", "Evidenced"),
                                    ("validated", "Validated by finance"),
                                ],
                                default="idea",
                                max_length=10,
                            ),
                        ),
                        ("validated_on", models.DateField(blank=True, editable=False, null=True)),
                        (
                            "validation",
                            models.TextField(blank=True, editable=False, help_text="What finance checked."),
                        ),
                        (
                            "brought_forward_year",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                editable=False,
                                help_text="The first calendar year of the year it was undelivered in.",
                                null=True,
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
                            "brought_forward_from",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                help_text="The line whose undelivered rest this one carries on.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programmes.benefit",
                            ),
                        ),
                        (
                            "full_year_series",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="What it yields in a full year once it works.",
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
                            "series",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Its plan, actual and forecast by month.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.series",
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
                        "verbose_name": "historical benefit",
                        "verbose_name_plural": "historical benefits",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalBudget",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("name", models.CharField(max_length=160)),
                        (
                            "holder",
                            models.CharField(
                                blank=True, help_text="Who holds it, for example children's services.", max_length=120
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
                    ],
                    options={
                        "verbose_name": "historical budget",
                        "verbose_name_plural": "historical budgets",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalClaim",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "share",
                            models.DecimalField(
                                decimal_places=4,
                                help_text="Per cent of the budget.",
                                max_digits=7,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                            ),
                        ),
                        (
                            "start",
                            models.DateField(
                                help_text="The first day of its first month.", verbose_name="first month"
                            ),
                        ),
                        (
                            "end",
                            models.DateField(help_text="The last day of its last month.", verbose_name="last month"),
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
                            "benefit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programmes.benefit",
                            ),
                        ),
                        (
                            "budget",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programmes.budget",
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
                    ],
                    options={
                        "verbose_name": "historical claim",
                        "verbose_name_plural": "historical claims",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalContribution",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "subject",
                            models.CharField(help_text="What is shared, for example the contract.", max_length=80),
                        ),
                        ("share", models.DecimalField(decimal_places=4, help_text="Per cent.", max_digits=7)),
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
                            "member",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.organisation",
                                verbose_name="partner",
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
                        "verbose_name": "historical contribution",
                        "verbose_name_plural": "historical contributions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalImpairment",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("closed_on", models.DateField(blank=True, editable=False, null=True)),
                        ("outcome", models.CharField(blank=True, editable=False, max_length=12)),
                        ("closing_reason", models.TextField(blank=True, editable=False)),
                        (
                            "of",
                            models.CharField(
                                choices=[("new", "New savings of the year"), ("earlier", "Earlier years' savings")],
                                max_length=10,
                                verbose_name="of which savings",
                            ),
                        ),
                        ("name", models.CharField(max_length=160)),
                        ("cause", models.TextField()),
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
                            "benefit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programmes.benefit",
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
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="The amount of a year that is not expected to be delivered.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical impairment",
                        "verbose_name_plural": "historical impairments",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalInvestment_pays_back_through",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                        (
                            "benefit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programmes.benefit",
                            ),
                        ),
                        (
                            "history",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                to="programmes.historicalinvestment",
                            ),
                        ),
                        (
                            "investment",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programmes.investment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "HistoricalInvestment_pays_back_through",
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMilestone",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("closed_on", models.DateField(blank=True, editable=False, null=True)),
                        ("outcome", models.CharField(blank=True, editable=False, max_length=12)),
                        ("closing_reason", models.TextField(blank=True, editable=False)),
                        ("name", models.CharField(max_length=200)),
                        ("due", models.DateField(help_text="As planned. It stays when the expected day moves.")),
                        (
                            "expected",
                            models.DateField(
                                blank=True, help_text="As expected now, where that is another day.", null=True
                            ),
                        ),
                        ("owner_role", models.CharField(blank=True, max_length=120)),
                        ("standing", models.TextField(blank=True, help_text="How it stands, in words.")),
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
                        "verbose_name": "historical milestone",
                        "verbose_name_plural": "historical milestones",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMitigation",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("closed_on", models.DateField(blank=True, editable=False, null=True)),
                        ("outcome", models.CharField(blank=True, editable=False, max_length=12)),
                        ("closing_reason", models.TextField(blank=True, editable=False)),
                        ("name", models.CharField(max_length=160)),
                        ("description", models.TextField(blank=True)),
                        (
                            "one_off",
                            models.BooleanField(
                                default=True, help_text="Helps this year only; the saving is missed again next year."
                            ),
                        ),
                        ("owner_role", models.CharField(blank=True, max_length=120)),
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
                            "benefit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Whose shortfall it makes good. None: the programme's as a whole.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programmes.benefit",
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
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="What it is planned to make good, and does, by month.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical mitigation",
                        "verbose_name_plural": "historical mitigations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalOpportunity",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("closed_on", models.DateField(blank=True, editable=False, null=True)),
                        ("outcome", models.CharField(blank=True, editable=False, max_length=12)),
                        ("closing_reason", models.TextField(blank=True, editable=False)),
                        ("name", models.CharField(max_length=200)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("embed", "Embed what works"),
                                    ("enhance", "Enhance its scope"),
                                    ("new", "New"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("description", models.TextField(blank=True)),
                        ("owner_role", models.CharField(blank=True, max_length=120)),
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
                            "series",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="What it might yield in a year, as forecast.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                        (
                            "taken_up_as",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programmes.benefit",
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
                        "verbose_name": "historical opportunity",
                        "verbose_name_plural": "historical opportunities",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Impairment",
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
                            "of",
                            models.CharField(
                                choices=[("new", "New savings of the year"), ("earlier", "Earlier years' savings")],
                                max_length=10,
                                verbose_name="of which savings",
                            ),
                        ),
                        ("name", models.CharField(max_length=160)),
                        ("cause", models.TextField()),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "benefit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="impairments",
                                to="programmes.benefit",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="impairments",
                                to="programmes.programme",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                help_text="The amount of a year that is not expected to be delivered.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.series",
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
                                name="programmes_impairment_closed_as_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("of__in", ["new", "earlier"])), name="impairment_of_known"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Milestone",
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
                        ("name", models.CharField(max_length=200)),
                        ("due", models.DateField(help_text="As planned. It stays when the expected day moves.")),
                        (
                            "expected",
                            models.DateField(
                                blank=True, help_text="As expected now, where that is another day.", null=True
                            ),
                        ),
                        ("owner_role", models.CharField(blank=True, max_length=120)),
                        ("standing", models.TextField(blank=True, help_text="How it stands, in words.")),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="milestones",
                                to="programmes.programme",
                            ),
                        ),
                        (
                            "workstream",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="programmes.workstream",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due", "name"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_on__isnull", True), ("outcome", "")),
                                    models.Q(("closed_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="programmes_milestone_closed_as_something",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mitigation",
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
                        ("name", models.CharField(max_length=160)),
                        ("description", models.TextField(blank=True)),
                        (
                            "one_off",
                            models.BooleanField(
                                default=True, help_text="Helps this year only; the saving is missed again next year."
                            ),
                        ),
                        ("owner_role", models.CharField(blank=True, max_length=120)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "benefit",
                            models.ForeignKey(
                                blank=True,
                                help_text="Whose shortfall it makes good. None: the programme's as a whole.",
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mitigations",
                                to="programmes.benefit",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mitigations",
                                to="programmes.programme",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                help_text="What it is planned to make good, and does, by month.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.series",
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
                                name="programmes_mitigation_closed_as_something",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Opportunity",
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
                        ("name", models.CharField(max_length=200)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("embed", "Embed what works"),
                                    ("enhance", "Enhance its scope"),
                                    ("new", "New"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("description", models.TextField(blank=True)),
                        ("owner_role", models.CharField(blank=True, max_length=120)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="opportunities",
                                to="programmes.programme",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                help_text="What it might yield in a year, as forecast.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.series",
                            ),
                        ),
                        (
                            "taken_up_as",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="opportunities",
                                to="programmes.benefit",
                            ),
                        ),
                        (
                            "workstream",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opportunities",
                                to="programmes.workstream",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "opportunities",
                        "ordering": ["position", "name"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_on__isnull", True), ("outcome", "")),
                                    models.Q(("closed_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="programmes_opportunity_closed_as_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["embed", "enhance", "new"])),
                                name="opportunity_kind_known",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RemoveConstraint(
            model_name="kpi",
            name="kpi_series_once",
        ),
        migrations.AddField(
            model_name="historicalinvestment",
            name="closed_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="historicalinvestment",
            name="closing_reason",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="historicalinvestment",
            name="outcome",
            field=models.CharField(blank=True, editable=False, max_length=12),
        ),
        migrations.AddField(
            model_name="historicalinvestment",
            name="split",
            field=models.CharField(
                blank=True,
                help_text="Which of a joint programme's shares divides it, for example the contract.",
                max_length=80,
            ),
        ),
        migrations.AddField(
            model_name="historicalkpi",
            name="closed_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="historicalkpi",
            name="closing_reason",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="historicalkpi",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="ledger.organisation",
            ),
        ),
        migrations.AddField(
            model_name="historicalkpi",
            name="outcome",
            field=models.CharField(blank=True, editable=False, max_length=12),
        ),
        migrations.AddField(
            model_name="historicalprogramme",
            name="closed_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="historicalprogramme",
            name="closing_reason",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="historicalprogramme",
            name="log",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="raid.log",
            ),
        ),
        migrations.AddField(
            model_name="historicalprogramme",
            name="outcome",
            field=models.CharField(blank=True, editable=False, max_length=12),
        ),
        migrations.AddField(
            model_name="historicalprogramme",
            name="owner_role",
            field=models.CharField(
                blank=True,
                help_text="A role, never a person's name.",
                max_length=120,
                verbose_name="senior responsible owner",
            ),
        ),
        migrations.AddField(
            model_name="historicalprogramme",
            name="part_of",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="The joint programme of a partnership that this is the organisation's part of. Who may read the partnership then sees this programme's totals.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="programmes.programme",
            ),
        ),
        migrations.AddField(
            model_name="historicalprogramme",
            name="spend_series",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Top down: the spend that the programme can influence, price effect taken out. Its forecast is read month by month as it was made; its target is the target position.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="ledger.series",
            ),
        ),
        migrations.AddField(
            model_name="historicalworkstream",
            name="aim",
            field=models.CharField(
                blank=True,
                choices=[("prevent", "Prevent"), ("reduce", "Reduce"), ("delay", "Delay")],
                help_text="What it does to demand for care.",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="historicalworkstream",
            name="closed_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="historicalworkstream",
            name="closing_reason",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="historicalworkstream",
            name="focus",
            field=models.TextField(blank=True, help_text="What it sets out to do."),
        ),
        migrations.AddField(
            model_name="historicalworkstream",
            name="log",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="raid.log",
            ),
        ),
        migrations.AddField(
            model_name="historicalworkstream",
            name="outcome",
            field=models.CharField(blank=True, editable=False, max_length=12),
        ),
        migrations.AddField(
            model_name="historicalworkstream",
            name="owner_role",
            field=models.CharField(blank=True, help_text="A role, never a person's name.", max_length=120),
        ),
        migrations.AddField(
            model_name="investment",
            name="closed_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="investment",
            name="closing_reason",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="investment",
            name="outcome",
            field=models.CharField(blank=True, editable=False, max_length=12),
        ),
        migrations.AddField(
            model_name="investment",
            name="split",
            field=models.CharField(
                blank=True,
                help_text="Which of a joint programme's shares divides it, for example the contract.",
                max_length=80,
            ),
        ),
        migrations.AddField(
            model_name="kpi",
            name="closed_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="kpi",
            name="closing_reason",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="kpi",
            name="organisation",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="kpis", to="ledger.organisation"
            ),
        ),
        migrations.AddField(
            model_name="kpi",
            name="outcome",
            field=models.CharField(blank=True, editable=False, max_length=12),
        ),
        migrations.AddField(
            model_name="programme",
            name="closed_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="programme",
            name="closing_reason",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="programme",
            name="log",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="raid.log",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="outcome",
            field=models.CharField(blank=True, editable=False, max_length=12),
        ),
        migrations.AddField(
            model_name="programme",
            name="owner_role",
            field=models.CharField(
                blank=True,
                help_text="A role, never a person's name.",
                max_length=120,
                verbose_name="senior responsible owner",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="part_of",
            field=models.ForeignKey(
                blank=True,
                help_text="The joint programme of a partnership that this is the organisation's part of. Who may read the partnership then sees this programme's totals.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="programmes.programme",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="spend_series",
            field=models.ForeignKey(
                blank=True,
                help_text="Top down: the spend that the programme can influence, price effect taken out. Its forecast is read month by month as it was made; its target is the target position.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.series",
            ),
        ),
        migrations.AddField(
            model_name="workstream",
            name="aim",
            field=models.CharField(
                blank=True,
                choices=[("prevent", "Prevent"), ("reduce", "Reduce"), ("delay", "Delay")],
                help_text="What it does to demand for care.",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="workstream",
            name="closed_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="workstream",
            name="closing_reason",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="workstream",
            name="focus",
            field=models.TextField(blank=True, help_text="What it sets out to do."),
        ),
        migrations.AddField(
            model_name="workstream",
            name="log",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="raid.log",
            ),
        ),
        migrations.AddField(
            model_name="workstream",
            name="outcome",
            field=models.CharField(blank=True, editable=False, max_length=12),
        ),
        migrations.AddField(
            model_name="workstream",
            name="owner_role",
            field=models.CharField(blank=True, help_text="A role, never a person's name.", max_length=120),
        ),
        migrations.AlterField(
            model_name="kpi",
            name="programme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="kpis",
                to="programmes.programme",
            ),
        ),
        migrations.AddConstraint(
            model_name="kpi",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on__isnull", True), ("outcome", "")),
                    models.Q(("closed_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="programmes_kpi_closed_as_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="kpi",
            constraint=models.UniqueConstraint(fields=("series",), name="kpi_series_once"),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on__isnull", True), ("outcome", "")),
                    models.Q(("closed_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="programmes_programme_closed_as_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("part_of", models.F("pk")), _negated=True), name="programme_not_its_own_part"
            ),
        ),
        migrations.AddConstraint(
            model_name="workstream",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on__isnull", True), ("outcome", "")),
                    models.Q(("closed_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="programmes_workstream_closed_as_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="workstream",
            constraint=models.CheckConstraint(
                condition=models.Q(("aim__in", ["", "prevent", "reduce", "delay"])), name="workstream_aim_known"
            ),
        ),
        migrations.AddField(
            model_name="investment",
            name="pays_back_through",
            field=models.ManyToManyField(
                blank=True,
                help_text="The benefits that it is to make possible.",
                related_name="investments",
                to="programmes.benefit",
            ),
        ),
        migrations.AddConstraint(
            model_name="investment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on__isnull", True), ("outcome", "")),
                    models.Q(("closed_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="programmes_investment_closed_as_something",
            ),
        ),
    ]
