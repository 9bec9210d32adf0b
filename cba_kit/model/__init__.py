"""Values and rules: no files, no database, no screen."""
