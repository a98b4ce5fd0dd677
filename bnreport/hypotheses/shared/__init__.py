"""What kinds of hypothesis share, and what the judge and the report read of them."""
