"""Addresses: the start page and its worked examples, then each council's own under its name."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver, include, path

from appraisal.views import (
    assessing,
    care,
    council,
    criteria,
    documents,
    evidence,
    examples,
    facts,
    history,
    imports,
    notices,
    records,
    result,
    start,
    tasks,
)

app_name = "appraisal"

_PROPOSAL: Sequence[URLPattern | URLResolver] = [
    path("", tasks.proposal, name="proposal"),
    path("facts/<slug:page>/", facts.facts, name="facts"),
    path("criteria/<str:letter>/", criteria.criterion, name="criterion"),
    path("criteria/<str:letter>/agree/", criteria.agree, name="agree"),
    path("evidence/", evidence.evidence, name="evidence"),
    path("evidence/<str:letter>/", evidence.evidence_for, name="evidence_for"),
    path("files/<uuid:file>/", evidence.download, name="evidence_file"),
    path("files/<uuid:file>/remove/", evidence.remove, name="remove_evidence"),
    path("check/", result.check, name="check"),
    path("confirm/", result.confirm, name="confirm"),
    path("result/", result.result, name="result"),
    path("history/", history.history, name="history"),
    path("records/", records.records, name="records"),
    path("records/compare/", records.compare, name="compare"),
    path("records/<int:number>.json", records.record_file, name="record_file"),
    path("assessment/", assessing.overview, name="assessment"),
    path("assessment/criteria/<str:letter>/", assessing.criterion, name="assess_criterion"),
    path("assessment/pages/<slug:page>/", assessing.page, name="assess_page"),
    path("assessment/flags/", assessing.flags, name="flags"),
    path("assessment/flags/<int:flag>/", assessing.resolve, name="resolve_flag"),
    path("assessment/ready/", assessing.ready, name="assessment_ready"),
    path("pack.pdf", documents.pack, name="pack"),
    path("appraisal.json", documents.appraisal_file, name="appraisal_file"),
    path("import/", imports.send, name="import"),
    path("import/preview/", imports.preview, name="import_preview"),
]

_COUNCIL: Sequence[URLPattern | URLResolver] = [
    path("", council.home, name="home"),
    path("booklet/<slug:kind>.pdf", documents.booklet_pdf, name="booklet_pdf"),
    path("booklet/<slug:kind>.docx", documents.booklet_word, name="booklet_word"),
    path("proposals/", council.proposals, name="proposals"),
    path("notices/", notices.notices, name="notices"),
    path("notices/settings/", notices.settings, name="notice_settings"),
    path("letters/", notices.letters, name="letters"),
    path("privacy/", care.privacy, name="privacy"),
    path("accessibility/", care.accessibility, name="accessibility"),
    path("retention/", care.retention, name="retention"),
    path("audit/", history.audit, name="audit"),
    path("audit/events.csv", history.audit_table, name="audit_table"),
    path("start/", start.start, name="start_proposal"),
    path("paper/", start.paper, name="start_paper"),
    path("proposals/<uuid:proposal>/", include(_PROPOSAL)),
]

urlpatterns = [
    path("", examples.start, name="welcome"),
    path("kites/<str:token>.svg", examples.kite, name="kite"),
    path("examples/<slug:name>/", examples.worked_example, name="worked_example"),
    path("examples/<slug:name>/answers/", examples.answers, name="answers"),
    path("examples/<slug:name>/pack.pdf", examples.pack, name="example_pack"),
    path("examples/<slug:name>/appraisal.json", examples.appraisal_file, name="example_file"),
    path("examples/<slug:name>/result.json", examples.result, name="example_result"),
    path("<slug:council>/", include(_COUNCIL)),
]
