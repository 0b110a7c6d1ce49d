"""The record of an enterprise: identity, contacts, yearly figures, facts with their evidence."""
