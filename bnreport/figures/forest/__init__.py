"""Every claim on one axis: effects in margins, the claim region shaded, both intervals."""
