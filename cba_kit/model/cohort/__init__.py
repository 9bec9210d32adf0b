"""A cohort as facts for its organisers: everything is about five people or more, and nobody is named."""

from cba_kit.model.cohort.members import Cohort, Member
from cba_kit.model.cohort.plans import Planned

__all__ = ["Cohort", "Member", "Planned"]
