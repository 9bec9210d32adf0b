"""A module that keeps a temporary folder as long as its process lives."""

import tempfile

FOLDER = tempfile.TemporaryDirectory()
