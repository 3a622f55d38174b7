from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_sensitive_measures")]

    operations = [
        migrations.AddField(
            model_name="job",
            name="doing",
            field=models.CharField(
                blank=True, help_text="Of work in steps: what comes next, in words.", max_length=200
            ),
        ),
        migrations.AddField(
            model_name="job",
            name="percent",
            field=models.PositiveSmallIntegerField(default=0, help_text="Of work in steps: how much is done."),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(condition=models.Q(percent__lte=100), name="job_percent_up_to_100"),
        ),
    ]
