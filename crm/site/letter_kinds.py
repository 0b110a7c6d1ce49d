"""The letters of all features: their kinds with their words."""

from flask import Flask

from crm.awards.claims.course.letters_page import KINDS as CLAIMS
from crm.desk.handover.letters_page import KINDS as HANDOVERS
from crm.enterprises.letters.page import register_letter_kind


def init_letters(app: Flask) -> None:
    """Register them."""
    for kind in (*HANDOVERS, *CLAIMS):
        register_letter_kind(app, kind)
