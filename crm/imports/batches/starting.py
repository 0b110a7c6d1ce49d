"""Starts the work on a batch in a child of the web process; the work itself is in `work_cli`."""

from crm.beside import start_beside
from crm.config.settings import Settings
from crm.imports.batches.store import BatchStore


def start(settings: Settings, batch_id: int) -> None:
    """Start reading or writing the batch, whichever its state asks for, and do not wait for it.

    The child inherits the hold on its batch, so that it counts as alive until it ends, however long a busy machine
    keeps it from coming forward. While a child before it still holds the batch, it takes the batch itself.
    """
    with BatchStore.of(settings, batch_id).take_hold() as hold:
        if hold is None:
            start_beside(settings, "import-work", str(batch_id))
        else:
            start_beside(settings, "import-work", str(batch_id), "--hold", str(hold), inheriting=[hold])
