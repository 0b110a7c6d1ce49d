"""Published lists of recognised enterprises: lines matched as proposals, decided by people, then done in one act."""
