"""An officer says where savings are likeliest; who checks reads it, and so does who opens the record."""

from __future__ import annotations

import pytest

from appraisal.actions.checking import sign_off
from appraisal.models import Record
from appraisal.pack.report import Issue, report_of
from appraisal.queries.chapters import chapters_of
from appraisal.recorded import read_record
from tests.appraisal.site.assessing import assessed, fresh, made_ready, under_assessment
from tests.appraisal.site.browsing import assert_well_formed, boxes, words_of
from tests.appraisal.site.people import NOW, Site


@pytest.mark.django_db
def test_the_answers_are_saved_read_and_recorded_and_score_nothing(site: Site) -> None:
    made_ready(under_assessment(site))
    before = assessed(site).officer.appraisal
    officer, page = site.client("officer"), site.address("assess_chapter", "likeliest")
    opened = officer.get(page)
    assert_well_formed(opened)
    words = words_of(opened)
    assert "You can leave all of it blank: the report then has no such section." in words
    assert "the report says is missing" not in words
    assert "What that comes to" not in words
    said = {"place": "yes", "change_inside": "low", "change_outside": "high"}
    done = officer.post(page, {**boxes(opened), **said, "page-then": "continue"})
    assert done.status_code == 302
    assert chapters_of(site.proposal)["likeliest"] == said
    assert site.client("lead").get(page).status_code == 403
    shown = assessed(site)
    assert shown.officer.appraisal == before
    made_ready(site)
    for name in ("assess_chapter", "sign_off"):
        address = site.address(name, *(["likeliest"] if name == "assess_chapter" else []))
        read = words_of(site.client("checker").get(address))
        assert "How much change comes from outside the service? Much" in read
    read = words_of(officer.get(page))
    assert "This is context: it gives no points and changes no discount." in read
    assert "This proposal: very effective" in read
    fingerprint = assessed(site).fingerprint
    sign_off(by=site.people["checker"], proposal=fresh(site), fingerprint=fingerprint, at=NOW)
    record = Record.objects.get(proposal=site.proposal, event="sign-off")
    frozen = read_record(record.text)
    report = report_of(Issue(signed=frozen), frozen.file.appraise(), frozen.file)
    (section,) = (one for one in report.all if one.key == "likeliest")
    assert "This proposal: very effective" in str(section)
    read = words_of(officer.get(site.address("record", str(record.pk))))
    assert "Does it look after a place, rather than run one service? Yes" in read
