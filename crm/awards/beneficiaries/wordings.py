"""What people read when something about a beneficiary is refused."""

from flask_babel import lazy_gettext as _l

from crm.errors import Wording

WORDINGS = {
    "beneficiary_known": Wording(
        409, _l("%(name)s 或同一代码已登记过，没有再登记。请到名单中打开它；同名的个人请在姓名后注明单位。")
    ),
    "beneficiary_person_code": Wording(422, _l("个人不登记证件号码，没有登记。请把代码留空。")),
    "referral_year_unfit": Wording(422, _l("引荐年度晚于 %(this_year)s 年，没有登记。请核对年度。")),
    "referral_enterprise_unknown": Wording(
        422, _l("没有统一社会信用代码为 %(credit_code)s 的企业，没有登记。请核对代码，或先登记这家企业。")
    ),
    "referral_known": Wording(
        409, _l("%(name)s 已登记为%(platform)s %(year)s 年引荐，一家企业只计一次，没有再登记。请先核对并移除原登记。")
    ),
    "referral_removed": Wording(409, _l("这条引荐已由 %(who)s 于 %(day)s 移除，没有再改。请刷新页面查看。")),
}
