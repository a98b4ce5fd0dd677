"""The mean of each arm, and every seed."""
