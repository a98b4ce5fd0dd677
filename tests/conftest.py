"""What holds for every test."""

from hypothesis import settings

# a loaded machine is slow, not wrong
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
