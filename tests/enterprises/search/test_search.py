"""Finding enterprises: by any two characters, initials, pinyin, codes and contacts, words in any order."""

import pytest
from sqlalchemy import delete, select, update

from crm.db import reading, transaction
from crm.enterprises import service
from crm.enterprises.models import Contact, Enterprise
from crm.enterprises.search import upkeep
from crm.enterprises.search.models import SearchTerm
from crm.enterprises.search.queries import matching
from tests.cast import make_person
from tests.makers import TODAY, make_contact, make_enterprise


@pytest.fixture
def pool(context, cast):
    """Three enterprises; one has a contact and was called otherwise before."""
    with transaction() as session:
        cast.session = session
        made = make_enterprise(session, "北京华创智能装备有限公司", in_pool=False)
        make_contact(session, made, "欧阳明远", mobile="13800005707")
        music = make_enterprise(session, "重庆路O’Brien乐器（北京）有限公司", in_pool=False)
        other = make_enterprise(session, "北京石材厂", in_pool=False)
    return {"装备": made.id, "乐器": music.id, "石材": other.id}


def found(pool, text):
    with reading() as session:
        ids = set(session.scalars(select(Enterprise.id).where(matching(text))))
    return {word for word, key in pool.items() if key in ids}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("华创", {"装备"}),
        ("装", {"装备"}),
        ("北京", {"装备", "乐器", "石材"}),
        ("北京华创智能装备有限公司", {"装备"}),
        ("装备 华创", {"装备"}),
        ("装备，北京", {"装备"}),
        ("装备 石材", set()),
        ("hczn", {"装备"}),
        ("HCZN", {"装备"}),
        ("huachuang", {"装备"}),
        ("ZhiNeng", {"装备"}),
        ("zhuangbei 北京", {"装备"}),
        ("chongqinglu", {"乐器"}),
        ("cql", {"乐器"}),
        ("zql", {"乐器"}),
        ("O'Brien", {"乐器"}),
        ("O’Brien", {"乐器"}),
        ("ｏ＇ｂｒｉｅｎ", {"乐器"}),
        ("brien 乐器", {"乐器"}),
        ("乐器(北京)", {"乐器"}),
        ("乐器（北京）", {"乐器"}),
        ("欧阳", {"装备"}),
        ("明远", {"装备"}),
        ("oymy", {"装备"}),
        ("5707", {"装备"}),
        ("%", set()),
        ("_", set()),
        ("\\", set()),
        ("北京%", set()),
        ("北_京", set()),
        ("uangch", set()),
    ],
)
def test_what_is_typed_finds_what_is_meant(pool, text, expected):
    assert found(pool, text) == expected


def test_a_credit_code_is_found_by_its_beginning_its_district_and_what_is_its_own(context):
    with transaction() as session:
        mine = make_enterprise(session, "北京样例有限公司", in_pool=False)
    code = mine.credit_code

    for part in (code, code.lower(), code[:6], code[2:9], code[8:], code[-6:], code[-4:], code[10:15]):
        assert found({"样例": mine.id}, part) == {"样例"}, part


def test_a_former_name_stays_findable_and_a_contact_that_left_does_not(pool):
    with transaction() as session:
        maria = make_person(session, "maria")
        one = session.get_one(Enterprise, pool["装备"])
        service.change_identity(session, one, service.Identity("北京新名有限公司"), by=maria.id, on=TODAY)
        session.execute(update(Contact).values(left_on=TODAY))

    assert found(pool, "新名") == found(pool, "华创") == {"装备"}
    assert found(pool, "欧阳") == set()


def test_terms_are_what_they_should_be_and_written_only_when_they_change(pool):
    with transaction() as session:
        before = set(session.scalars(select(SearchTerm.id)))
        session.get_one(Enterprise, pool["石材"]).street = "古城"
    with transaction() as session:
        assert set(session.scalars(select(SearchTerm.id))) == before
        assert upkeep.unlike(session, list(pool.values())) == {}


def test_terms_that_a_hand_took_away_are_missed(pool):
    with transaction() as session:
        session.execute(delete(SearchTerm).where(SearchTerm.enterprise_id == pool["石材"]))
        assert set(upkeep.unlike(session, list(pool.values()))) == {pool["石材"]}
