"""The sheet of intellectual property; items carry no number, and what counts for a title is the engine's business."""

from crm.imports.cells.words.property_words import read_property_class, read_property_state
from crm.imports.lists.list_sheet import ListColumn, ListSheet

PROPERTY = ListSheet(
    "知识产权",
    "intellectual_property",
    (
        ListColumn(
            "class",
            ("知识产权类别", "专利类型", "知识产权类型", "专利类别", "类型", "种类", "分类"),
            needed=True,
            missing="class_unknown",
            read=read_property_class,
        ),
        ListColumn("title", ("知识产权名称", "专利名称"), word="名称"),
        ListColumn(
            "related_to_main_product", ("与主导产品相关", "是否与主导产品相关", "是否与主导产品有关", "主导产品相关")
        ),
        ListColumn("economic_benefit", ("是否产生经济效益", "经济效益")),
        ListColumn("self_developed", ("是否自主研发",)),
        ListColumn("high_value", ("是否高价值", "高价值专利")),
        ListColumn("granted_on", ("授权公告日", "授权时间", "登记日期")),
        ListColumn("transferred_in_on", ("转入日期", "转让日期", "转入时间")),
        ListColumn("holder_rank", ("排名", "权利人排序", "权利人位次")),
    ),
    promised=True,
    state=("法律状态", "专利状态", "权利状态", "知识产权状态", "状态", "当前状态"),
    read_state=read_property_state,
)
