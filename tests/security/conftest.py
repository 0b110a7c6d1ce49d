"""The district of the access table and its door stand here too: what is attacked is everything there is."""

from tests.access.conftest import district, door  # noqa: F401  (fixtures)
