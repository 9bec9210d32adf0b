"""The people that tests are about: a coach, a trainer, and two participants who must not see each other."""

from __future__ import annotations

from cba_kit.model.people import Cluster, Person

COACH = Person(
    id="anneli", edition="cba3", name="Anneli Saarinen", email="anneli@coach.example", roles=("coach",)
)
TRAINER = Person(
    id="tomas", edition="cba3", name="Tomáš Novák", email="tomas@trainer.example", roles=("trainer",)
)
ILZE = Person(
    id="ilze",
    edition="cba3",
    name="Ilze Kalniņa",
    email="ilze@btwic.example",
    roles=("participant",),
    cluster=Cluster(id="btwic", name="Baltic Timber & Wood Innovation Cluster", country="LV"),
    coach="anneli",
    fictional=True,
)
ELENI = Person(
    id="eleni",
    edition="cba3",
    name="Ελένη Παπαδάκη",
    email="eleni@atl.example",
    roles=("participant",),
    cluster=Cluster(id="atl", name="Aegean Tourism Lab", country="GR", ecosystems=("tourism",)),
    fictional=True,
)
