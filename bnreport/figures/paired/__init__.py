"""One claim, every seed visible: paired arms on the left, the effect of each seed and its intervals on the right."""
