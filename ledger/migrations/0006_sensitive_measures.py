from django.db import migrations, models

SENSITIVE = {
    "default": False,
    "help_text": "Commercially sensitive, as a single provider's price is: not for publication.",
}


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_closed_periods")]

    operations = [
        migrations.AddField("historicalmeasure", "sensitive", models.BooleanField(**SENSITIVE)),
        migrations.AddField("measure", "sensitive", models.BooleanField(**SENSITIVE)),
    ]
