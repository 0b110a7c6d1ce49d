"""A second search for ways up, by brute force and the reference; it shares no code with the first."""

from tests.rules.ways.checker.faults import faults_of

__all__ = ["faults_of"]
