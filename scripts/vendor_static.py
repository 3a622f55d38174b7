"""Fetch the third-party CSS and JavaScript that pages use, and write it to static/vendor/ (axe to tests/vendor/).

For maintainers only: it needs npm. Run it after raising a version below or upgrading plotly, and commit the result:

    .venv/bin/python scripts/vendor_static.py

GDS Transport, the crest and the GOV.UK logo are for services on gov.uk only, so they are cut out; so are source
maps, and every style rule that plotly.js would inject, because pages run without 'unsafe-inline'.
"""

import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from plotly.offline import get_plotlyjs_version

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static" / "vendor"
TESTS = ROOT / "tests" / "vendor"

GOVUK = "govuk-frontend@6.6.0"
HTMX = "htmx.org@2.0.11"
AXE = "axe-core@4.14.1"
PLOTLY = f"plotly.js-basic-dist-min@{get_plotlyjs_version()}"  # the schema that plotly.py validates against

FONTS = "arial,Helvetica,sans-serif"
# The package carries no licence file; this is LICENSE.txt of its repository.
GOVUK_LICENCE = """\
The MIT License (MIT)

Copyright (C) 2017 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of
this software and associated documentation files (the "Software"), to deal in
the Software without restriction, including without limitation the rights to
use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies
of the Software, and to permit persons to whom the Software is furnished to do
so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""


def packed(spec: str, *names: str) -> list[str]:
    """The text of the named files of an npm package."""
    with tempfile.TemporaryDirectory() as folder:
        listing = subprocess.run(
            ["npm", "pack", "--json", "--loglevel=error", spec],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        )
        described = json.loads(listing.stdout)
        package = next(iter(described.values())) if isinstance(described, dict) else described[0]
        with tarfile.open(Path(folder, package["filename"])) as archive:
            return [_member(archive, f"package/{name}") for name in names]


def _member(archive: tarfile.TarFile, name: str) -> str:
    file = archive.extractfile(name)
    if file is None:
        raise SystemExit(f"{name} is not a file in this package; has its layout changed?")
    return file.read().decode()


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{path.relative_to(ROOT)}: {len(text.encode()):,} bytes\n")


def cut(pattern: str, text: str, replacement: str = "") -> str:
    """`text` with every match replaced; stops where there is none, because then the package has changed."""
    result, found = re.subn(pattern, lambda _: replacement, text, flags=re.DOTALL)
    if not found:
        raise SystemExit(f"nothing matches {pattern}; the package has changed, so look at it before going on")
    return result


def without_source_map(text: str) -> str:
    return re.sub(r"(//[#@] sourceMappingURL=\S*|/\*[#@] sourceMappingURL=.*?\*/)", "", text).rstrip() + "\n"


def council_css(css: str) -> str:
    """GOV.UK Frontend's styles without what only gov.uk may use, and without any url() that would dangle."""
    css = cut(r"/\*! Copyright \(c\) 2011 by Margaret Calvert.*?\*/", css)
    css = cut(r"@font-face\{[^}]*\}", css)
    css = cut(r"GDS Transport,arial,sans-serif", css, FONTS)
    css = cut(r"[^{}]*(?:__crown|logotype|logo-dot|licence-logo|copyright-logo)[^{}]*\{[^{}]*\}", css)
    if found := re.findall(r"url\([^)]*\)|GDS Transport|crest|crown", css):
        raise SystemExit(f"left in the CSS: {found}")
    return without_source_map(css)


def plotly_css(bundle: str) -> str:
    """The rules that plotly.js inserts one by one into a style element of its own when it loads."""
    found = re.search(r'=\{("X,X div":.*?)\};for\(', bundle, re.DOTALL)
    if not found:
        raise SystemExit("plotly.js keeps its style rules elsewhere now; look for addStyleRule")
    pairs = re.findall(r"""(?:"([^"]+)"|(\w+)):(?:"([^"]*)"|'([^']*)'),?""", found[1])
    rules = [
        (selector or bare).replace("X", ".js-plotly-plot .plotly").replace("Y", ".plotly-notifier")
        + "{"
        + (double or single)
        + "}"
        for selector, bare, double, single in pairs
    ]
    # insertRule(…, 0) puts each rule before the last, so the first of the object is the last of the sheet.
    return "\n".join(reversed(rules)) + "\n"


def main() -> None:
    css, javascript = packed(GOVUK, "dist/govuk/govuk-frontend.min.css", "dist/govuk/govuk-frontend.min.js")
    write(STATIC / "govuk-frontend" / "govuk-frontend.min.css", council_css(css))
    write(STATIC / "govuk-frontend" / "govuk-frontend.min.js", without_source_map(javascript))
    write(STATIC / "govuk-frontend" / "LICENSE.txt", GOVUK_LICENCE)

    bundle, licence = packed(PLOTLY, "plotly-basic.min.js", "LICENSE")
    write(STATIC / "plotly.css", plotly_css(bundle))
    # The map library's styles come with the basic bundle although its maps do not.
    bundle = cut(r'\(function\(\)\{if\(!document\.getElementById\("[0-9a-f]{64}"\)\)\{.*?\}\}\)\(\)', bundle)
    write(STATIC / "plotly" / "plotly-basic.min.js", without_source_map(bundle))
    write(STATIC / "plotly" / "LICENSE.txt", licence)

    javascript, licence = packed(HTMX, "dist/htmx.min.js", "LICENSE")
    write(STATIC / "htmx" / "htmx.min.js", without_source_map(javascript))
    write(STATIC / "htmx" / "LICENSE.txt", licence)

    javascript, licence = packed(AXE, "axe.min.js", "LICENSE")
    write(TESTS / "axe.min.js", without_source_map(javascript))
    write(TESTS / "axe-LICENSE.txt", licence)


if __name__ == "__main__":
    main()
