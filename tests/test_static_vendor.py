"""What static/vendor/ may not contain, and that it fits what the pages and plotly.py expect of it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from plotly.offline import get_plotlyjs_version

STATIC = Path(settings.BASE_DIR) / "static"
VENDOR = STATIC / "vendor"
TEXT = [path for path in STATIC.rglob("*") if path.suffix in (".css", ".js")]


@pytest.mark.parametrize("path", TEXT, ids=lambda path: path.name)
def test_static_text_has_no_source_map_and_no_font_or_emblem_of_gov_uk(path: Path) -> None:
    text = path.read_text()

    assert "sourceMappingURL" not in text
    assert not re.search(r"gds[ -]?transport|@font-face|govuk-crest|__crown|Margaret Calvert", text, re.IGNORECASE)


def test_no_fonts_images_or_maps_are_shipped() -> None:
    unwanted = {".woff", ".woff2", ".ttf", ".otf", ".eot", ".map", ".png", ".ico", ".jpg"}

    assert not [path for path in STATIC.rglob("*") if path.suffix in unwanted]


@pytest.mark.parametrize("path", [p for p in TEXT if p.suffix == ".css"], ids=lambda path: path.name)
def test_css_refers_to_no_other_file(path: Path) -> None:
    # Hashed static files fail to collect on a url() that leads nowhere.
    assert not re.search(r"url\(\s*['\"]?(?!data:)|@import", path.read_text())


def test_chart_bundle_is_the_version_that_plotly_validates_against() -> None:
    bundle = (VENDOR / "plotly" / "plotly-basic.min.js").read_text()

    assert f"plotly.js (basic - minified) v{get_plotlyjs_version()}" in bundle


def test_chart_bundle_adds_no_styles_of_its_own() -> None:
    bundle = (VENDOR / "plotly" / "plotly-basic.min.js").read_text()

    # The one style element left is skipped where a .no-inline-styles with this id is on the page.
    assert bundle.count('createElement("style")') == 1
    assert '"plotly.js-style-"+' in bundle
    assert ".no-inline-styles" in bundle
    assert "maplibre" not in bundle
    include = (Path(settings.BASE_DIR) / "templates/components/chart_bundle.html").read_text()
    assert 'id="plotly.js-style-global" class="no-inline-styles"' in include


def test_plotly_css_holds_the_rules_of_the_bundle() -> None:
    bundle = (VENDOR / "plotly" / "plotly-basic.min.js").read_text()
    css = (VENDOR / "plotly.css").read_text()
    found = re.search(r'=\{("X,X div":.*?)\};for\(', bundle, re.DOTALL)

    assert found
    for body in re.findall(r""":(?:"([^"]*)"|'([^']*)')""", found[1]):
        assert "".join(body) in css
    assert ".js-plotly-plot .plotly .main-svg{" in css


@pytest.mark.parametrize("folder", [path for path in VENDOR.iterdir() if path.is_dir()], ids=lambda path: path.name)
def test_each_package_carries_its_licence(folder: Path) -> None:
    assert (folder / "LICENSE.txt").stat().st_size > 300


def test_templates_have_no_inline_style_script_or_handler() -> None:
    for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text), path
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), path
