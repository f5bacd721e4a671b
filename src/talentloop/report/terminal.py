"""The loop report in a terminal: the same words, in four columns where there is room, and as clear without colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from ..core.findings import KpiFinding, LoopReport
from ..core.kpi import Pillar
from ..core.measurement import CannotSay
from .appendix import appendix
from .changes import SHAPES, Marks, fact_of, marks, shown_change, tone
from .figures import cannot_say, figure_text
from .scale import Scale, common_scale
from .sentences import cell_sentence
from .summary import Sentence, header, summary, title
from .words import Words

WIDE = 120  # columns from which the pillars stand side by side
TEXT = 100  # a line of running text is never longer
STYLES: Mapping[str, str] = {"better": "green", "worse": "red", "expected": "yellow", "unsure": "dim"}
FRAMEWORK = (Pillar.POOLS, Pillar.REACH, Pillar.TRAFFIC, Pillar.CONVERSION)
BELOW = (Pillar.QUALITY, Pillar.ROI)


def show(report: LoopReport, lang: str, console: Console) -> None:
    """Print the whole report to the console."""
    w = Words(lang, report.currency)
    scale = common_scale(marks(f) for f in report.findings)
    width = min(console.width, 200)
    for part in (_head(w, report), _framework(w, report, FRAMEWORK, scale, width),
                 _framework(w, report, BELOW, scale, width), *appendix(w, report, min(width, TEXT))):
        console.print(part)


def _head(w: Words, report: LoopReport) -> RenderableType:
    facts = Table.grid(padding=(0, 2))
    for fact in header(w, report):
        facts.add_row(Text(fact.label, style="dim"), Text(fact.text))
    strategy = _narrow(Text(f"{report.client} · {report.loop.strategy}"))
    lines: list[RenderableType] = [Text(title(w, report), style="bold"), strategy, Text(""), facts, Text("")]
    meanings = [fact.meaning for fact in header(w, report) if fact.meaning]
    lines.append(_narrow(Text(" ".join(meanings), style="dim")))
    lines += [Text(""), _narrow(_paragraph(summary(w, report))), Text("")]
    return Group(*lines)


def _narrow(text: Text) -> RenderableType:
    table = Table.grid()
    table.add_column(max_width=TEXT)
    table.add_row(text)
    return table


def _paragraph(sentences: Iterable[Sentence]) -> Text:
    text = Text()
    for sentence in sentences:
        for piece, strong in sentence.parts:
            text.append(piece, style=f"bold {STYLES[sentence.tone]}" if strong and sentence.tone != "unsure" else
                        "bold" if strong else "")
        text.append(" ")
    return text


def _framework(w: Words, report: LoopReport, pillars: tuple[Pillar, ...], scale: Scale, width: int) -> RenderableType:
    columns = [_column(w, report, pillar, scale, (width // 4 if width >= WIDE else min(width, TEXT)) - 3)
               for pillar in pillars if report.pillars.get(pillar)]
    if width < WIDE:
        return Group(*columns)
    table = Table.grid(padding=(0, 3, 0, 0), expand=True)
    for _ in columns:
        table.add_column(ratio=1)
    table.add_row(*columns)
    return table


def _column(w: Words, report: LoopReport, pillar: Pillar, scale: Scale, width: int) -> RenderableType:
    heading = Text(w.of("pillar", pillar).upper(), style="bold")
    if pillar.value == report.loop.focus.value:
        heading.append(f"  [{w('page.focus_mark')}]", style="bold")
    sub = Text(w(f"pillar.{pillar.value}.sub"), style="dim")
    cells = [_cell(w, report, f, scale, width) for f in report.pillars[pillar]]
    return Group(Rule(style="dim"), heading, sub, *cells)


def _cell(w: Words, report: LoopReport, finding: KpiFinding, scale: Scale, width: int) -> RenderableType:
    colour, primary = tone(finding.verdict.word), finding.kpi.id == report.loop.primary
    name = Text(("▸ " if primary else "") + w.name(finding.kpi), style="bold" if primary else "")
    if finding.provisional:
        name.append(f" ({w('status.provisional')})", style="dim")
    word, sentence = cell_sentence(w, report, finding)
    says = Text(f"{SHAPES[colour]} {word}. ", style=f"bold {STYLES[colour]}") if word else Text()
    says.append(sentence, style="not bold default")
    lines: list[RenderableType] = [name, _figure(w, finding, colour, report.nothing_yet)]
    drawn = "" if report.nothing_yet else bar(marks(finding), scale, min(32, width))
    if drawn:
        lines.append(Text(drawn, style=STYLES[colour]))
    if says.plain:
        lines.append(says)
    lines += [Text(f"  {w.of('network', name)}: {_split_text(w, finding, figure)}", style="dim")
              for name, figure in finding.split if not report.nothing_yet]
    return Padding(Group(*lines), (1, 0, 0, 0))


def _split_text(w: Words, finding: KpiFinding, figure: object) -> str:
    if isinstance(figure, CannotSay):
        return cannot_say(w, figure, short=True)
    return figure_text(w, finding.kpi, figure)  # type: ignore[arg-type]


def _figure(w: Words, finding: KpiFinding, colour: str, silent: bool) -> Text:
    text = Text()
    if isinstance(finding.figure, CannotSay):
        why = "" if silent else cannot_say(w, finding.figure, short=True)
        return text.append(f"{w('number.none')} {why}".rstrip(), style="dim")
    text.append(figure_text(w, finding.kpi, finding.figure, finding.interval), style="bold")
    text.append(f" {w(f'kpi.{finding.kpi.id}.unit_word')}", style="dim")
    if fact_of(finding) is not None and not silent:
        text.append(f"  {shown_change(w, finding)}", style=STYLES[colour])
    return text


def bar(found: Marks, scale: Scale, width: int) -> str:
    """The interval picture in signs: ● what happened, ━ its margin, ░ to be expected anyway, │ no change, ┃ target."""
    if found.fact is None:
        return ""
    cells = ["┈"] * width

    def at(change: float) -> int:
        return min(width - 1, round(scale.place(change) * (width - 1)))

    if found.expected is not None:
        for i in range(min(at(0), at(found.expected)), max(at(0), at(found.expected)) + 1):
            cells[i] = "░"
    if found.low is not None and found.high is not None:
        for i in range(at(found.low), at(found.high) + 1):
            cells[i] = "━"
    cells[at(0)] = "│"
    if found.target is not None:
        cells[at(found.target)] = "┃"
    cells[at(found.fact)] = "●"
    return "".join(cells)
