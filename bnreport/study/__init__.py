"""YAML to Study: every mistake at once, each with its place in the file."""

from bnreport.study.choice import Choice
from bnreport.study.load import StudyFile, load_study
from bnreport.study.schema import Study

__all__ = ["Choice", "Study", "StudyFile", "load_study"]
