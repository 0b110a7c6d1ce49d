"""Rules kept with a judgement are read again as they were, whatever has become of the files."""

import pytest

from crm.config.policies import library, rulebook_texts
from crm.cultivation.night.kept_rules import kept_rules
from crm.rules import RulebookError


def test_every_rulebook_reads_back_as_it_was_kept(context):
    for name, (_digest, text) in rulebook_texts().items():
        kept = kept_rules(text)

        assert kept.rulebook.criteria == library().rulebooks[name].criteria
        assert kept.rulebook.version == library().rulebooks[name].version
        assert kept.sizing == library().sizing


@pytest.mark.parametrize(
    "text", ["", "--- # srdi-2026.yaml\nid: srdi-2026\n", "no heading", "--- # ../etc.yaml\nx: 1\n"]
)
def test_a_text_that_is_no_rulebook_is_refused(text):
    with pytest.raises(RulebookError):
        kept_rules(text)
