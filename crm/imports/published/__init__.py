"""A published list of recognised enterprises as a workbook: read apart, taken whole or not at all."""
