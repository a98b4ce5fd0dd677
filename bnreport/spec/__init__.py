"""YAML to Study: every mistake at once, each with its place in the file."""

from bnreport.spec.choice import Choice
from bnreport.spec.load import StudyFile, load_study
from bnreport.spec.models import Study

__all__ = ["Choice", "Study", "StudyFile", "load_study"]
