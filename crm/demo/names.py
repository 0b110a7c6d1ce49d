"""Names, streets and lines of business of made-up enterprises; any likeness to a real one is chance."""

from dataclasses import dataclass
from random import Random

_FIRST = "华瑞新天恒德光云博达蓝星智海中科融创元启明远佳益鼎盛泰安联众精卓凌睿"
_SECOND = "航明佳达蓝益远启博睿创源诚信通宇辰越峰岭泽润晟捷锐朗珩彦衡桥"
_FORMS = ("有限公司", "有限公司", "有限公司", "股份有限公司", "（北京）有限公司")


@dataclass(frozen=True, slots=True)
class Trade:
    """A line of business: the word in the name, the industry code, the main product."""

    word: str
    industry: str
    product: str


LINES = (
    Trade("航空电子", "C3743", "机载数据总线"),
    Trade("智能装备", "C3569", "柔性装配单元"),
    Trade("轨道交通设备", "C3714", "车辆在线检测系统"),
    Trade("新材料技术", "C3985", "高纯电子陶瓷"),
    Trade("软件", "I6513", "工业仿真软件"),
    Trade("工业互联网", "I6531", "设备联网网关平台"),
    Trade("数字文化科技", "I6572", "超高清制作系统"),
    Trade("信息技术", "I6560", "数据治理平台"),
    Trade("节能环保", "C3591", "低温余热回收装置"),
    Trade("医疗器械", "C3581", "便携超声探头"),
    Trade("虚拟现实科技", "I6519", "虚拟仿真实训平台"),
    Trade("检测技术", "M7452", "结构健康监测服务"),
    Trade("集成电路设计", "I6520", "电源管理芯片"),
    Trade("特种机器人", "C3492", "管廊巡检机器人"),
    Trade("氢能科技", "C3849", "空冷燃料电池电堆"),
    Trade("城市更新咨询", "M7484", "建筑改造设计"),
)

VISITS = (
    "核对上年度审计报告和研发费用归集口径，企业财务总监确认数据。",
    "介绍梯度培育申报要求，对照条款逐项说明还缺的材料。",
    "了解新产品试制进度，企业计划下季度扩建产线。",
    "企业提出高层次人才落户和公寓需求，已记录待转。",
    "走访车间，核实主导产品和产业链配套情况。",
    "沟通知识产权布局，在审发明专利两项，预计明年授权。",
    "电话了解融资进展，企业拟引入合格投资机构。",
    "送达政策汇编，解答首台套和技改支持的申请条件。",
)
FOLLOW_UPS = (
    "请企业补充研发人员花名册。",
    "下次带专利清单核对与主导产品的关系。",
    "约区科委一起看研发项目。",
    "提醒企业按期完成平台年度信息更新。",
    None,
    None,
)


def enterprise_names(random: Random, count: int) -> list[tuple[str, Trade]]:
    """So many different names, each with its line of business."""
    found: dict[str, Trade] = {}
    while len(found) < count:
        line = random.choice(LINES)
        stem = random.choice(_FIRST) + random.choice(_SECOND)
        found.setdefault(f"北京{stem}{line.word}{random.choice(_FORMS)}", line)
    return list(found.items())


_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗单解曾仇查区"
_GIVEN = (
    "伟",
    "芳",
    "娜",
    "敏",
    "静",
    "强",
    "磊",
    "洋",
    "艳",
    "勇",
    "杰",
    "涛",
    "明",
    "秀兰",
    "建国",
    "晓东",
    "志远",
    "雅琴",
)
_POSITIONS = ("总经理", "财务总监", "办公室主任", "研发总监", "副总经理", "项目申报专员")


def person_name(random: Random) -> str:
    """A name for a contact."""
    return random.choice(_SURNAMES) + random.choice(_GIVEN)


def position(random: Random) -> str:
    """What the contact does."""
    return random.choice(_POSITIONS)


def mobile(random: Random) -> str:
    """A number in a range that is not in use (1990000 to 1990009)."""
    return f"199000{random.randrange(10)}{random.randrange(10_000):04d}"
