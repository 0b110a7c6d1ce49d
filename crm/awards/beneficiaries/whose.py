"""Who is paid, as lists name them: an enterprise of the desk, or somebody with a record of their own."""

from sqlalchemy import func

from crm.awards.models import Beneficiary
from crm.enterprises.models import Enterprise

NAME = func.coalesce(Enterprise.name, Beneficiary.name)
"""In a statement that joins beneficiaries, and their enterprises where there are any."""
CODE = func.coalesce(Enterprise.credit_code, Beneficiary.code, "")
