"""A range over training, from its low to its high end: the bands of two or three arms on one axis."""
