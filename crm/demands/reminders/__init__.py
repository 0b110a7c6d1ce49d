"""Whom a demand concerns: notices of steps and clocks, and the job that looks at the clocks."""
