"""What people read when a workbook or an import is refused."""

from flask_babel import lazy_gettext as _l

from crm.errors import Wording

WORDINGS = {
    "import_not_open": Wording(409, _l("“%(name)s”已经写入、作废或正在处理，不能再操作。请刷新导入列表查看。")),
    "import_units_unnamed": Wording(
        422,
        _l(
            "文件没有写明这些列的金额单位：%(columns)s，没有写入任何内容。"
            "请在“列的读法”页选定单位，或在文件的表头写明单位后重新导入。"
        ),
    ),
    "import_undo_under_way": Wording(
        409, _l("%(who)s正在撤回“%(name)s”，这一次没有再改动任何内容。请回到这次导入的页面查看进度。")
    ),
    "import_undone_before": Wording(
        409, _l("“%(name)s”已经撤回过了，没有再改动任何内容。需要时请重新上传文件导入。")
    ),
    "import_nothing_to_undo": Wording(
        409, _l("“%(name)s”没有可以撤回的内容：没有写入新内容，或没有留底（留底保存一年）。请在企业页面上逐项改正。")
    ),
    "import_undo_at_night": Wording(409, _l("夜间评估正在运行，现在撤回会使它失去依据。请等它结束后再撤回。")),
    "import_built_on": Wording(
        409,
        _l(
            "之后导入的“%(later)s”又写入了其中 %(count)s 家企业，“%(name)s”不能先撤回。"
            "请先撤回那一次导入，再撤回这一次。"
        ),
    ),
    "import_busy": Wording(429, _l("您已有 %(count)s 个导入正在处理。请等它们结束或作废后再上传。")),
    "import_interrupted": Wording(500, _l("导入没有完成，什么也没有写入。请重新上传文件再试。")),
    "import_interrupted_partly": Wording(
        500,
        _l(
            "导入没有写完：%(total)s 家企业中的前 %(done)s 家已写入并保留，其余没有写入。"
            "请重新上传同一个文件，已写入的不会重复。"
        ),
    ),
    "import_waits": Wording(
        503, _l("数据库一直繁忙，“%(name)s”还没有写完，已写入的保留。请稍后再次执行同一命令，会从中断处继续。")
    ),
    "import_no_room": Wording(503, _l("服务器没有空间保存这个文件，什么也没有留下。请联系系统管理员清理后再上传。")),
    "import_person_unknown": Wording(422, _l("没有工号为 %(number)s 的在用账号。请核对 --by 后的工号。")),
    "import_files_old": Wording(
        409, _l("“%(name)s”的明细是旧版本保存的，已经无法读取。已写入的内容不受影响；要看明细，请重新上传文件预览。")
    ),
    "rows_unanswered": Wording(422, _l("没有选定任何一行，文件不必重新读取。请先为某一行选定企业，或填写认定日期。")),
    "row_answer_unknown": Wording(
        422, _l("第 %(row)s 行选定的企业不在可选之列，可能刚被改动。请刷新本页后重新选择。")
    ),
    "list_day_ahead": Wording(422, _l("认定日期 %(day)s 在今天之后。请核对文件，只能登记已经作出的认定。")),
    "column_set_twice": Wording(
        422, _l("%(columns)s 列都读作“%(field)s”，无法判断以哪一列为准。请只保留一列，其余改为不读取。")
    ),
    "column_year_wrong": Wording(
        422, _l("%(column)s 列（%(words)s）的年度“%(text)s”不是四位年份。请填如 2025 或“上年”，或留空随年度列。")
    ),
    "columns_unchanged": Wording(422, _l("没有改动任何一列，文件不必重新读取。请先改动某一列的读法。")),
    "payment_list_too_long": Wording(422, _l("清单超过 %(most)s 行。请拆成几个文件再上传。")),
    "list_without_headings": Wording(
        422, _l("没有找到表头。请在第一张表的前十行里写上“统一社会信用代码”和“凭证号”等列名，再上传。")
    ),
    "list_lacks_columns": Wording(422, _l("缺少这些列：%(columns)s。请补上后再上传。")),
    "return_outcome_unknown": Wording(422, _l("不认识结果“%(text)s”。请写“已拨付”或“退票”，还没有结果的留空。")),
    "list_code_bad": Wording(422, _l("统一社会信用代码不对，请核对后再上传。")),
    "list_benefit_unknown": Wording(422, _l("不认识事项“%(text)s”。请写条款号或事项名称，如“第一条”“贷款贴息”。")),
    "list_amount_bad": Wording(422, _l("金额须是大于零的数字，请核对后再上传。")),
    "list_day_bad": Wording(422, _l("拨付日期须写明年月日，请核对后再上传。")),
    "list_title_bad": Wording(422, _l("认定奖励要写明称号，如“专精特新中小企业”。请补上后再上传。")),
    "list_year_bad": Wording(422, _l("年度须是四位年份，请核对后再上传。")),
    "list_voucher_missing": Wording(422, _l("没有凭证号，请补上后再上传。")),
    "list_text_long": Wording(422, _l("“%(column)s”最多 %(most)s 个字，请缩短后再上传。")),
    "published_without_names": Wording(
        422, _l("没有找到名单。请确认表里有一列是企业名称；填写了工作表名称的，请核对名称，再上传。")
    ),
    "published_sheets": Wording(422, _l("文件里有几张名单：%(sheets)s。请填写要登记的工作表名称，分几次上传。")),
    "published_rows_unseen": Wording(
        422,
        _l(
            "工作表“%(sheet)s”有 %(count)s 行被隐藏或划去（第 %(first)s 行起）。请取消隐藏，或删去不算数的行，再上传。"
        ),
    ),
    "published_nameless": Wording(422, _l("没有企业名称，请补上后再上传。")),
    "published_name_long": Wording(422, _l("企业名称最多 %(most)s 个字，请核对后再上传。")),
    "published_certificate_long": Wording(422, _l("证书编号最多 %(most)s 个字，请核对后再上传。")),
    "published_title_bad": Wording(
        422, _l("称号不是创新型中小企业、专精特新中小企业或专精特新“小巨人”企业。请核对，或删去这一行再上传。")
    ),
    "published_title_unsaid": Wording(422, _l("表中没有写称号，请在页面上选择称号。")),
    "published_other_title": Wording(422, _l("表中写的称号与页面上选的不同。请核对，或选“以表中写的为准”。")),
    "published_day_bad": Wording(422, _l("认定日期须写明年月日，请核对后再上传。")),
    "published_day_unsaid": Wording(422, _l("表中没有写认定日期，请在页面上填写公布日期。")),
    "published_other_day": Wording(422, _l("表中写的认定日期与页面上填的不同。请核对，或把公布日期留空。")),
    "file_empty": Wording(422, _l("文件是空的，请重新选择文件。")),
    "file_too_large": Wording(413, _l("文件超过 %(limit)s MB，请拆成几个文件再导入。")),
    "file_old_or_locked": Wording(422, _l("这个文件加了密码，或不是工作簿，请去掉密码、另存为 .xlsx 后再导入。")),
    "file_other_format": Wording(422, _l("这不是 .xlsx 工作簿，请在表格软件中另存为 .xlsx 后再导入。")),
    "file_xml_of_2003": Wording(
        422, _l("这是 2003 版的 XML 电子表格，不能直接读取。请在表格软件中打开它，另存为 .xlsx 后再导入。")
    ),
    "file_no_workbook": Wording(422, _l("这个文件不是工作簿，请选择 .xlsx、.xls 或 .csv 文件。")),
    "file_damaged": Wording(422, _l("工作簿已损坏或不完整，请在表格软件中打开、重新保存后再导入。")),
    "file_unpacks_too_large": Wording(
        413, _l("工作簿解压后超过允许的大小（%(limit)s MB），请删去多余内容后再导入。")
    ),
    "file_too_heavy": Wording(
        422, _l("读取这个工作簿所需的时间或内存超过限度，请删去多余的格式和空白区域后再导入。")
    ),
    "sheet_too_long": Wording(422, _l("有一张工作表超过 %(limit)s 行，请拆分或删去末尾多余的单元格后再导入。")),
    "sheet_too_wide": Wording(422, _l("有一张工作表超过 %(limit)s 列，请删去右侧多余的单元格后再导入。")),
    "no_register_sheet": Wording(422, _l("没有找到可以读取的工作表（%(sheets)s），请检查表头是否完整。")),
    "header_missing": Wording(422, _l("工作表“%(sheet)s”没有找到表头，请检查是否有这些列：%(headings)s。")),
    "column_missing": Wording(422, _l("工作表“%(sheet)s”缺少这些列：%(headings)s，请补上后再导入。")),
    "column_twice": Wording(422, _l("工作表“%(sheet)s”的 %(columns)s 列都是“%(heading)s”，请只保留一列。")),
}
