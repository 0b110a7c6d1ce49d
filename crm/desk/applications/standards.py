"""By what applications are judged here: the policies of this installation with the texts that are kept of them."""

from crm.config.policies import library, rulebook_texts
from crm.config.service_rules import service_rules
from crm.cultivation.night.verdicts import Standards


def standards_now() -> Standards:
    """The library, the text of each rulebook, and how far ahead reviews are looked at."""
    return Standards(library(), rulebook_texts(), service_rules().night.review_months)
