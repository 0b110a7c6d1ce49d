"""The night: judging the pool, reasons for what changed, snapshots, checks, notices."""
