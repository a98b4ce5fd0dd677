"""What data sets share, and what training reads of them."""
