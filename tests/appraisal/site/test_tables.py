"""Tables of figures on a page."""

from appraisal.pack.grids import grid
from appraisal.templatetags.tables import cells_of


def test_a_minus_sign_stays_with_its_pounds() -> None:
    made = cells_of(
        grid(("a", "b"), [("x", "−£1,058.50 to −£53"), ("<b>", "£2 <i>")], (False, False))
    )
    kept = '<span class="app-below-zero">'
    assert f">{kept}−£1,058.50</span> to {kept}−£53</span></td>" in made
    assert "&lt;b&gt;" in made
    assert "£2 &lt;i&gt;" in made
    assert made.count(kept) == 2
