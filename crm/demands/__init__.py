"""诉求: what an enterprise asks for, the department that answers, its clock, and the enterprise's last word."""
