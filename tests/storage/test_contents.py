"""What the archive remembers of the register between two looks of who keeps up with it."""

from storage.tinydb.contents import Recent


def test_lines_long_gone_are_forgotten_and_it_is_said():
    recent = Recent()
    for line in range(1, 5001):
        recent.follow(line, [f"PS-2011-{line % 3:05d}"])

    assert recent.since(903) is None
    assert len(recent.since(904) or []) == 3
    assert recent.since(4998) == ["PS-2011-00001", "PS-2011-00002"]
    assert recent.since(5000) == []


def test_a_register_read_again_from_its_first_line_is_not_heard_twice():
    recent = Recent()
    for line in (1, 2, 1, 2, 3):
        recent.follow(line, [f"PS-2011-0000{line}"])

    assert recent.since(0) == ["PS-2011-00001", "PS-2011-00002", "PS-2011-00003"]
