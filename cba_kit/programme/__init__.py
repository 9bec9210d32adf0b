"""Use cases over the store: the fictional demo edition, people from lists, and which documents are fresh."""
