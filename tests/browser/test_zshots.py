import re
import pytest
from tests.browser.conftest import Visit
from tests.browser.places import PLACES
from tests.browser.test_pages import set_size, barriers
from collections import Counter
@pytest.mark.parametrize("place", PLACES, ids=lambda p: p.name)
def test_shot(visit, place):
    v = place.visit(visit)
    if place.route=="api-docs":
        print(Counter(b.split(":")[0] for b in barriers(v.page)))
    v.page.wait_for_timeout(250)
    n = re.sub(r"\W+","-",place.name)
    v.page.screenshot(path=f"/tmp/bt/shots/{n}-1280.png", full_page=True)
    set_size(v.page, 375)
    v.page.wait_for_timeout(250)
    v.page.screenshot(path=f"/tmp/bt/shots/{n}-375.png", full_page=True)
