"""Use cases over the store: the fictional demo edition, and taking people over from lists."""
