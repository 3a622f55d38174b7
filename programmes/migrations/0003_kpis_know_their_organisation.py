from django.db import migrations


def name_organisations(apps, schema_editor):
    """A KPI had its organisation through its programme only."""
    for name in ("Kpi", "HistoricalKpi"):
        for kpi in apps.get_model("programmes", name).objects.filter(organisation=None).select_related("programme"):
            kpi.organisation_id = kpi.programme.organisation_id
            kpi.save(update_fields=["organisation"])


class Migration(migrations.Migration):
    dependencies = [("programmes", "0002_the_whole_programme")]

    operations = [migrations.RunPython(name_organisations, migrations.RunPython.noop, elidable=True)]
