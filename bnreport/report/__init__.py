"""The report: one HTML file and one PDF from a study, its results and its verdicts; no PyTorch, no store needed."""

from bnreport.report.bundle import Bundle, read_bundle, write_bundle
from bnreport.report.render import Rendered, render

__all__ = ["Bundle", "Rendered", "read_bundle", "render", "write_bundle"]
