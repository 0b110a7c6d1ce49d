"""A workbook of payments: read apart, written whole or not at all."""
