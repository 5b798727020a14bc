"""Addresses: the start page and its worked examples, then each council's own under its name."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver, include, path

import core.addresses  # noqa: F401 (registers the converter of numbers)
from appraisal.views import (
    assessing,
    checking,
    checks,
    council,
    criteria,
    decisions,
    documents,
    enquiries,
    evidence,
    examples,
    facts,
    groups,
    imports,
    invitations,
    marks,
    meetings,
    messages,
    moderation,
    notices,
    officers,
    panel,
    people,
    queue,
    records,
    register,
    result,
    route,
    sending,
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
    path("eligibility/", enquiries.eligibility, name="eligibility"),
    path("known/", enquiries.disclosure, name="disclosure"),
    path("begin/", enquiries.begin, name="begin"),
    path("send/", sending.send, name="send"),
    path("move/<slug:way>/", route.move, name="move"),
    path("officer/", officers.officer, name="officer"),
    path("checklist/", checks.checklist, name="checklist"),
    path("checklist/<slug:item>/", checks.check_item, name="check_item"),
    path("messages/", messages.messages, name="messages"),
    path("records/", records.records, name="records"),
    path("records/<int:number>/", records.record, name="record"),
    path("records/<int:number>/appraisal.json", records.record_file, name="record_file"),
    path("records/<int:number>/record.json", records.record_text, name="record_text"),
    path("confirm/", result.confirm, name="confirm"),
    path("result/", result.result, name="result"),
    path("assessment/", assessing.overview, name="assessment"),
    path("assessment/criteria/<str:letter>/", assessing.criterion, name="assess_criterion"),
    path("assessment/pages/<slug:page>/", assessing.page, name="assess_page"),
    path("assessment/flags/", assessing.flags, name="flags"),
    path("assessment/flags/<int:flag>/", assessing.resolve, name="resolve_flag"),
    path("assessment/ready/", assessing.ready, name="assessment_ready"),
    path("assessment/whole/", checking.sign_off, name="sign_off"),
    path("assessment/reopen/", checking.reopen, name="reopen"),
    path("pack.pdf", documents.pack, name="pack"),
    path("appraisal.json", documents.appraisal_file, name="appraisal_file"),
    path("import/", imports.send, name="import"),
    path("import/preview/", imports.preview, name="import_preview"),
    path("off-panel/", meetings.take_off, name="off_panel"),
    path("marks/", marks.marks, name="marks"),
    path("marks/<str:letter>/", marks.mark, name="mark"),
    path("moderation/", moderation.moderation, name="moderation"),
    path("compared/", moderation.compare, name="compare"),
    path("decide/", decisions.decide_panel, name="decide"),
    path("decide-alone/", decisions.decide_alone, name="decide_alone"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("publication/", decisions.write, name="publication"),
    path("publication/publish/", decisions.publish_now, name="publish"),
    path("ask-again/", decisions.again, name="ask_again"),
    path("look-again/", decisions.look_again, name="look_again"),
]

_MEETINGS: Sequence[URLPattern | URLResolver] = [
    path("", meetings.meetings, name="meetings"),
    path("plan/", meetings.plan, name="meeting_plan"),
    path("<int:meeting>/", meetings.meeting, name="meeting"),
    path("<int:meeting>/change/", meetings.change, name="meeting_change"),
    path("<int:meeting>/seats/", meetings.seats, name="meeting_seats"),
    path("<int:meeting>/attendance/", meetings.attendance, name="meeting_attendance"),
    path("<int:meeting>/open/", meetings.begin, name="meeting_open"),
    path("<int:meeting>/close/", meetings.close, name="meeting_close"),
    path("<int:meeting>/agenda/", meetings.add, name="meeting_add"),
    path("<int:meeting>/agenda/<int:item>/up/", meetings.up, name="meeting_up"),
]

_PANEL: Sequence[URLPattern | URLResolver] = [
    path("", panel.own_meetings, name="panel"),
    path("<int:meeting>/", panel.agenda, name="panel_agenda"),
    path("<int:meeting>/<int:item>/interest/", panel.interest, name="panel_interest"),
]

_REGISTER: Sequence[URLPattern | URLResolver] = [
    path("", register.entries, name="register"),
    path("decisions.csv", register.entries_csv, name="register_csv"),
    path("decisions.json", register.entries_json, name="register_json"),
    path("<int:number>/", register.entry, name="register_entry"),
]

_GROUP: Sequence[URLPattern | URLResolver] = [
    path("", groups.group, name="group"),
    path("invite/", groups.invite_to_group, name="invite_to_group"),
    path("leave/", groups.leave, name="leave_group"),
    path("people/<number:membership>/", groups.member, name="member"),
]

_COUNCIL: Sequence[URLPattern | URLResolver] = [
    path("", council.home, name="home"),
    path("booklet/<slug:kind>.pdf", documents.booklet_pdf, name="booklet_pdf"),
    path("booklet/<slug:kind>.docx", documents.booklet_word, name="booklet_word"),
    path("proposals/", council.proposals, name="proposals"),
    path("queue/", queue.queue, name="queue"),
    path("notices/", notices.notices, name="notices"),
    path("notices/settings/", notices.settings, name="notice_settings"),
    path("letters/", notices.letters, name="letters"),
    path("start/", start.start, name="start_proposal"),
    path("paper/", start.paper, name="start_paper"),
    path("groups/", groups.groups, name="groups"),
    path("groups/<number:group>/", include(_GROUP)),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite_staff, name="invite_staff"),
    path("people/leave/", people.leave, name="leave_council"),
    path("people/<number:person>/", people.person, name="person"),
    path("invitations/<number:invitation>/", invitations.sent_invitation, name="sent_invitation"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("proposals/<uuid:proposal>/", include(_PROPOSAL)),
    path("meetings/", include(_MEETINGS)),
    path("panel/", include(_PANEL)),
    path("register/", include(_REGISTER)),
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
