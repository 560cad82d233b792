"""Two questions, two grades: how easy it was, asked after handing in; how one was served, asked at the end."""

from html import unescape

import pytest

from motcua.faces.portal.follow.tests.test_own_changes import Owner
from motcua.kernel.tenancy import scope
from motcua.rooms.dossiers import testing
from motcua.rooms.feedback import queries as feedback
from motcua.rooms.feedback.types import RatingKind

pytestmark = pytest.mark.django_db


def test_the_form_is_graded_after_handing_in_and_the_handling_at_the_end() -> None:
    testing.world()
    owner = Owner()
    dossier_id = testing.issued(owner.actor).dossier_id
    done, easy, served = (
        f"/nop-ho-so/{dossier_id}/xac-nhan",
        f"/danh-gia/{dossier_id}/de-dien",
        f"/danh-gia/{dossier_id}",
    )
    assert f'action="{easy}"' in owner.get(done)

    assert owner.client.post(easy, {"grade": "2"}).headers["Location"] == easy
    page = unescape(owner.get(easy))
    assert "Rất dễ" in page
    assert "Rất hài lòng" not in page
    assert "pressed" not in owner.get(served)

    owner.client.post(served, {"grade": "5", "comment": "Nhanh, tử tế"})

    page = unescape(owner.get(served))
    assert "Rất hài lòng" in page
    assert page.index('value="5" aria-pressed="true"')
    assert 'value="2" aria-pressed="true"' in owner.get(done)
    with scope(owner.actor):
        found = [feedback.rating(dossier_id, kind=kind, by=owner.actor) for kind in RatingKind]
    assert [one.grade for one in found if one] == [2, 5]


def test_a_grade_nobody_offered_is_refused_in_words() -> None:
    testing.world()
    owner = Owner()
    dossier_id = testing.issued(owner.actor).dossier_id

    answer = owner.client.post(f"/danh-gia/{dossier_id}/de-dien", {"grade": "9"}, follow=True)

    assert answer.status_code == 200
    assert "pressed" not in answer.content.decode()
