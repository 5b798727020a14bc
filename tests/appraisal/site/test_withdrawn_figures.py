"""A council withdraws its own published figures and falls back on the whole site's; earlier ones are put back."""

from __future__ import annotations

import os
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from appraisal.actions.datasets import CannotImport, put_in_force
from appraisal.actions.sent_figures import sweep_imports
from appraisal.actions.withdrawn_figures import put_back, withdraw_import
from appraisal.models import Dataset, DatasetState
from appraisal.queries.datasets import PUT_BACK_WITHIN, REPLACED_KEPT, in_force_for
from core.models import AuditEntry
from tests.appraisal.site.figures import areas_of, deprivation, of_site, was_read
from tests.appraisal.site.people import NOW, Site

pytestmark = pytest.mark.django_db
KEY = ("deprivation", 2019)


def own(site: Site, areas: int = 12) -> Dataset:
    dataset = was_read(site, deprivation(areas))
    return put_in_force(by=site.people["manager"], dataset=dataset, at=NOW)


def sites(areas: int = 3) -> Dataset:
    return put_in_force(by=None, dataset=of_site(deprivation(areas)), at=NOW)


def page(name: str, one: Dataset) -> str:
    return reverse(f"appraisal:{name}", args=["brum", one.pk])


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def post(client: Client, name: str, one: Dataset, **data: object) -> str:
    return text(client.post(page(name, one), data, follow=True))


def test_a_manager_withdraws_their_own_and_the_whole_site_s_hold(site: Site) -> None:
    manager, theirs, ours = site.client("manager"), sites(), own(site)
    assert "Withdraw these figures" in text(manager.get(page("figures_import", ours)))
    asked = text(manager.get(page("withdraw_dataset", ours))).partition("in force afterwards")
    assert "12 rows taken" in asked[0]
    assert "The whole site’s: who runs it has loaded them" in asked[2]
    assert "3 rows taken" in asked[2]
    refused = post(manager, "withdraw_dataset", ours, seen=theirs.pk, reason=" ")
    assert "Give a reason: it goes on record" in refused
    assert in_force_for(site.council)[KEY] == ours
    done = post(manager, "withdraw_dataset", ours, seen=theirs.pk, reason="an older file")
    assert "are withdrawn. The whole site’s are in force." in done
    assert in_force_for(site.council)[KEY] == theirs
    entry = AuditEntry.objects.get(event="import withdrawn")
    assert (entry.authority, entry.by) == (site.council, site.people["manager"])
    assert "an older file" in str(entry.detail)
    shown = text(manager.get(page("figures_import", ours)))
    assert "These figures were withdrawn" in shown
    assert "by Manager Ŵyn: an older file" in shown
    assert "The whole site’s, published on 26 September 2019, are in force." in shown
    assert "Put them back in force" in shown
    assert "there is nothing to withdraw" in post(manager, "withdraw_dataset", ours, reason="x")


def test_where_the_site_has_none_it_says_that_nothing_holds(site: Site) -> None:
    manager, ours = site.client("manager"), own(site)
    said = text(manager.get(page("withdraw_dataset", ours)))
    assert "Nothing. The whole site has no English Indices of Deprivation 2019." in said
    sites()  # meanwhile
    refused = post(manager, "withdraw_dataset", ours, seen="", reason="wrong")
    assert "What is in force has changed since this page was opened" in refused
    assert in_force_for(site.council)[KEY] == ours
    assert "What is in force has changed" in post(
        manager, "withdraw_dataset", ours, seen="9" * 30, reason="wrong"
    )


def test_what_was_withdrawn_is_put_back_while_it_is_kept(site: Site) -> None:
    manager, theirs, ours = site.client("manager"), sites(), own(site)
    withdraw_import(by=None, dataset=ours, reason="wrong", instead=theirs.pk, at=NOW)
    said = text(manager.get(page("put_dataset_back", ours)))
    assert "Put these figures back in force?" in said
    done = post(manager, "put_dataset_back", ours, seen="", reason="right after all")
    assert "the earlier figures are in force again" in done
    back = in_force_for(site.council)[KEY]
    assert (back, back.in_force_until, back.withdrawn_why) == (ours, None, "")
    assert AuditEntry.objects.filter(event="import put back in force").count() == 1
    said = text(manager.get(page("figures_import", ours)))
    assert "They were put back in force because: right after all" in said


def test_what_was_replaced_changes_places_with_what_replaced_it(site: Site) -> None:
    old, new = own(site), own(site, 15)
    with pytest.raises(CannotImport, match="has changed"):
        put_back(by=None, dataset=old, reason="wrong file", instead_of=None, at=NOW)
    put_back(by=None, dataset=old, reason="wrong file", instead_of=new.pk, at=NOW)
    assert in_force_for(site.council)[KEY] == old
    assert Dataset.objects.get(pk=new.pk).state == DatasetState.REPLACED
    assert areas_of(old) == 12


def test_rows_go_after_they_cannot_be_put_back_any_more(site: Site) -> None:
    ours = own(site)
    withdraw_import(by=None, dataset=ours, reason="wrong", instead=None, at=NOW)
    late = NOW + PUT_BACK_WITHIN + timedelta(seconds=1)
    assert sweep_imports(at=late) == 0, "somebody may have put it back a moment ago"
    with pytest.raises(CannotImport, match="not kept any more"):
        put_back(by=None, dataset=ours, reason="right", instead_of=None, at=late)
    assert sweep_imports(at=NOW + REPLACED_KEPT + timedelta(seconds=1)) == 1
    assert areas_of(ours) == 0
    with pytest.raises(CannotImport, match="not kept any more"):
        put_back(by=None, dataset=ours, reason="right", instead_of=None, at=NOW)


def test_the_same_file_can_be_sent_again_after_a_withdrawal(site: Site) -> None:
    ours = own(site)
    withdraw_import(by=None, dataset=ours, reason="wrong", instead=None, at=NOW)
    assert in_force_for(site.council) == {}
    again = own(site)
    assert in_force_for(site.council)[KEY] == again != ours


def run(*more: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("withdraw_figures", "deprivation", "--edition", "2019", "--reason", "wrong file",
                     *more, stdout=out, stderr=out)  # fmt: skip
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def test_the_command_withdraws_and_puts_back(site: Site) -> None:
    theirs, ours = sites(), own(site)
    at = ("--council", "brum")
    code, said = run(*at, "--dry-run")
    assert (code, in_force_for(site.council)[KEY]) == (0, ours)
    assert "this was a dry run" in said
    code, said = run(*at)
    assert (code, in_force_for(site.council)[KEY]) == (0, theirs)
    assert (
        "In force afterwards: the whole site’s, A ministry 2019, 26 September 2019 (Open)." in said
    )
    assert run(*at)[0] == 2
    assert run(*at, "--reason", os.fsdecode(b"caf\xe9"))[1].startswith("Write the reason in UTF-8")
    assert run("--council", "leeds") == (2, "There is no council “leeds”.\n")
    Dataset.objects.update(in_force_until=None)
    assert "No earlier figures are kept" in run(*at, "--put-back")[1]
    code, said = run()
    assert (code, in_force_for(site.council)) == (0, {})
    assert "In force afterwards: nothing." in said
    assert run("--put-back")[0] == 0
    assert in_force_for(site.council)[KEY] == theirs
