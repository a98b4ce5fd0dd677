"""Figures as PDF."""

from io import BytesIO
from typing import Any

import pytest

from bnreport.report.export.figures import export


def test_each_figure_of_an_answer_is_a_page_of_its_size(small: Any) -> None:  # noqa: ANN401
    """One a panel, with its title and the alternative text of the figure, and fonts inside."""
    pikepdf = pytest.importorskip("pikepdf")
    claim = {"metric": "test_loss", "arm": "vgg.batchnorm", "versus": "vgg.standard", "margin": 0.1}
    runs = {"vgg.batchnorm": small.arm(0.9), "vgg.standard": small.arm(0.5)}
    made = export(small.facts(runs, "superiority", claim))
    assert [*made] == ["figures/known_truth-it-paired-1.pdf", "figures/known_truth-it-paired-2.pdf"]
    pdf = pikepdf.open(BytesIO(next(iter(made.values()))))
    assert len(pdf.pages) == 1
    assert str(pdf.docinfo["/Title"]) == "known_truth-it-paired-1"
    _, _, width, height = (float(each) for each in pdf.pages[0].mediabox)
    assert (200 < width < 800, 100 < height < 800) == (True, True)
    alts = [str(each["/Alt"]) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
    assert any("BatchNorm" in alt or "batchnorm" in alt for alt in alts)
