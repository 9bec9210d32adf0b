"""The crowd: who holds too many connections loses the oldest idle ones, and the neighbours get in."""

from __future__ import annotations

from cba_kit.server.crowd import Crowd
from cba_kit.server.limits import OWN, STRANGERS


class Room:
    """A crowd, and who was sent away from it."""

    def __init__(self) -> None:
        self.crowd = Crowd()
        self.sent_away: list[object] = []

    def come(self, connection: object, address: str = "hotel") -> None:
        self.crowd.came(connection, address, lambda: self.sent_away.append(connection))


def test_the_oldest_idle_connection_of_an_address_gives_way() -> None:
    room = Room()
    room.come("elsewhere", "other")
    for number in range(STRANGERS + 2):
        room.come(number)
    assert room.sent_away == [0, 1]
    assert (room.crowd.count("hotel"), room.crowd.count("other")) == (STRANGERS, 1)


def test_a_connection_whose_request_is_under_way_gives_way_last() -> None:
    room = Room()
    for number in range(STRANGERS):
        room.come(number)
    room.crowd.is_for(0, address="hotel", person=None)
    room.come("new")
    assert room.sent_away == [1]
    room.crowd.rests(0)
    room.come("newer")
    assert room.sent_away == [1, 0]


def test_a_whole_class_behind_one_address_is_no_crowd() -> None:
    """Fifty people with six connections each, and everybody has signed in on theirs."""
    room = Room()
    for number in range(50):
        for each in range(6):
            room.come((number, each))
            room.crowd.is_for((number, each), address="hotel", person=str(number))
    for number in range(STRANGERS):
        room.come(number)
    assert room.sent_away == []
    assert room.crowd.count("person 7") == 6


def test_one_person_cannot_hold_connections_without_end() -> None:
    room = Room()
    for number in range(OWN + 3):
        room.come(number)
        room.crowd.is_for(number, address="hotel", person="ann")
        room.crowd.rests(number)
    assert room.sent_away == [0, 1, 2]
    assert (room.crowd.count("person ann"), room.crowd.count("hotel")) == (OWN, 0)


def test_a_proxys_connection_counts_for_whom_it_asks_now() -> None:
    room = Room()
    room.come("upstream", "proxy")
    room.crowd.is_for("upstream", address="one", person=None)
    assert [room.crowd.count(key) for key in ("proxy", "one", "two")] == [0, 1, 0]
    room.crowd.is_for("upstream", address="two", person=None)
    assert [room.crowd.count(key) for key in ("proxy", "one", "two")] == [0, 0, 1]


def test_nothing_is_kept_of_those_who_left() -> None:
    room = Room()
    room.come("a")
    room.crowd.is_for("a", address="hotel", person="ann")
    assert room.crowd.busy() == 1
    room.crowd.left("a")
    room.crowd.left("a")
    room.crowd.rests("a")
    room.crowd.is_for("a", address="hotel", person="ann")
    assert (room.crowd.busy(), room.crowd.count("hotel"), room.crowd.count("person ann")) == (0, 0, 0)
