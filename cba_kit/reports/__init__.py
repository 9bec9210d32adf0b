"""Reports: documents made for one person from a notebook, its looks and the store."""

import sys

if "jsonschema" not in sys.modules:
    # to check a kind of addresses that no notebook has, it would build a grammar, which takes a second
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # “there is none”
    import nbformat  # noqa: F401  # loads jsonschema

    del sys.modules["rfc3987_syntax"]
