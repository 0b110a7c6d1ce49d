"""Who can be paid beside enterprises: fund managers, persons, and platforms with the enterprises that they brought."""
