"""What a council's template may say: a few names, loops over three lists, conditions. Nothing else is let through.

The sandbox of jinja2 stands between a template and Python; what is left out here besides (calls, sums, macros) is
what could make a small template take for ever or fill the memory.
"""

import re
from collections.abc import Iterator

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from ledger.months import day_label, moment_label

from ..value import Report
from .elements import clean

BLOCKS = {
    "body": "the numbered sections with their tables and charts; needed once: {{p body }} in a paragraph of its own",
    "contents": "the list of headings: {{p contents }} in a paragraph of its own",
    "recommendation": "what the committee is asked to do: {{p recommendation }} in a paragraph of its own",
}
LISTS = {
    "front": "the front matter: row.label and row.words of each row in front",
    "clearances": "who has cleared the report: row.role, row.implications and row.cleared of each row in clearances",
    "notes": "how to read the figures: each note in notes",
}
NAMES: dict[str, str] = {
    "title": "the title of the report",
    "organisation": "the name of the council",
    "committee": "the name of the committee",
    "meeting": "the day of the meeting: 7 November 2019; empty where none is set",
    "year": "the financial year: 2019/20",
    "as_at": "the day that the figures are given as at",
    "known": "up to when figures were known, with the time of day",
    "state": "Draft, Cleared or Frozen; stands in every header by itself until the report is frozen",
    "label": "what says that an organisation is made up; stands in every header by itself",
    **BLOCKS,
    **LISTS,
}
PARTS = {"label", "words", "role", "implications", "cleared"}  # of the rows in lists
COUNTERS = {"index", "first", "last", "length"}  # of a loop
FILTERS = ("upper", "lower", "title", "capitalize", "trim", "default", "length", "escape")
TESTS = ("defined", "undefined")
DEEPEST = 8  # conditions and loops within each other
ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Keyword),
    *(nodes.Name, nodes.Getattr, nodes.Filter, nodes.Test),
    *(nodes.For, nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
)


class TemplateLanguage(SandboxedEnvironment):
    """The jinja2 of templates: what isn't allowed doesn't compile."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS}
        self.globals = {}

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        for line, words in objections(source):
            raise TemplateSyntaxError(words, line)
        return super()._generate(source, name, filename, defer_init)


def objections(template: nodes.Template) -> Iterator[tuple[int, str]]:
    """What a parsed template says that it may not: the line, and what is wrong in words."""
    own = {node.target.name for node in template.find_all(nodes.For) if isinstance(node.target, nodes.Name)}
    for node, depth in _within(template):
        if words := "conditions stand too deeply in each other" if depth > DEEPEST else _objection(node, own):
            yield node.lineno, words


def _within(node: nodes.Node, depth: int = 0) -> Iterator[tuple[nodes.Node, int]]:
    """All nodes, and in how many conditions and loops each stands."""
    yield node, depth
    for child in node.iter_child_nodes():
        yield from _within(child, depth + isinstance(node, nodes.If | nodes.For))


def _objection(node: nodes.Node, own: set[str]) -> str:
    match node:
        case nodes.Name(ctx="load", name=name) if name not in NAMES and name not in own | {"loop"}:
            return f"“{name}” is no name that a report has; it has {', '.join(NAMES)}"
        case nodes.Name(ctx="store", name=name) if name in NAMES:
            return f"“{name}” is a name of the report, so a loop can’t use it for its rows"
        case nodes.Getattr(node=nodes.Name(name=name), attr=attr) if attr in (COUNTERS if name == "loop" else PARTS):
            return ""
        case nodes.Getattr(attr=attr):
            return f"“.{attr}” is nothing that can be asked for; rows of lists have {', '.join(sorted(PARTS))}"
        case nodes.For() if not isinstance(node.iter, nodes.Name) or node.iter.name not in LISTS:
            return f"a loop goes over one of {', '.join(LISTS)}"
        case nodes.For() if node.recursive or node.find(nodes.For):
            return "a loop can’t stand in a loop"
        case nodes.Filter(name=name) if name not in FILTERS:
            return f"“|{name}” is no filter that a template may use; it may use {', '.join(FILTERS)}"
        case nodes.Test(name=name) if name not in TESTS:
            return f"“is {name}” is no test that a template may use; it may use {', '.join(TESTS)}"
        case _ if not isinstance(node, ALLOWED):
            kind = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(node).__name__).lower()
            return f"a template shows names, loops over lists and asks conditions; “{kind}” is more than that"
    return ""


def spoken(report: Report) -> dict[str, object]:
    """The values of NAMES: plain strings, lists of plain dicts, and where the blocks go; nothing of ours."""
    values = {
        "title": report.title,
        "organisation": report.organisation,
        "committee": report.committee,
        "meeting": day_label(report.meeting) if report.meeting else "",
        "year": report.year,
        "as_at": day_label(report.as_at),
        "known": moment_label(report.moment),
        "state": report.state,
        "label": report.label,
    }
    return {
        **{name: clean(text) for name, text in values.items()},
        "body": block_mark("body"),
        "contents": block_mark("contents"),
        "recommendation": block_mark("recommendation") if report.recommendation.strip() else "",
        "front": [{"label": clean(label), "words": clean(words)} for label, words in report.front],
        "clearances": [
            {
                "role": clean(found.role),
                "implications": clean(found.implications),
                "cleared": day_label(found.cleared) if found.cleared else "Not yet",
            }
            for found in report.clearances
        ],
        "notes": [clean(note) for note in report.notes],
    }


def block_mark(name: str) -> Markup:
    """A paragraph that keeps a block's place; of a style that no words can bring about."""
    return Markup('<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr></w:p>').format(mark_style(name))


def mark_style(name: str) -> str:
    return f"ascare-{name}"
