"""The life of a content: stored once, linked by many, swept with its last link, checked every night."""

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from crm.attachments import jobs, queries, service
from crm.attachments.checking import MIB, Upload
from crm.attachments.kinds import PDF as PDF_KIND
from crm.attachments.models import Attachment, Scan
from crm.attachments.queries import Owner
from crm.attachments.service import Keeping
from crm.attachments.store import AttachmentStore, digest_of
from crm.config.service_rules import AttachmentRules
from crm.cultivation.models import Title, TitleAttachment
from crm.errors import CrmError
from crm.work import Turn
from tests.attachments.files import PDF
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise

RULES = AttachmentRules(largest_mb=1, most_at_once=6, at_once_mb=2, per_enterprise_mb=2, keep_removed_days=30)


@pytest.fixture
def store(tmp_path):
    return AttachmentStore(tmp_path)


@pytest.fixture
def maria(session):
    return make_person(session, "maria").id


def make_owner(session, tier="srdi") -> Owner:
    enterprise = make_enterprise(session, tier=tier)
    title = session.scalars(select(Title.id).where(Title.enterprise_id == enterprise.id)).one()
    return Owner(TitleAttachment, "title_id", title, enterprise.id)


def attach(session, store, owner, by, content=PDF, name="通知.pdf", **keeping):
    upload = Upload(name, PDF_KIND, content)
    return service.attach(session, owner, upload, Keeping(store, RULES, **keeping), by=by, on=TODAY, at=NOW)


def night(session, store, days):
    """The three steps of the job, so many days later."""
    turn = Turn(TODAY + timedelta(days=days), NOW + timedelta(days=days))
    swept = jobs.sweep(session, turn, RULES.keep_removed_days)
    session.flush()
    turn = replace(turn, acted=jobs.set_aside(jobs.read_names(session, turn), turn, store))
    deleted = jobs.settle_files(session, turn, store)
    turn = replace(turn, acted=jobs.check_files(jobs.read_kept(session, turn), store))
    verified = jobs.mark_damaged(session, turn)
    session.flush()
    return {**swept.counts, **deleted.counts, **verified.counts}


def test_what_is_attached_again_while_its_file_goes_comes_back(session, store, maria):
    owner = make_owner(session)
    again = attach(session, store, owner, maria)
    service.remove(session, owner, again.id, by=maria, on=TODAY)
    later = Turn(TODAY + timedelta(days=40), NOW + timedelta(days=40))
    jobs.sweep(session, later, RULES.keep_removed_days)
    session.flush()
    digest = again.digest

    jobs.set_aside(jobs.read_names(session, later), later, store)
    assert (store.read(digest), store.list_aside()) == (None, [digest])
    again.swept_at = None  # somebody attached it just before, when the file was still in its place
    session.flush()
    jobs.settle_files(session, later, store)

    assert (store.read(digest), store.list_aside()) == (PDF, [])


def test_the_same_content_is_stored_once_for_two_owners(session, store, maria):
    one, other = make_owner(session), make_owner(session)

    first = attach(session, store, one, maria, name="甲.pdf")
    second = attach(session, store, other, maria, name="乙.pdf")

    assert first.id == second.id
    assert [[line.name for line in queries.files_of(session, owner)] for owner in (one, other)] == [
        ["甲.pdf"],
        ["乙.pdf"],
    ]
    assert len(list(store.files())) == 1


def test_the_same_content_twice_for_one_owner_is_refused(session, store, maria):
    owner = make_owner(session)
    attach(session, store, owner, maria)

    with pytest.raises(CrmError, match="attachment_known"):
        attach(session, store, owner, maria, name="又一次.pdf")


@pytest.mark.parametrize(("beyond", "code"), [(0, None), (1, "attachment_no_room")])
def test_an_enterprise_has_a_quota(session, store, maria, beyond, code):
    owner = make_owner(session)
    attach(session, store, owner, maria, PDF.ljust(MIB, b"1"))
    content = PDF.ljust(MIB + beyond, b"2")

    if code is None:
        attach(session, store, owner, maria, content)
        assert queries.bytes_of(session, owner) == 2 * MIB
    else:
        with pytest.raises(CrmError, match=code):
            attach(session, store, owner, maria, content)
        assert len(queries.files_of(session, owner)) == 1


def test_a_file_is_not_scanned_unless_somebody_scans_it(session, store, maria):
    owner = make_owner(session)

    assert attach(session, store, owner, maria).scan is Scan.NOT_SCANNED
    service.remove(session, owner, 1, by=maria, on=TODAY)
    assert attach(session, store, owner, maria, scanner=lambda _content: Scan.CLEAN).scan is Scan.CLEAN


def test_a_harmful_file_is_not_kept(session, store, maria):
    with pytest.raises(CrmError, match="attachment_harmful"):
        attach(session, store, make_owner(session), maria, scanner=lambda _content: None)

    assert list(store.files()) == []


@pytest.mark.parametrize(("days", "is_there"), [(30, True), (31, False)])
def test_a_content_outlives_its_last_link_by_the_set_days(session, store, maria, days, is_there):
    owner = make_owner(session)
    kept = attach(session, store, owner, maria)
    service.remove(session, owner, kept.id, by=maria, on=TODAY)

    night(session, store, days)

    assert (store.read(digest_of(PDF)) is not None) is is_there
    assert (session.get(Attachment, kept.id, populate_existing=True).swept_at is None) is is_there


def test_a_content_stays_while_another_owner_has_it(session, store, maria):
    one, other = make_owner(session), make_owner(session)
    kept = attach(session, store, one, maria)
    attach(session, store, other, maria)
    service.remove(session, one, kept.id, by=maria, on=TODAY)

    assert "swept" not in night(session, store, 400)
    assert store.read(digest_of(PDF)) == PDF


def test_sending_a_swept_content_again_brings_it_back(session, store, maria):
    owner = make_owner(session)
    kept = attach(session, store, owner, maria)
    service.remove(session, owner, kept.id, by=maria, on=TODAY)
    night(session, store, 31)

    again = attach(session, store, owner, maria, name="重新上传.pdf")

    assert (again.id, again.swept_at) == (kept.id, None)
    assert service.read_content(store, digest_of(PDF)) == PDF
    assert [line.name for line in queries.files_of(session, owner)] == ["重新上传.pdf"]


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_damaged_content_is_found_by_night_and_not_handed_out(session, store, maria, harm):
    owner = make_owner(session)
    attach(session, store, owner, maria)
    path = store.root / digest_of(PDF)[:2] / digest_of(PDF)
    path.write_bytes(PDF + b"x") if harm == "changed" else path.unlink()

    counts = night(session, store, 1)

    assert (counts["verified"], counts["damaged"]) == (1, 1)
    assert [line.is_damaged for line in queries.files_of(session, owner)] == [True]
    with pytest.raises(CrmError, match="attachment_damaged"):
        service.read_content(store, digest_of(PDF))


def test_what_a_refused_request_left_behind_is_taken_away_after_a_day(session, store):
    digest = digest_of(PDF)
    store.write(digest, PDF)
    path = store.root / digest[:2] / digest
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))

    assert ("orphans_deleted" in night(session, store, 1), path.exists()) == (False, True)
    assert night(session, store, 2)["orphans_deleted"] == 1
    assert not path.exists()


def test_removing_what_is_not_there_is_refused(session, maria):
    with pytest.raises(CrmError, match="not_found"):
        service.remove(session, make_owner(session), 4711, by=maria, on=TODAY)
