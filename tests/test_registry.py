"""A registry refuses a second thing of one name and names what there is when asked for what there is not."""

import pytest

from crm.desk.enterprise.timeline import KINDS, SOURCES
from crm.desk.enterprise.timeline_page import WORDING
from crm.jobs.registry import JOBS
from crm.registry import Registry


def test_one_name_stands_for_one_thing():
    with pytest.raises(ValueError, match="job 'night' is registered already"):
        Registry("job", [("night", 1), ("deliver", 2), ("night", 3)])


def test_who_asks_for_what_there_is_not_reads_what_there_is():
    with pytest.raises(KeyError, match="no job 'nigth'; there are night, deliver"):
        Registry("job", [("night", 1), ("deliver", 2)])["nigth"]


def test_the_jobs_and_the_sources_of_the_timeline_are_registries():
    assert isinstance(JOBS, Registry)
    assert isinstance(SOURCES, Registry)
    assert {name for names in KINDS.values() for name in names} == set(SOURCES)


def test_every_source_of_the_timeline_has_its_words():
    assert set(WORDING) == set(SOURCES)
