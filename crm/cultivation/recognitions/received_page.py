"""What is said when a list comes that is known already and brings something new."""

from flask_babel import gettext as _


def word_offered(count: int) -> str:
    """The numbers of certificates it brings wait for a decision."""
    return str(_("同一份名单已登记过，没有重复登记；这次带来 %(count)s 个证书编号，请逐行确认后补录。", count=count))
