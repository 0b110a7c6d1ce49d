"""What people read when a file is refused."""

from flask_babel import lazy_gettext as _l

from crm.errors import Wording

WORDINGS = {
    "attachment_empty": Wording(422, _l("“%(name)s”是空文件，没有保存。请检查后重新选择。")),
    "attachment_too_large": Wording(422, _l("“%(name)s”超过 %(largest)s MB，没有保存。请压缩或拆分后再上传。")),
    "attachment_not_what_it_says": Wording(
        422, _l("“%(name)s”的内容与扩展名不符，或不是可以上传的类型，没有保存。可上传：%(kinds)s。")
    ),
    "attachment_name_too_long": Wording(422, _l("文件名超过 %(longest)s 个字，没有保存。请改短后再上传。")),
    "attachment_name_unfit": Wording(422, _l("文件名为空，或含有路径、看不见的字符，没有保存。请改名后再上传。")),
    "photos_too_many": Wording(
        422, _l("一次最多附 %(most)s 张照片，现在有 %(count)s 张，没有保存。请去掉几张；其余的保存后再补传。")
    ),
    "photos_too_large": Wording(422, _l("照片合计超过 %(most)s MB，没有保存。请去掉几张；其余的保存后再补传。")),
    "attachment_no_room": Wording(
        422, _l("这家企业的附件合计最多 %(most)s MB，“%(name)s”放不下，没有保存。请先移除不再需要的附件。")
    ),
    "attachment_known": Wording(409, _l("同样内容的文件“%(name)s”已经在这里，无需重复上传。")),
    "attachment_harmful": Wording(422, _l("扫描发现“%(name)s”含有有害内容，没有保存。请联系企业另行提供。")),
    "attachment_damaged": Wording(
        409, _l("这个文件的内容已损坏或丢失，为避免误用没有打开。请联系系统管理员从备份恢复，或重新上传原件。")
    ),
}
