"""Why a judgement is not what it was: what differs, what of it undoes the change, and the words for it."""
