"""Demands: their life, clocks, routing, notices and pages."""
