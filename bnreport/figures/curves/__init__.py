"""One metric over training: every seed, the band between them and their median, arm by arm."""
