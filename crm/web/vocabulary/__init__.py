"""The Chinese words of coded values, a file a feature, which `crm.web.words` gathers; and of the steps of any life."""
