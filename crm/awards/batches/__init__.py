"""拨付批次: approved claims as a list out to the finance bureau, and what the bank returns."""
