"""Steps between neighbouring arms, a row for each: every seed, the mean and its interval."""
