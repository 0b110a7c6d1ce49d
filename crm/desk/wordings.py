"""What people read when an act of the desk needs another look."""

from flask_babel import lazy_gettext as _l

from crm.errors import Wording

WORDINGS = {
    "nowhere_to_go": Wording(422, _l("还有 %(count)s 家企业没有选择管家。请逐家选好，或按勾选的管家重新建议。")),
    "above_the_cap": Wording(
        422,
        _l(
            "还没有写入：分派后将超过加权上限 %(cap)s（%(names)s）。"
            "确实要这样分派，请勾选下方的“超过上限也分派”再提交。"
        ),
    ),
}
