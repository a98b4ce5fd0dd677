"""The report: one HTML file and one PDF from a study, its results and its verdicts; no PyTorch, no store needed."""
