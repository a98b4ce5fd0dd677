"""A verdict is where its interval lies: in the words, in the table and in the small picture of a claim."""

import re
from typing import TYPE_CHECKING

from bnreport.formatting import NOTHING
from bnreport.report.consistency.checked import Contradiction, wrong
from bnreport.report.consistency.numbers import NUMBER, Span, read_number, read_region, read_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bnreport.report.consistency.checked import Checked
    from bnreport.report.consistency.page import Statement

_TOLD = re.compile(r" % interval (\[[^]]*\](?: [^\s(]+)*) \(n = ")
_SIZE = re.compile(rf"(?:is|were|are) ({NUMBER})( times| points?| %|) (?:higher|lower|more|less)\b")
_DIRECTION = re.compile(
    r"^[^(]*(?: \([^)]*\))? is [\d.,]+ points? (higher|lower) with (.+?) than with (.+?)(?: \(|\.$)"
)
_SHOWN = re.compile(rf"(?:\. |; )({NUMBER})( pp)? \[")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_NEAR = 0.06
"""Share by which two and three digits of one number differ at most."""


def verdicts_are_where_intervals_lie(checked: "Checked") -> "Iterator[Contradiction]":
    """Supported: the interval that decides lies in the claim region; refuted: outside; inconclusive: neither."""
    for table in checked.page.tables:
        name = table.where.removeprefix("claim-")
        if name not in checked.verdicts or checked.verdicts[name].level is None:
            continue
        cells = {row.cells[0].text: row.cells[1] for row in table.rows if len(row.cells) > 1}
        if table.caption.startswith("Evidence on claim") and "Verdict interval" in cells:
            pairs = [(cells["Verdict interval"], cells["Claim region"])]
        elif "Interval that decides" in table.headers:
            pairs = [*zip(table.column("Interval that decides"), table.column("True if"), strict=True)]
        else:
            continue
        yield from _holds(checked.verdicts[name].verdict, checked.verdicts[name].reason, pairs)


def _holds(verdict: str, reason: str, pairs: "Sequence[tuple[Statement, Statement]]") -> "Iterator[Contradiction]":
    read = [(read_spans(interval.text), read_region(region.text)) for interval, region in pairs]
    known = [(spans[0], region) for spans, region in read if spans and region]
    inside = [interval.inside(region) for interval, region in known]
    outside = [interval.outside(region) for interval, region in known]
    clearly = [_clearly(interval, region) for interval, region in known]
    if not known:
        return
    wrongly = {
        "supported": not all(inside),
        "refuted": not any(outside),
        "inconclusive": reason == "imprecise" and len(known) == len(read) and (all(clearly) or _apart(known)),
    }
    if wrongly.get(verdict):
        at = next((n for n, each in enumerate(inside) if not each), 0) if verdict == "supported" else 0
        interval, region = pairs[at]
        yield wrong(f"the claim is {verdict}, and its interval does not say so", interval, region)


def _clearly(interval: Span, region: Span) -> bool:
    """Tell whether an interval lies in a region with room that no rounding takes."""
    return interval.inside(region) and not interval.outside(region) and not _touches(interval, region)


def _apart(known: "Sequence[tuple[Span, Span]]") -> bool:
    return any(i.outside(region) and not i.inside(region) and not _touches(i, region) for i, region in known)


def _touches(interval: Span, region: Span) -> bool:
    """Tell whether a bound lies, as far as rounded numbers tell, at an end of the interval."""
    ends = (Span(end, end) for end in interval)
    return any(end.inside(region) and end.outside(region) for end in ends)


def sentences_have_the_interval(checked: "Checked") -> "Iterator[Contradiction]":
    """The sentence in numbers has the interval that the table of evidence has."""
    held: Mapping[str, Statement] = {
        table.where: row.cells[1]
        for table in checked.page.tables
        if table.caption.startswith("Evidence on claim")
        for row in table.rows
        if row.cells[0].text == "Verdict interval"
    }
    for each in checked.page.statements:
        found = _TOLD.search(each.text) if each.where in held and each.tag == "p" else None
        if found and not held[each.where].text.startswith((found[1].rstrip(), NOTHING)):
            yield wrong("two intervals of one claim", each, held[each.where])


def findings_have_the_size_of_their_numbers(checked: "Checked") -> "Iterator[Contradiction]":
    """`26 points higher` stands beside 26 points, `2.5 times lower` beside a ratio of 2.5 or 0.4, never 0.4 times."""
    for table in checked.page.tables:
        for cell in table.column("What was found"):
            sizes, shown = [*_SIZE.finditer(cell.text)], [*_SHOWN.finditer(cell.text)]
            alike = len(sizes) == len(shown)  # counts of runs that train have a number, and no size of this form
            if wrongly := [size for size, number in zip(sizes, shown, strict=alike) if not _fits(size, number)] * alike:
                yield wrong(f"a size of {wrongly[0][1]}{wrongly[0][2]} beside another number", cell)


def _fits(size: "re.Match[str]", number: "re.Match[str]") -> bool:
    """Tell whether a size is that of a number, to its two or three digits."""
    true, said = abs(read_number(number[1])), read_number(size[1])
    if not true:
        return True
    alike = [true]
    if "\N{MULTIPLICATION SIGN}" in number[1]:
        alike = [100 * abs(true - 1), 100 * abs(1 / true - 1)] if size[2] == " %" else [max(true, 1 / true)]
    return any(abs(said - each) <= _NEAR * max(said, each, 0.1) for each in alike)


def findings_have_the_direction_of_the_means(checked: "Checked") -> "Iterator[Contradiction]":
    """What is so many points higher with one arm than with another has the higher mean there."""
    for drawing in checked.page.drawings:
        means = drawing.alts[0].partition("Means of ")[2].partition(": ")[2] if drawing.alts else ""
        for each in checked.page.of(drawing.within, "p") if means else ():
            if not (found := _DIRECTION.search(each.text)):
                continue
            one, other = (_mean_of(means, name.strip("“”")) for name in found.groups()[1:])
            if one is not None and other is not None and one != other and (one > other) != (found[1] == "higher"):
                yield Contradiction("a direction beside the means", each.text, each.place, means, f"#{drawing.where}")


def _mean_of(means: str, arm: str) -> float | None:
    found = re.search(rf"(?:^|[,;] ){re.escape(arm)} ([\d.]+) %", means)
    return float(found[1]) if found else None


def intervals_name_their_kind(checked: "Checked") -> "Iterator[Contradiction]":
    """Where nothing decides, the interval of a row is the one at 95 %, and says so beside those that decide."""
    for table in checked.page.tables:
        for row, cell in zip(table.rows, table.column("What was found"), strict=False):
            name = _claim_of(checked, row.where, row.cells[0].text)
            if name is None or not (shown := read_spans(cell.text)):
                continue
            decides = checked.verdicts[name].level is not None
            if decides == ("(95 %)" in cell.text) and shown:
                kind = "decides" if decides else "is at 95 %"
                yield wrong(f"an interval {kind} and does not say so", cell)


def _claim_of(checked: "Checked", where: str, heading: str) -> str | None:
    if (name := where.removeprefix("verdict-")) in checked.verdicts:
        return name
    number = heading.partition(" ")[0]
    return next((name for name, each in checked.facts.numbers.items() if str(each) == number), None)


def strips_are_where_intervals_lie(checked: "Checked") -> "Iterator[Contradiction]":
    """In the small picture the bar of a supported claim lies on the tinted part, that of a refuted one beside it."""
    for strip in checked.page.strips:
        true, bars = (_spans(strip.html, each) for each in ("true", "bar"))
        pairs = [*zip(bars, true, strict=False)]
        inside = [region.low <= bar.low + 0.1 and bar.high - 0.1 <= region.high for bar, region in pairs]
        outside = [bar.high <= region.low + 0.1 or region.high - 0.1 <= bar.low for bar, region in pairs]
        if len(bars) != len(true) or {"supported": not all(inside), "refuted": not any(outside)}.get(strip.kind):
            title = strip.html.partition("<title>")[2].partition("</title>")[0]
            yield Contradiction("a strip shows another verdict", title, f"#{strip.where}", str(pairs), "its picture")


def _spans(html: str, name: str) -> list[Span]:
    found = (dict(_ATTRIBUTE.findall(each)) for each in re.findall(rf'<\w+ (class="{name}"[^>]*)>', html))
    return [
        Span(float(each["x"]), float(each["x"]) + float(each["width"]))
        if "width" in each
        else Span(float(each["x1"]), float(each["x2"]))
        for each in found
    ]
