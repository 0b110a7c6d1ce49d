"""Filters are values before they are a request: the same words mean the same list, wherever they come from."""

from itertools import product

import pytest

from crm.cultivation.flags.opened import FLAG_KINDS
from crm.cultivation.models import LADDER
from crm.desk.lists.filters import filters_from, words_of
from crm.desk.lists.queries import CareFilter
from crm.errors import CrmError

STREETS = ("八角", "古城")


def test_every_filter_comes_back_from_its_own_words():
    every = product([None, *LADDER], [None, *STREETS], [None, *FLAG_KINDS], ["", "航空"], [False, True])

    wanted = [CareFilter(*values) for values in every]

    assert [filters_from(words_of(one), STREETS) for one in wanted] == wanted


@pytest.mark.parametrize("words", [{"tier": "giant"}, {"street": "别处"}, {"flag": "far"}, {"due": "soon"}])
def test_a_value_that_is_not_offered_is_refused(words):
    with pytest.raises(CrmError, match="bad_request"):
        filters_from(words, STREETS)


def test_nothing_asked_for_is_everything():
    assert filters_from({}, STREETS) == CareFilter()
    assert words_of(CareFilter()) == {}
