import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import ledger.models.series
from ledger.create_together import CreateTogether


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name="Series",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                max_length=120,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "\\A[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*\\Z",
                                        "Use lower-case letters, digits and hyphens, with parts divided by /.",
                                    ),
                                    ledger.models.series.validate_address,
                                ],
                            ),
                        ),
                        ("name", models.CharField(max_length=160)),
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
                            "locality",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="series",
                                to="ledger.locality",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="series",
                                to="ledger.measure",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="series",
                                to="ledger.organisation",
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="series",
                                to="ledger.service",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "series",
                        "ordering": ["code"],
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "code"), name="series_code_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("frequency__in", ["day", "week", "month", "quarter", "year", "irregular"])
                                ),
                                name="series_frequency_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.PositiveIntegerField(
                                help_text="Counts the organisation's entries from 1, without gaps."
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("form", "Typed in"),
                                    ("paste", "Pasted"),
                                    ("workbook", "Workbook"),
                                    ("api", "API"),
                                    ("paper", "Published paper"),
                                    ("history", "History import"),
                                    ("migration", "Migration"),
                                    ("demo", "Demonstration"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("paper", models.CharField(blank=True, max_length=120)),
                        ("paragraph", models.CharField(blank=True, max_length=60)),
                        ("file_digest", models.CharField(blank=True, max_length=64)),
                        (
                            "provisional",
                            models.BooleanField(default=False, help_text="Stands as provisional until approved."),
                        ),
                        ("figure_count", models.PositiveIntegerField()),
                        ("first_start", models.DateField(help_text="The earliest start among its figures.")),
                        ("last_start", models.DateField(help_text="The latest start among its figures.")),
                        (
                            "recorded_at",
                            models.DateTimeField(help_text="The database's clock, under the organisation's lock."),
                        ),
                        ("known_from", models.DateTimeField(help_text="The axis of as at.")),
                        (
                            "digest",
                            models.CharField(
                                help_text="SHA-256 over this entry, its figures and the digest before.", max_length=64
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="ledger.organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "entries",
                        "ordering": ["organisation", "-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "number"), name="entry_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("known_from", models.F("recorded_at")),
                                    models.Q(
                                        ("channel__in", ("paper", "history", "migration", "demo")),
                                        ("known_from__lt", models.F("recorded_at")),
                                    ),
                                    _connector="OR",
                                ),
                                name="entry_backdated_only_by_its_channels",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "channel__in",
                                        ["form", "paste", "workbook", "api", "paper", "history", "migration", "demo"],
                                    )
                                ),
                                name="entry_channel_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Approval",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("approved_at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approvals",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approval",
                                to="ledger.entry",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="HistoricalOrganisation",
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
                        ("name", models.CharField(max_length=120)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("county", "County council"),
                                    ("unitary", "Unitary authority"),
                                    ("metropolitan", "Metropolitan district"),
                                    ("london-borough", "London borough"),
                                    ("sui-generis", "Sui generis authority"),
                                    ("partnership", "Partnership of councils"),
                                    ("demonstration", "Demonstration (made up)"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "gss_code",
                            models.CharField(
                                blank=True,
                                db_index=True,
                                max_length=9,
                                null=True,
                                validators=[django.core.validators.RegexValidator("\\AE\\d{8}\\Z")],
                                verbose_name="GSS code",
                            ),
                        ),
                        ("former_codes", models.JSONField(blank=True, default=list)),
                        ("region", models.CharField(blank=True, max_length=40)),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_to", models.DateField(blank=True, null=True)),
                        (
                            "live_from",
                            models.DateTimeField(
                                blank=True,
                                help_text="When the organisation went live; from then on nothing can be recorded as known earlier.",
                                null=True,
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
                    ],
                    options={
                        "verbose_name": "historical organisation",
                        "verbose_name_plural": "historical organisations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Organisation",
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
                                unique=True,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "\\A[a-z0-9]+(-[a-z0-9]+)*\\Z", "Use lower-case letters, digits and hyphens."
                                    )
                                ],
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("county", "County council"),
                                    ("unitary", "Unitary authority"),
                                    ("metropolitan", "Metropolitan district"),
                                    ("london-borough", "London borough"),
                                    ("sui-generis", "Sui generis authority"),
                                    ("partnership", "Partnership of councils"),
                                    ("demonstration", "Demonstration (made up)"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "gss_code",
                            models.CharField(
                                blank=True,
                                max_length=9,
                                null=True,
                                unique=True,
                                validators=[django.core.validators.RegexValidator("\\AE\\d{8}\\Z")],
                                verbose_name="GSS code",
                            ),
                        ),
                        ("former_codes", models.JSONField(blank=True, default=list)),
                        ("region", models.CharField(blank=True, max_length=40)),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_to", models.DateField(blank=True, null=True)),
                        (
                            "live_from",
                            models.DateTimeField(
                                blank=True,
                                help_text="When the organisation went live; from then on nothing can be recorded as known earlier.",
                                null=True,
                            ),
                        ),
                        (
                            "successors",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Councils merge and split.",
                                related_name="predecessors",
                                to="ledger.organisation",
                            ),
                        ),
                        (
                            "members",
                            models.ManyToManyField(
                                blank=True,
                                related_name="partnerships",
                                through="ledger.PartnershipMember",
                                to="ledger.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_from__isnull", True),
                                    ("valid_to__isnull", True),
                                    ("valid_to__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="organisation_valid_to_after_from",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "county",
                                            "unitary",
                                            "metropolitan",
                                            "london-borough",
                                            "sui-generis",
                                            "partnership",
                                            "demonstration",
                                        ],
                                    )
                                ),
                                name="organisation_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("gss_code__isnull", True),
                                    models.Q(("kind__in", ["partnership", "demonstration"]), _negated=True),
                                    _connector="OR",
                                ),
                                name="organisation_only_councils_have_gss_codes",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Measure",
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
                        ("name", models.CharField(max_length=120)),
                        (
                            "unit",
                            models.CharField(help_text="GBP, percent, people, hours per week ...", max_length=40),
                        ),
                        (
                            "decimals",
                            models.PositiveSmallIntegerField(default=0, help_text="Places shown; up to 4 are kept."),
                        ),
                        (
                            "better",
                            models.CharField(
                                choices=[
                                    ("higher", "Higher is better"),
                                    ("lower", "Lower is better"),
                                    ("neutral", "Neither"),
                                ],
                                default="neutral",
                                max_length=10,
                            ),
                        ),
                        (
                            "rollup",
                            models.CharField(
                                choices=[
                                    ("sum", "Sum over time"),
                                    ("last", "Last value"),
                                    ("mean", "Mean over time"),
                                ],
                                default="sum",
                                max_length=10,
                            ),
                        ),
                        ("minimum", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                        ("maximum", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                        ("definition", models.TextField(help_text="What is counted, and what is not.")),
                        ("why", models.TextField(blank=True, verbose_name="why it matters")),
                        (
                            "source",
                            models.CharField(blank=True, help_text="Where the numbers come from.", max_length=200),
                        ),
                        ("owner_role", models.CharField(blank=True, max_length=120)),
                        ("next_review", models.DateField(blank=True, null=True)),
                        (
                            "suppress_small",
                            models.BooleanField(
                                default=False, help_text="Counts of people under 5 are not for publication."
                            ),
                        ),
                        (
                            "denominator",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.measure",
                            ),
                        ),
                        (
                            "numerator",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.measure",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="measures",
                                to="ledger.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("organisation__isnull", True)),
                                fields=("code",),
                                name="measure_shipped_code_once",
                            ),
                            models.UniqueConstraint(fields=("organisation", "code"), name="measure_own_code_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("denominator__isnull", True), ("numerator__isnull", True)),
                                    models.Q(("denominator__isnull", False), ("numerator__isnull", False)),
                                    _connector="OR",
                                ),
                                name="measure_ratio_has_both_parts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("minimum__isnull", True),
                                    ("maximum__isnull", True),
                                    ("maximum__gte", models.F("minimum")),
                                    _connector="OR",
                                ),
                                name="measure_limits_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("decimals__lte", 4)), name="measure_decimals_at_most_4"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("better__in", ["higher", "lower", "neutral"])),
                                name="measure_better_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rollup__in", ["sum", "last", "mean"])),
                                name="measure_rollup_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Locality",
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
                                max_length=60,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "\\A[a-z0-9]+(-[a-z0-9]+)*\\Z", "Use lower-case letters, digits and hyphens."
                                    )
                                ],
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="localities",
                                to="ledger.organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "localities",
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "code"), name="locality_code_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalService",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "code",
                            models.SlugField(
                                max_length=60,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "\\A[a-z0-9]+(-[a-z0-9]+)*\\Z", "Use lower-case letters, digits and hyphens."
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
                        "verbose_name": "historical service",
                        "verbose_name_plural": "historical services",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPartnershipMember",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "default_share",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                help_text="Per cent of what is joint.",
                                max_digits=7,
                                null=True,
                            ),
                        ),
                        (
                            "is_lead",
                            models.BooleanField(
                                default=False, help_text="The lead council's people write and approve."
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
                            "member",
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
                            "partnership",
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
                        "verbose_name": "historical partnership member",
                        "verbose_name_plural": "historical partnership members",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalOrganisation_successors",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                        (
                            "history",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                to="ledger.historicalorganisation",
                            ),
                        ),
                        (
                            "from_organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.organisation",
                            ),
                        ),
                        (
                            "to_organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "HistoricalOrganisation_successors",
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMembership",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("viewer", "Viewer"),
                                    ("contributor", "Contributor"),
                                    ("finance-officer", "Finance officer"),
                                    ("finance-lead", "Finance lead"),
                                    ("administrator", "Administrator"),
                                ],
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
                            "user",
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
                        "verbose_name": "historical membership",
                        "verbose_name_plural": "historical memberships",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMeasure",
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
                        ("name", models.CharField(max_length=120)),
                        (
                            "unit",
                            models.CharField(help_text="GBP, percent, people, hours per week ...", max_length=40),
                        ),
                        (
                            "decimals",
                            models.PositiveSmallIntegerField(default=0, help_text="Places shown; up to 4 are kept."),
                        ),
                        (
                            "better",
                            models.CharField(
                                choices=[
                                    ("higher", "Higher is better"),
                                    ("lower", "Lower is better"),
                                    ("neutral", "Neither"),
                                ],
                                default="neutral",
                                max_length=10,
                            ),
                        ),
                        (
                            "rollup",
                            models.CharField(
                                choices=[
                                    ("sum", "Sum over time"),
                                    ("last", "Last value"),
                                    ("mean", "Mean over time"),
                                ],
                                default="sum",
                                max_length=10,
                            ),
                        ),
                        ("minimum", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                        ("maximum", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                        ("definition", models.TextField(help_text="What is counted, and what is not.")),
                        ("why", models.TextField(blank=True, verbose_name="why it matters")),
                        (
                            "source",
                            models.CharField(blank=True, help_text="Where the numbers come from.", max_length=200),
                        ),
                        ("owner_role", models.CharField(blank=True, max_length=120)),
                        ("next_review", models.DateField(blank=True, null=True)),
                        (
                            "suppress_small",
                            models.BooleanField(
                                default=False, help_text="Counts of people under 5 are not for publication."
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
                            "denominator",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.measure",
                            ),
                        ),
                        (
                            "numerator",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.measure",
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
                        "verbose_name": "historical measure",
                        "verbose_name_plural": "historical measures",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalLocality",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "code",
                            models.SlugField(
                                max_length=60,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "\\A[a-z0-9]+(-[a-z0-9]+)*\\Z", "Use lower-case letters, digits and hyphens."
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
                        "verbose_name": "historical locality",
                        "verbose_name_plural": "historical localities",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ApiToken",
                    fields=[
                        ("digest", models.CharField(max_length=128, primary_key=True, serialize=False)),
                        ("token_key", models.CharField(db_index=True, max_length=25)),
                        ("created", models.DateTimeField(auto_now_add=True)),
                        ("expiry", models.DateTimeField(blank=True, null=True)),
                        ("name", models.CharField(help_text="What it is for.", max_length=80)),
                        ("may_write", models.BooleanField(default=False)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="auth_token_set",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="ledger.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created"],
                    },
                ),
                migrations.CreateModel(
                    name="PartnershipMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "default_share",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                help_text="Per cent of what is joint.",
                                max_digits=7,
                                null=True,
                            ),
                        ),
                        (
                            "is_lead",
                            models.BooleanField(
                                default=False, help_text="The lead council's people write and approve."
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts_in",
                                to="ledger.organisation",
                            ),
                        ),
                        (
                            "partnership",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="ledger.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("partnership", "member"), name="partnership_member_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("is_lead", True)),
                                fields=("partnership",),
                                name="partnership_one_lead",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("default_share__isnull", True),
                                    models.Q(("default_share__gte", 0), ("default_share__lte", 100)),
                                    _connector="OR",
                                ),
                                name="partnership_share_is_a_percentage",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("partnership", models.F("member")), _negated=True),
                                name="partnership_not_its_own_member",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SeriesDocument",
                    fields=[
                        (
                            "series",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="document",
                                serialize=False,
                                to="ledger.series",
                            ),
                        ),
                        ("body", models.JSONField()),
                        ("newest_entry", models.BigIntegerField()),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="ledger.organisation",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="HistoricalSeriesBreak",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("on", models.DateField()),
                        ("reason", models.CharField(max_length=300)),
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
                    ],
                    options={
                        "verbose_name": "historical series break",
                        "verbose_name_plural": "historical series breaks",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Figure",
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
                            "revision",
                            models.PositiveIntegerField(
                                help_text="1 for the first of its key; one more than what it follows."
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=4, help_text="None: withdrawn.", max_digits=15, null=True
                            ),
                        ),
                        (
                            "qualifier",
                            models.CharField(
                                blank=True,
                                choices=[("", "Exactly"), ("about", "About"), ("over", "Over"), ("under", "Under")],
                                default="",
                                max_length=5,
                            ),
                        ),
                        ("inferred", models.BooleanField(default=False)),
                        ("known_from", models.DateTimeField()),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="figures", to="ledger.entry"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.organisation",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="figures",
                                to="ledger.series",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "series", "basis", "start", "end", "edition", "revision"),
                                name="figure_revision_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("end__gte", models.F("start"))), name="figure_span_in_order"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("basis__in", ["actual", "plan", "baseline", "target", "budget", "forecast"])
                                ),
                                name="figure_basis_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("qualifier__in", ["", "about", "over", "under"])),
                                name="figure_qualifier_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)), name="figure_revision_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("basis", "actual"), _negated=True),
                                    ("edition", models.F("start")),
                                    _connector="OR",
                                ),
                                name="figure_actual_is_its_own_edition",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("known_from__lte", models.F("recorded_at"))),
                                name="figure_known_by_when_recorded",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SeriesBreak",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField()),
                        ("reason", models.CharField(max_length=300)),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="breaks", to="ledger.series"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["on"],
                        "constraints": [models.UniqueConstraint(fields=("series", "on"), name="series_break_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Service",
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
                                max_length=60,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "\\A[a-z0-9]+(-[a-z0-9]+)*\\Z", "Use lower-case letters, digits and hyphens."
                                    )
                                ],
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="services",
                                to="ledger.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "code"), name="service_code_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
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
                                    ("viewer", "Viewer"),
                                    ("contributor", "Contributor"),
                                    ("finance-officer", "Finance officer"),
                                    ("finance-lead", "Finance lead"),
                                    ("administrator", "Administrator"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to="ledger.organisation",
                            ),
                        ),
                        (
                            "services",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Writes only for these services; none chosen: for all.",
                                to="ledger.service",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["user__username"],
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "organisation"), name="membership_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        ["viewer", "contributor", "finance-officer", "finance-lead", "administrator"],
                                    )
                                ),
                                name="membership_role_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSeries",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "code",
                            models.CharField(
                                max_length=120,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "\\A[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*\\Z",
                                        "Use lower-case letters, digits and hyphens, with parts divided by /.",
                                    ),
                                    ledger.models.series.validate_address,
                                ],
                            ),
                        ),
                        ("name", models.CharField(max_length=160)),
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
                            "locality",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.locality",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.measure",
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
                        "verbose_name": "historical series",
                        "verbose_name_plural": "historical series",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMembership_services",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                        (
                            "history",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                to="ledger.historicalmembership",
                            ),
                        ),
                        (
                            "membership",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.membership",
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.service",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "HistoricalMembership_services",
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Comment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=2000)),
                        ("written_at", models.DateTimeField(auto_now_add=True)),
                        ("erased_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "erased_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "figure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="ledger.figure",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["written_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("erased_at__isnull", True), ("erased_by__isnull", True)),
                                    models.Q(
                                        ("erased_at__isnull", False), ("erased_by__isnull", False), ("text", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="comment_erased_means_gone",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IdempotentRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=100)),
                        ("body_digest", models.CharField(max_length=64)),
                        ("answer", models.JSONField()),
                        ("status", models.PositiveSmallIntegerField()),
                        ("made_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("user", "key"), name="idempotency_key_once")],
                    },
                ),
            ]
        ),
    ]
