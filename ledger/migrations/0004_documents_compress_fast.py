from django.db import migrations

# Documents are written far more often than the disk is short of room. Where PostgreSQL was built without lz4, and
# on SQLite, they stay as they are.
FAST = """
DO $$
BEGIN
    ALTER TABLE ledger_seriesdocument ALTER COLUMN body SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    RAISE NOTICE 'lz4 is not there; documents are compressed as usual';
END $$
"""


def compress_fast(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FAST, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_jobs_schemes_and_projections")]

    operations = [migrations.RunPython(compress_fast, migrations.RunPython.noop, elidable=True)]
