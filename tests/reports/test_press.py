"""The press: the same source gives the same bytes, also after it has let go of earlier documents."""

from __future__ import annotations

from cba_kit.reports.press import forget, printed

PARTS = "".join(f"= Part {number}\n#lorem(80)\n\n" for number in range(30))
SOURCE = f'#set document(title: "Roadmap")\n{PARTS}'


def test_letting_go_of_earlier_documents_changes_none() -> None:
    first = printed({"main.typ": SOURCE}, {})
    printed({"main.typ": f"{SOURCE}\nAnother one"}, {})
    forget()
    assert printed({"main.typ": SOURCE}, {}) == first
