"""The page of who is paid."""

from flask import url_for


def url_of_payee(enterprise_id: int | None, beneficiary_id: int) -> str:
    """The benefit map of an enterprise, or the record of somebody else."""
    if enterprise_id:
        return url_for("awards.benefits", enterprise_id=enterprise_id)
    return url_for("awards.beneficiary", beneficiary_id=beneficiary_id)
