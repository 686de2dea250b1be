from hypothesis import given
from hypothesis import strategies as st

from comments.desk.marking import Piece, marked

spans = st.lists(st.one_of(st.none(), st.tuples(st.integers(-3, 60), st.integers(-3, 60))))


def test_a_passage_bears_the_numbers_of_all_that_point_at_it():
    assert marked("You fool, you!", [(4, 8), (0, 8), None]) == [
        Piece("You ", (2,)),
        Piece("fool", (1, 2)),
        Piece(", you!"),
    ]


@given(st.text(max_size=50), spans)
def test_the_pieces_are_the_text_whatever_points_at_it(text, pointing):
    pieces = marked(text, pointing)
    assert "".join(piece.text for piece in pieces) == text
    for number, span in enumerate(pointing, 1):
        if span and 0 <= span[0] < span[1] <= len(text):
            assert "".join(p.text for p in pieces if number in p.findings) == text[slice(*span)]
