"""Titles, stewards, names, industries, kinds and ways as people really write them."""

import pytest

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.days import FIRST_OF_DAYS, TWO_DIGITS, read_day
from crm.imports.cells.people_names import NamedEnterprise, read_enterprise_name, read_people
from crm.imports.cells.words.industries import read_industry
from crm.imports.cells.words.property_words import read_property_class
from crm.imports.cells.words.title_words import TitleWord, read_title
from crm.imports.cells.words.visit_ways import read_visit_way

UNKNOWN, NOT_IN_FORCE = Unreadable("title_unknown"), Unreadable("title_not_in_force")
TITLES = {
    "国家级专精特新“小巨人”企业": TitleWord("little_giant"),
    "国家小巨人企业（第四批）": TitleWord("little_giant"),
    "国家级专精特新重点“小巨人”企业": TitleWord("little_giant"),
    "专精特新“小巨人”企业（复核通过）": TitleWord("little_giant", is_review=True),
    "北京市专精特新中小企业": TitleWord("srdi"),
    "2024年度北京市创新型中小企业": TitleWord("innovative"),
    "科技型中小企业": TitleWord("tech_sme"),
    "北京市专精特新“小巨人”企业": UNKNOWN,
    "市级专精特新小巨人": UNKNOWN,
    "科技小巨人企业": UNKNOWN,
    "北京市创新型领军企业": UNKNOWN,
    "科技型企业": UNKNOWN,
    "首都科技条件平台创新型服务机构": UNKNOWN,
    "科技和创新型中小企业": UNKNOWN,
    "国家级专精特新企业": UNKNOWN,
    "瞪羚企业": UNKNOWN,
    "高新技术企业": UNKNOWN,
    "专精特新小巨人（复核未通过）": NOT_IN_FORCE,
    "专精特新中小企业（已过期）": NOT_IN_FORCE,
    "专精特新企业库入库": NOT_IN_FORCE,
    "申报专精特新中": NOT_IN_FORCE,
    "推荐小巨人": NOT_IN_FORCE,
    "小巨人（公示中）": NOT_IN_FORCE,
    "专精特新（终止）": NOT_IN_FORCE,
    "不再认定专精特新": NOT_IN_FORCE,
    "专精特新“小巨人”企业培育单位": NOT_IN_FORCE,
}


@pytest.mark.parametrize("words", TITLES)
def test_only_a_recognised_title_of_the_right_level_is_one(words):
    assert read_title(words) == TITLES[words]


STEWARDS = {
    "曾晓东/李秀英": ["曾晓东", "李秀英"],
    "A角：曾晓东 B角：李秀英": ["曾晓东", "李秀英"],
    "曾晓东\n李秀英": ["曾晓东", "李秀英"],
    "曾晓东（科技科）": ["曾晓东"],
    "曾晓东13800138000": ["曾晓东"],
    "曾晓东 010-68870001": ["曾晓东"],
    "曾 晓 东": ["曾晓东"],
    "科技科曾晓东": ["曾晓东"],
    "曾晓东(代)": ["曾晓东"],
    "阿卜杜拉•买买提": ["阿卜杜拉·买买提"],
    "阿卜杜拉．买买提": ["阿卜杜拉·买买提"],
    "ZengXiaodong": ["ZengXiaodong"],
    "王和平": ["王和平"],
    "张三和李四": ["张三", "李四"],
    "待定": [],
}


@pytest.mark.parametrize("words", STEWARDS)
def test_a_cell_names_people_without_what_stands_beside_them(words):
    assert read_people(words) == STEWARDS[words]


NAMES = {
    "北京甲测试有限公司（原：北京旧测试有限公司）": NamedEnterprise("北京甲测试有限公司", "北京旧测试有限公司"),
    "北京甲测试有限公司(已迁出)": NamedEnterprise("北京甲测试有限公司", left="迁出"),
    "*北京甲测试有限公司": NamedEnterprise("北京甲测试有限公司"),
    "北京甲测试有限公司1": NamedEnterprise("北京甲测试有限公司"),
    "1.北京甲测试有限公司": NamedEnterprise("北京甲测试有限公司"),
    "北京甲测试有限公司 ★": NamedEnterprise("北京甲测试有限公司"),
    "北京360科技有限公司": NamedEnterprise("北京360科技有限公司"),
    "3M中国有限公司": NamedEnterprise("3M中国有限公司"),
    "北京(原点)科技有限公司": NamedEnterprise("北京（原点）科技有限公司"),
}


@pytest.mark.parametrize("words", NAMES)
def test_marks_and_remarks_are_no_part_of_a_name(words):
    assert read_enterprise_name(words) == NAMES[words]


INDUSTRIES = {
    "C3563": "C3563", "3563": "C3563", "C35专用设备制造业": "C35", "c 3563": "C3563", "I6513应用软件开发": "I6513",
    "（C3563）": "C3563", "C-3563": "C3563", "M7722": "M7722", "制造业": None, "C": None, "C3563、I65": None,
}  # fmt: skip


@pytest.mark.parametrize("words", INDUSTRIES)
def test_the_code_of_an_industry_is_taken_out_of_its_words(words):
    assert read_industry(words) == INDUSTRIES[words]


KINDS = {
    "发明专利": "I", "发明": "I", "国防专利": "I", "植物新品种": "I", "集成电路布图设计": "I", "Ⅰ类（发明专利）": "I",
    "实用新型": "II", "外观设计": "II", "软著": "II", "软件著作权": "II", "Ⅱ类": "II", "第二类": "II",
}  # fmt: skip


@pytest.mark.parametrize("words", KINDS)
def test_kinds_of_property_have_their_class(words):
    assert read_property_class(words) == KINDS[words]


@pytest.mark.parametrize(
    ("words", "reason"),
    [("发明专利（申请中）", "property_not_granted"), ("Ⅰ类实用新型", "class_unknown"), ("商标", "class_unknown")],
)
def test_what_is_applied_for_or_contradicts_itself_has_no_class(words, reason):
    assert read_property_class(words) == Unreadable(reason)


WAYS = {
    "visit": [
        "实地走访",
        "上门服务",
        "实地调研",
        "现场办公",
        "入企服务",
        "联合走访",
        "实地走访（陪同区领导）",
        "线下",
    ],
    "call": ["电话沟通", "电话回访", "电话、微信"],
    "message": ["微信", "企业微信", "邮件"],
    "meeting": ["座谈交流", "线上会议", "视频会议", "企业来访", "座谈会", "线上"],
    "briefing": ["政策宣讲"],
}


@pytest.mark.parametrize(("way", "words"), [(way, word) for way, words in WAYS.items() for word in words])
def test_ways_of_visiting_are_read(way, words):
    assert read_visit_way(words) == way


@pytest.mark.parametrize(
    ("words", "day", "assumed"),
    [
        ("2026年3月15日上午", "2026-03-15", ""),
        ("2026/3/15 下午", "2026-03-15", ""),
        ("2026-3-15（周日）", "2026-03-15", ""),
        ("15/03/2026", "2026-03-15", ""),
        ("2026.3.15-16", "2026-03-15", FIRST_OF_DAYS),
        ("2026年3月15日—16日", "2026-03-15", FIRST_OF_DAYS),
        ("26.3.15", "2026-03-15", TWO_DIGITS),
    ],
)
def test_days_of_a_log_are_read_with_what_was_assumed(words, day, assumed):
    read = read_day(words)

    assert (read.date.isoformat(), read.assumed) == (day, assumed)


@pytest.mark.parametrize("words", ["3月15日", "3.15", "2026年3月中旬", "03/04/2026", "26.3"])
def test_a_day_nobody_could_tell_is_left_unread(words):
    assert isinstance(read_day(words), Unreadable)
