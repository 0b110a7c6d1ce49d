"""Forms of sign-in and of one's own account."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField
from wtforms.validators import EqualTo, Length

from crm.web.fields import DeskForm, LineField, must_fill

_LONGEST_PASSWORD = Length(max=1024, message=_l("密码过长，请缩短。"))


class SignInForm(DeskForm):
    """Staff number and password; the password is taken exactly as typed."""

    staff_number = LineField(_l("工号"), longest=64, needed=True)
    password = PasswordField(_l("密码"), [must_fill(_l("请填写密码。")), _LONGEST_PASSWORD], filters=[])
    next = HiddenField()


class ChangePasswordForm(DeskForm):
    """A new password, on the word of the present one."""

    present = PasswordField(_l("当前密码"), [must_fill(), _LONGEST_PASSWORD], filters=[])
    new = PasswordField(_l("新密码"), [must_fill(), _LONGEST_PASSWORD], filters=[])
    again = PasswordField(
        _l("再输一次新密码"), [must_fill(), EqualTo("new", _l("两次输入的新密码不一致，请重新输入。"))], filters=[]
    )
