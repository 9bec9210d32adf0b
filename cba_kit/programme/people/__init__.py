"""Reading people files: lists of people in CSV and Excel, as organisers send them."""

from cba_kit.programme.people.arrival import Report, import_people, read

__all__ = ["Report", "import_people", "read"]
