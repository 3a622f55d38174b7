"""One subject on one database: `python -m bench.subject NAME [--quick]`, in the environment that leads there."""

import sys
from importlib import import_module

import django


def main(name: str, *options: str) -> int:
    django.setup()
    from django.db import connection

    good = True
    for measure in import_module(f"bench.{name}").measure(quick="--quick" in options):
        good = good and measure.passed
        sys.stdout.write(measure.line(connection.vendor))
        sys.stdout.flush()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
