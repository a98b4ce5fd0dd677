"""Two reports side by side: which verdicts, answers and values of the study differ, and why as far as is known."""
