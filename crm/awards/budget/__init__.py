"""资金预算: what a year may spend by clause, what is paid, in process and expected, and whether the accounts add up."""
