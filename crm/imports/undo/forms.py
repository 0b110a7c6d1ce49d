"""The form by which a written import is taken back."""

from crm.web.fields import DeskForm


class UndoForm(DeskForm):
    """Nothing is typed; the page says what will happen."""
