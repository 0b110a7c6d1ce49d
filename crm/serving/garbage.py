"""How seldom a process that serves or judges looks for garbage."""

import gc

NEW_OBJECTS = 50_000
_OF_EACH, _OF_ALL = 20, 100


def collect_seldom() -> None:
    """From now on look for garbage a hundred times less often, and never among what is there already.

    A page makes and drops tens of thousands of objects that no circle holds, and a night keeps a million rows until a
    step ends: looking through them all again and again takes a third of the time of either.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, _OF_EACH, _OF_ALL)
