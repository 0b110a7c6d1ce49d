"""The Chinese words for states and steps of a batch and for kinds of findings."""

from flask_babel import lazy_gettext as _l

from crm.imports.batches.models import BatchState
from crm.imports.sheets.findings import FindingKind

STATES = {
    BatchState.READING: _l("正在读取"),
    BatchState.PREVIEWED: _l("待确认"),
    BatchState.APPLYING: _l("正在写入"),
    BatchState.APPLIED: _l("已写入"),
    BatchState.FAILED: _l("未成功"),
    BatchState.DISCARDED: _l("已作废"),
    BatchState.UNDOING: _l("正在撤回"),
    BatchState.UNDONE: _l("已撤回"),
}
TONES = {BatchState.PREVIEWED: "calm", BatchState.APPLIED: "good", BatchState.FAILED: "bad"}
STEPS = {
    "received": _l("文件已收到"),
    "reading": _l("正在逐张读取工作表"),
    "comparing": _l("正在与系统中的内容比对"),
    "busy": _l("数据库一直繁忙，没有写入，请再确认一次"),
    "busy_partly": _l("数据库一直繁忙，只写入了一部分，请再确认一次，继续写入其余的"),
    "waiting": _l("即将开始"),
    "writing": _l("正在写入，全部写完才算数"),
    "writing_parts": _l("正在分批写入，写完之前名单和统计会变动"),
    "undoing": _l("正在撤回，撤完之前名单和统计会变动"),
    "undo_waits": _l("夜间评估正在运行，等它结束后继续撤回"),
}
NOTES = {
    FindingKind.REJECTED: _l("未接收的行"),
    FindingKind.HELD: _l("搁置的行"),
    FindingKind.UNREADABLE: _l("读不出的单元格"),
    FindingKind.KEPT: _l("保留系统内容"),
    FindingKind.WARNING: _l("请核对"),
    FindingKind.MERGED: _l("已合并"),
    FindingKind.REPAIRED: _l("已改正"),
    FindingKind.ASSUMED: _l("按约定补全"),
    FindingKind.MISSING: _l("写明没有"),
    FindingKind.REMARK: _l("其他说明"),
}
NOTE_TONES = {
    FindingKind.REJECTED: "bad",
    FindingKind.HELD: "bad",
    FindingKind.UNREADABLE: "unknown",
    FindingKind.WARNING: "calm",
}
