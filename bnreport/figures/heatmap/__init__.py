"""A metric of every layer over training, as the ratio of each arm to one that they are all compared with."""
