"""Services given to enterprises: visits, calls, messages, meetings, briefings."""
