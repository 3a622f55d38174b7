from datetime import date

import pytest

from ledger.access import Access
from ledger.models import Organisation, Role
from ledger.months import FinancialYear
from ledger.scope import Scope


@pytest.fixture
def viewer_scope(council: Organisation) -> Scope:
    """Of a reader who looks at 2019/20 as known on its last day."""
    year, day = FinancialYear(2019), date(2020, 3, 31)
    access = Access(organisation=council, role=Role.VIEWER, membership=None)
    return Scope(access=access, organisations=[council], year=year, years=[year], as_at=day, today=day, asked={})
