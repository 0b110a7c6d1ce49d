"""Cells in other spellings than those of the cases: each is read as a person reads it, or says why not."""

from __future__ import annotations

from datetime import date

from crm.imports.cells.amounts import Unreadable, read_amount
from crm.imports.cells.codes import BadCode, read_code
from crm.imports.cells.days import read_day
from crm.imports.cells.people_names import read_enterprise_name, read_people
from crm.imports.cells.units import UnknownUnit, read_stated_unit, read_unit_word
from crm.imports.cells.words.industries import read_industry
from crm.imports.cells.words.property_words import read_property_class
from crm.imports.cells.words.title_words import TitleWord, read_title
from crm.imports.cells.words.visit_ways import read_visit_way
from crm.money import FEN_IN_WAN
from tests.imports.books import CODE

WAN, YI, YUAN, QIAN = FEN_IN_WAN, 10_000 * FEN_IN_WAN, 100, 100_000
UNREAD = None
UNKNOWN = UnknownUnit
AMOUNTS = {
    "500 万": 500 * WAN,
    "500万元整": 500 * WAN,
    "CNY500": 500 * WAN,
    "￥ 5,000.00 元": 5000 * YUAN,
    "0.05亿": YI // 20,
    "500元正": 500 * YUAN,
    "500多万": "about",
    "5 00": "not_an_amount",
    "500万美元": "not_an_amount",
    "3.5％": "percent",
}
DAYS = {
    "二〇二四年三月五日": date(2024, 3, 5),
    "二○二四年十二月三十一日": date(2024, 12, 31),
    "二〇二四年十月": date(2024, 10, 1),
    "二零二四年二月二十日": date(2024, 2, 20),
    "2024—03—05": date(2024, 3, 5),
    "2024·3·5": date(2024, 3, 5),
    "2024、3、5": date(2024, 3, 5),
    "2024年3月5号": date(2024, 3, 5),
    "二〇二四年十三月一日": "no_such_day",
    "3/5/2024": "not_a_day",
    "2024年第一批": "not_a_day",
    "2024-3—5": date(2024, 3, 1),
}
LEFT_OPEN = (
    *("移出", "退出", "摘牌", "降级", "未复核", "待复核", "复核中", "核查中"),
    *("预备", "意向", "否", "评审中", "不予认定", "申请", "落选", "待核实"),
)
TITLES = {
    "国家级专精特新“小巨人”企业": "little_giant",
    "工信部小巨人": "little_giant",
    "省级专精特新": "srdi",
    "已入库科技型中小企业": "tech_sme",
    "科技型中小企业（已入库）": "tech_sme",
    "科技型中小企业": "tech_sme",
    "科技型中小企业（出库）": UNREAD,
    "区级专精特新": UNREAD,
    "专精特新（暂停）": UNREAD,
    "小巨人（中止）": UNREAD,
    "北京市专精特新“小巨人”企业": UNREAD,
    "国家级专精特新中小企业": UNREAD,
    "后备专精特新": UNREAD,
    "2024年度北京市专精特新中小企业": "srdi",
    "专精特新（2024年第一批，有效期内）": "srdi",
    "专精特新中小企业（有效）": "srdi",
    "专精特新（首次认定）": "srdi",
    "天津市专精特新": UNREAD,
    **{f"专精特新（{word}）": UNREAD for word in LEFT_OPEN},
}
STEWARDS = {
    "张三(主)李四(副)": ["张三", "李四"],
    "张三 李四": ["张三", "李四"],
    "张三→李四": ["张三", "李四"],
    "张 三": ["张三"],
    "张三&李四": ["张三", "李四"],
    "欧阳 娜娜": ["欧阳娜娜"],
    "曾 晓 东": ["曾晓东"],
    "经信局 张三": ["张三"],
    "张三同志": ["张三"],
    "古城街道张三": ["张三"],
    "张三科长": ["张三"],
    "王科长": ["王科长"],
    "张三 财务总监": ["张三"],
    "张三 女": ["张三"],
    "张三（代）": ["张三"],
    "Tom Lee": ["Tom Lee"],
    "待定": [],
    "空岗": [],
    "主：张三 辅：李四": ["张三", "李四"],
    "服务管家：张三": ["张三"],
}
CODES = {
    "91110107-MADEM7001Q": CODE,
    f"'{CODE}": CODE,
    f"“{CODE}”": CODE,
    f"统一社会信用代码：{CODE}": CODE,
    CODE.lower(): CODE,
    f"{CODE}（旧）": "code_foreign_character",
    "110101-19900307-8515": "code_resident_id",
    "12345678-9": "code_foreign_character",
    f"{CODE}/110107012345678": "code_foreign_character",
    CODE.replace("0", "O", 1): "code_unused_letter",
}
COMPANY, FORMER = "北京蓝京有限公司", "北京旧名有限公司"
NAMES = {
    f"{COMPANY}[原名：{FORMER}]": (COMPANY, FORMER, None, None),
    f"{COMPANY}，曾用名{FORMER}": (COMPANY, FORMER, None, None),
    f"{COMPANY}（原{FORMER}、北京更旧有限公司）": (COMPANY, FORMER, None, "北京更旧有限公司"),
    f"{COMPANY}【迁出】": (COMPANY, None, "迁出", None),
    f"{COMPANY}-已注销": (COMPANY, None, "注销", None),
    f"（1）{COMPANY}": (COMPANY, None, None, None),
    f"①{COMPANY}。": (COMPANY, None, None, None),
    f"{COMPANY}（原名称：{FORMER}）": (COMPANY, FORMER, None, None),
    f"{COMPANY} 原：{FORMER}": (COMPANY, FORMER, None, None),
    f"◆《{COMPANY}》": (COMPANY, None, None, None),
    f"一、{COMPANY}¹": (COMPANY, None, None, None),
    f"（新增）{COMPANY}": (COMPANY, None, None, None),
    "360数科（北京）有限公司": ("360数科（北京）有限公司", None, None, None),
    f"{COMPANY}（上市）": (COMPANY, None, None, "上市"),
    "北京蓝京(集团)有限公司": ("北京蓝京（集团）有限公司", None, None, None),
    "北京某某投资中心（有限合伙）": ("北京某某投资中心（有限合伙）", None, None, None),
}
INDUSTRIES = {
    "3985 电子专用材料制造": "C3985",
    "39 计算机、通信和其他电子设备制造业": "C39",
    "（3985）电子材料": "C3985",
    "c-3985": "C3985",
    "C.39.85": UNREAD,
    "C3985/C3986": UNREAD,
    "3985.0": UNREAD,
    "99 其他": UNREAD,
    "制造业": UNREAD,
}
PROPERTY = {
    "外观": "II",
    "布图": "I",
    "软件著作": "II",
    "国防专利": "I",
    "发明专利（转让取得）": "I",
    "PCT": UNREAD,
    "发明专利（实审）": UNREAD,
}
WAYS = {
    "电联": "call",
    "面谈": "meeting",
    "企业来访": "meeting",
    "走访/电话": "visit",
    "钉钉": "message",
    "其他": UNREAD,
    "到访": "meeting",
    "按计划走访": "visit",
    "未走访": UNREAD,
    "电话（无人接听）": UNREAD,
    "拟走访": UNREAD,
    "取消上门": UNREAD,
}
PLACES_FOR_UNITS = {"仟元": QIAN, "萬元": WAN, "佰万元": 100 * WAN, "10万元": 10 * WAN, "1元": YUAN, "Mn": UNKNOWN}
LINES = {
    "金额单位：仟元": QIAN,
    "单位：萬元": WAN,
    "单位：百萬元": 100 * WAN,
    "币种：美元 单位：万": UNKNOWN,
    "币种：人民币 单位：元": YUAN,
    "注册资本5000万元": None,
}


def test_amounts_and_days_as_text():
    read = {text: read_amount(text) for text in AMOUNTS}
    assert {text: each.reason if isinstance(each, Unreadable) else each for text, each in read.items()} == AMOUNTS
    days = {text: read_day(text) for text in DAYS}
    assert {text: each.reason if isinstance(each, Unreadable) else each.date for text, each in days.items()} == DAYS


def test_words_of_titles_industries_property_and_ways():
    titles = {text: read_title(text) for text in TITLES}
    assert {text: getattr(word, "tier", None) for text, word in titles.items()} == TITLES
    assert {text: read_industry(text) for text in INDUSTRIES} == INDUSTRIES
    for read, right in ((read_property_class, PROPERTY), (read_visit_way, WAYS)):
        words = {text: read(text) for text in right}
        assert {text: None if isinstance(word, Unreadable) else word for text, word in words.items()} == right


def test_names_of_people_and_enterprises_and_codes():
    assert {text: read_people(text) for text in STEWARDS} == STEWARDS
    named = {text: read_enterprise_name(text) for text in NAMES}
    assert {text: (each.name, each.former, each.left, each.remark) for text, each in named.items()} == NAMES
    codes = {text: read_code(text) for text in CODES}
    assert {text: each.reason if isinstance(each, BadCode) else each.text for text, each in codes.items()} == CODES


def test_units_in_other_characters_and_behind_a_round_number():
    """A thousand written 仟 counts a thousandfold, and dollars stay dollars however far off they are named."""
    for read, right in ((read_unit_word, PLACES_FOR_UNITS), (read_stated_unit, LINES)):
        units = {words: read(words) for words in right}
        assert {words: UNKNOWN if isinstance(unit, UnknownUnit) else unit for words, unit in units.items()} == right


def test_a_review_by_any_word_is_no_second_award():
    reviews = [read_title(f"专精特新（{word}）") for word in ("复核通过", "复审通过", "复审", "到期复核")]
    assert all(isinstance(each, TitleWord) and each.is_review for each in reviews)
