"""The papers of an application: a checklist filled from the record, gaps given to people with a day."""
