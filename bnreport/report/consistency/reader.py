"""A page's HTML, read once.

The page is our own: attributes stand between double quotes, with no `<` or `>` in them as it is
(`bnreport.report.html`); what the script needs of a figure, between single ones, has none either. So one expression
finds its parts, in less time than a parser for any HTML takes.
"""

import re
from collections import Counter
from html import unescape

from bnreport.report.consistency.page import PROSE, Badge, Drawing, Page, Row, Statement, Strip, Table, plain

_TEXT = (*PROSE[:-1], "td", "th")
_FRAME = ("section", "article", "figure", "table", "thead", "tr", "svg")
_PART = re.compile(rf"<(/?)({'|'.join((*_TEXT, *_FRAME, 'img'))})(\s[^>]*|)>")
_INLINE = re.compile("<[^>]*>")
_ATTRIBUTE = re.compile(r'\s([a-z-]+)="([^"]*)"')
_BADGE = re.compile(r'<span class="badge (\w+)"><span [^>]*>([^<]*)</span>([^<]*)</span>')


def read_page(html: str) -> Page:
    """Read a page of ours."""
    body = html[html.index("<body") :].partition("<script")[0]
    reader = _Reader()
    end = 0
    for part in _PART.finditer(body):
        reader.take_text(body[end : part.start()])
        end = part.end()
        closes, tag, attributes = part.groups()
        if closes:
            reader.close(tag)
        else:
            reader.open(tag, attributes)
    page = reader.page
    page.ids = Counter(re.findall(r'\sid="([^"]*)"', body))
    page.links = tuple(re.findall(r'\shref="#([^"]*)"', body))
    return page


class _Reader:
    """Keeps what is open."""

    def __init__(self) -> None:
        self.page = Page()
        self._frames: list[tuple[str, str]] = [("", "")]
        """Tag and id, each with the id of what it stands in where it has none."""
        self._sections = [""]
        self._texts: list[tuple[str, list[str]]] = []
        self._tables: list[Table] = []
        self._cells: list[Statement] = []
        self._row: dict[str, str] = {}
        self._heads = False
        self._strip = ""
        self._before = ""

    def take_text(self, text: str) -> None:
        """Keep what stands between two parts, where it is in one."""
        if '"badge ' in text:
            found = ((*map(str.strip, each), self._frames[-1][1]) for each in _BADGE.findall(text))
            self.page.badges += [Badge(*each) for each in found]
        self._before = text
        if self._texts and not self._strip:
            if "<" in text:
                text = _INLINE.sub("", text.replace("<code>", "\ue000").replace("</code>", "\ue001"))
            self._texts[-1][1].append(text)

    def open(self, tag: str, attributes: str) -> None:
        """Begin a part."""
        held = dict(_ATTRIBUTE.findall(attributes)) if attributes else {}
        where = held.get("id") or self._frames[-1][1]
        if tag == "img":
            self._picture(held)
        elif tag == "svg":
            self._strip = held.get("class", "").removeprefix("strip ")
        elif tag in _TEXT:
            self._texts.append((tag, []))
        elif tag == "thead":
            self._heads = True
        else:
            self._frames.append((tag, where))
            if tag == "section":
                self._sections.append(where)
            elif tag == "table":
                self._tables.append(Table(where, self._sections[-1]))
            elif tag == "tr":
                self._cells, self._row = [], held
            elif tag == "figure":
                self.page.drawings.append(Drawing(where, self._frames[-2][1]))

    def close(self, tag: str) -> None:
        """End a part."""
        if tag == "svg":
            self.page.strips.append(Strip(self._strip, self._before, self._frames[-1][1]))
            self._strip = ""
        elif tag in _TEXT:
            opened, parts = self._texts.pop()
            self._say(opened, "".join(parts))
        elif tag == "thead":
            self._heads = False
        else:
            self._end_frame(tag)

    def _end_frame(self, tag: str) -> None:
        if tag == "tr" and self._tables:
            table = self._tables[-1]
            if self._heads:
                table.headers = tuple(plain(cell.text) for cell in self._cells)
            else:
                table.rows.append(Row(self._frames[-1][1], self._row, tuple(self._cells)))
        elif tag == "table":
            self.page.tables.append(self._tables.pop())
        elif tag == "section":
            self._sections.pop()
        self._frames.pop()

    def _say(self, tag: str, text: str) -> None:
        said = " ".join((unescape(text) if "&" in text else text).split())
        table = self._tables[-1] if self._tables else None
        made = Statement(tag, said, self._frames[-1][1], self._sections[-1], table.caption if table else "")
        if tag in {"td", "th"}:
            self._cells.append(made)
        elif tag == "caption" and table:
            table.caption = said
        elif tag == "figcaption" and self.page.drawings:
            self.page.drawings[-1].caption = said
        if said:
            self.page.statements.append(made)

    def _picture(self, held: dict[str, str]) -> None:
        if self.page.drawings:
            self.page.drawings[-1].alts.append(unescape(held.get("alt", "")))
            self.page.drawings[-1].sources.append(held.get("src", ""))
        self._say("alt", held.get("alt", ""))
