"""走访台账: every record of a service within a scope, filtered, sorted, taken along as a file."""
