"""Settings that hold for every test."""

from hypothesis import settings

# A slow machine is no failure, and the same examples every time make a failure ours.
settings.register_profile("coprod", deadline=None, derandomize=True)
settings.load_profile("coprod")
