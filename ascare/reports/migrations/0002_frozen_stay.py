from django.db import migrations

from ledger import triggers

TABLE, KEY = "reports_frozenreport", ("report_id",)


def keep(apps, schema_editor):
    for statement in triggers.refuse(schema_editor.connection.vendor, TABLE, *KEY):
        schema_editor.execute(statement, params=None)


def let_go(apps, schema_editor):
    for statement in triggers.allow(schema_editor.connection.vendor, TABLE):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [migrations.RunPython(keep, let_go)]
