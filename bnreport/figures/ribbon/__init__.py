"""A range over training, from its low to its high end: arms on one axis, or where they are many in panels alike."""
