"""A page is read as its reader has it."""

from bnreport.report.consistency.reader import read_page

PAGE = """<html><head><title>No</title></head><body class="screen">
<h1>Title</h1>
<section id="runs"><h2 id="runs-title">Runs</h2><p>A &amp; b, <code>x_<wbr>y</code>, <a href="#row">there</a>.</p>
<article id="claim-c"><p><span class="badge refuted"><span class="shape" aria-hidden="true">✕</span> Refuted</span></p>
<figure id="figure-1"><img src="data:," alt="Seen &lt; 1"><figcaption><b>Figure 1.</b> Dots</figcaption></figure>
<svg class="strip refuted"><title>Refuted. It.</title><rect class="true" x="1"/></svg>
<table><caption>Two</caption><thead><tr><th>Arm</th><th>Runs</th></tr></thead>
<tbody><tr id="row" data-arm="a"><th>a</th><td><p>5</p></td></tr></tbody></table></article></section>
<script>"<p>No</p>"</script></body></html>"""


def test_statements_have_their_places() -> None:
    """Text without its markup, the id that it stands in, and what is code apart from what is not."""
    said = [(each.tag, each.where, each.section, " ".join(each.prose.split())) for each in read_page(PAGE).statements]
    assert said == [
        ("h1", "", "", "Title"),
        ("h2", "runs", "runs", "Runs"),
        ("p", "runs", "runs", "A & b, , there."),
        ("p", "claim-c", "runs", "✕ Refuted"),
        ("alt", "figure-1", "runs", "Seen < 1"),
        ("figcaption", "figure-1", "runs", "Figure 1. Dots"),
        ("caption", "claim-c", "runs", "Two"),
        ("th", "claim-c", "runs", "Arm"),
        ("th", "claim-c", "runs", "Runs"),
        ("th", "row", "runs", "a"),
        ("p", "row", "runs", "5"),
    ]


def test_tables_pictures_and_links_are_found() -> None:
    """Rows by their headings, badges by shape and word, and what is drawn."""
    page = read_page(PAGE)
    [table] = page.tables
    assert (table.caption, table.headers, table.where) == ("Two", ("Arm", "Runs"), "claim-c")
    assert [(row.where, row.attributes["data-arm"], row.text()[0]) for row in table.rows] == [("row", "a", "a")]
    assert page.badges == [("refuted", "✕", "Refuted", "claim-c")]
    [drawing], [strip] = page.drawings, page.strips
    assert (drawing.where, drawing.within, drawing.alts, drawing.sources) == (
        "figure-1", "claim-c", ["Seen < 1"], ["data:,"],
    )  # fmt: skip
    assert (strip.kind, strip.where, "<title>Refuted. It.</title>" in strip.html) == ("refuted", "claim-c", True)
    assert (page.links, page.ids["row"], page.ids["figure-1"]) == (("row",), 1, 1)
