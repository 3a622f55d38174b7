import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    # Apart from the filling before it: PostgreSQL alters no table whose rows its transaction has just changed.
    dependencies = [("programmes", "0003_older_rows_completed")]

    operations = [
        migrations.AlterField(
            model_name="kpi",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="kpis", to="ledger.organisation"
            ),
        ),
    ]
