"""The Chinese words of coded values, a file a feature; `crm.web.words` gathers them."""
