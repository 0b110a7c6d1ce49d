"""All tables in one import, for migrations and for tests of the whole schema."""

from crm.attachments import models as attachments
from crm.audit import models as audit
from crm.awards import measure_models as measures
from crm.awards import models as awards
from crm.awards.batches import models as payment_batches
from crm.awards.budget import models as budgets
from crm.awards.claims import models as claims
from crm.cultivation import models as cultivation
from crm.cultivation.applications import models as applications
from crm.cultivation.applications.materials import models as materials
from crm.cultivation.duties import models as duties
from crm.cultivation.flags import models as flags
from crm.cultivation.pool import models as pool
from crm.cultivation.recognitions import models as recognitions
from crm.cultivation.reminders import models as reminders
from crm.cultivation.windows import models as windows
from crm.demands import models as demands
from crm.demands.joint import models as joint
from crm.desk.calendar import models as calendar
from crm.desk.handover import models as handover
from crm.enterprises import models as enterprises
from crm.enterprises.facts import models as facts
from crm.enterprises.letters import models as letters
from crm.enterprises.search import models as search
from crm.imports.batches import models as imports
from crm.imports.columns import models as columns
from crm.imports.undo import models as undo
from crm.interactions import models as interactions
from crm.interactions.support import models as support
from crm.jobs import models as jobs
from crm.notifications import models as notifications
from crm.notifications.channels import models as channels
from crm.people import models as people
from crm.standings import models as standings
from crm.stewards import models as stewards

__all__ = [
    "applications",
    "attachments",
    "audit",
    "awards",
    "budgets",
    "calendar",
    "channels",
    "claims",
    "columns",
    "cultivation",
    "demands",
    "duties",
    "enterprises",
    "facts",
    "flags",
    "handover",
    "imports",
    "interactions",
    "jobs",
    "joint",
    "letters",
    "materials",
    "measures",
    "notifications",
    "payment_batches",
    "people",
    "pool",
    "recognitions",
    "reminders",
    "search",
    "standings",
    "stewards",
    "support",
    "undo",
    "windows",
]
