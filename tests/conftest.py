"""How every test runs: hypothesis draws the same examples each time, and none is timed."""

from hypothesis import settings

settings.register_profile("sentinel", deadline=None, derandomize=True, database=None)
settings.load_profile("sentinel")
