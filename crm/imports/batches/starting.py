"""Starts the work on a batch in a child of the web process; the work itself is in `work_cli`."""

from crm.beside import start_beside
from crm.config.settings import Settings


def start(settings: Settings, batch_id: int) -> None:
    """Start reading or writing the batch, whichever its state asks for, and do not wait for it."""
    start_beside(settings, "import-work", str(batch_id))
