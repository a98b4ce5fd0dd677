"""One verdict under every declared analysis: estimate, interval, claim region and answer, row by row."""
