from django.db import migrations


def name_organisations(apps, schema_editor):
    """A KPI had its organisation through its programme only."""
    for name in ("Kpi", "HistoricalKpi"):
        for kpi in apps.get_model("programmes", name).objects.filter(organisation=None).select_related("programme"):
            kpi.organisation_id = kpi.programme.organisation_id
            kpi.save(update_fields=["organisation"])


def open_logs(apps, schema_editor):
    """Programmes and workstreams had no logs. Theirs are as old as they are themselves."""
    for name in ("Programme", "Workstream"):
        versions = apps.get_model("programmes", f"Historical{name}").objects
        for thing in apps.get_model("programmes", name).objects.filter(log=None):
            first = versions.filter(id=thing.pk).order_by("history_date").first()
            thing.log = _opened(apps, thing, first)
            thing.save(update_fields=["log"])
            versions.filter(id=thing.pk).update(log=thing.log)


def _opened(apps, thing, first):
    programme = getattr(thing, "programme", thing)
    called = thing.name if programme is thing else f"{programme.name}: {thing.name}"
    log = apps.get_model("raid", "Log").objects.create(organisation_id=programme.organisation_id, name=called[:200])
    apps.get_model("raid", "HistoricalLog").objects.create(
        id=log.pk,
        organisation_id=log.organisation_id,
        name=log.name,
        history_date=first.history_date,
        history_type="+",
    )
    return log


class Migration(migrations.Migration):
    dependencies = [("programmes", "0002_the_whole_programme")]

    operations = [
        migrations.RunPython(name_organisations, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(open_logs, migrations.RunPython.noop, elidable=True),
    ]
