"""The sheet of equity rounds; whether an investor counts as a qualified institution is the register's word."""

from crm.imports.lists.list_sheet import ListColumn, ListSheet

EQUITY = ListSheet(
    "股权融资",
    "equity_financing",
    (
        ListColumn("paid_on", ("到账时间", "实缴日期", "实缴时间", "到位日期", "到位时间"), needed=True),
        ListColumn("amount", ("到账金额", "融资金额", "投资金额", "实缴出资额"), needed=True),
        ListColumn("qualified", ("是否合格机构投资者", "合格投资者", "是否合格投资者")),
        ListColumn("investor", ("投资方", "投资人", "投资机构名称"), word="投资机构"),
    ),
)
