"""What people read when something about a claim is refused; each names the clause it rests on."""

from flask_babel import lazy_gettext as _l

from crm.errors import Wording

WORDINGS = {
    "claim_without_figure": Wording(
        422, _l("%(clause)s“%(text)s”按其他政策执行，本措施没有可兑现的金额，没有登记。请向责任单位了解办理方式。")
    ),
    "claim_by_quota": Wording(
        422,
        _l(
            "%(clause)s“%(text)s”按套安排，不走兑现申请，没有登记。"
            "请向“可享政策”列出的责任单位申请，落实后由主管在“登记兑付”填套数。"
        ),
    ),
    "claim_no_title": Wording(
        422, _l("%(clause)s按首次认定发放，%(name)s 没有这个称号的首次认定，没有登记。请先核对称号记录。")
    ),
    "claim_title_revoked": Wording(
        409, _l("%(name)s 的称号已于 %(day)s 撤销，%(clause)s不再兑现，没有写入。请核对称号记录。")
    ),
    "claim_outside_validity": Wording(
        422, _l("%(clause)s：%(day)s 不在%(document)s的有效期（%(since)s 至 %(until)s）内，没有登记。请核对日期。")
    ),
    "claim_needs_basis": Wording(
        422,
        _l(
            "%(clause)s按事项发生之日判断是否在措施有效期内，没有登记。请填写这一天（如立项评审、付息期末或挂牌之日）。"
        ),
    ),
    "claim_basis_ahead": Wording(422, _l("%(clause)s只兑现已经发生的事项：%(day)s 还没有到，没有登记。请核对日期。")),
    "claim_needs_project": Wording(422, _l("%(clause)s“%(text)s”按项目封顶，没有登记。请填写项目名称。")),
    "claim_needs_base": Wording(422, _l("%(clause)s“%(text)s”按%(base)s的比例计算，没有写入。请填写%(base)s。")),
    "claim_nothing": Wording(422, _l("%(clause)s“%(text)s”的申请金额须大于零，没有写入。请核对金额。")),
    "claim_above_share": Wording(
        422, _l("申请金额超过%(clause)s“%(text)s”按%(base)s计算的数额，没有写入。请核对基数和金额。")
    ),
    "claim_above_cap": Wording(
        422, _l("加上在办和已兑现的，超过%(clause)s“%(text)s”的上限，没有写入。请按可享政策页面的余额填写。")
    ),
    "claim_above_asked": Wording(422, _l("%(clause)s：初审金额须大于零，且不超过申请金额，没有写入。请核对金额。")),
    "claim_barred": Wording(
        409,
        _l("%(name)s 现被列入失信或经营异常名单，不能享受%(clause)s，没有写入。请在移出名单并更新企业事实后再办理。"),
    ),
    "claim_deregistered": Wording(
        409, _l("%(name)s 已于 %(day)s 注销，不能享受%(clause)s，没有写入。请核对企业状态。")
    ),
    "claim_unknown_credit": Wording(
        409, _l("%(name)s 的信用情况没有登记，%(clause)s不能审定或拨付。请先在企业“事实与判断”中登记核查结果。")
    ),
    "claim_unknown_payments": Wording(
        409, _l("%(name)s 此前的兑付没有核清，%(clause)s的差额算不准。请先登记兑付，或声明从未兑付。")
    ),
    "claim_tier_claimed": Wording(
        409, _l("%(clause)s单个企业同一称号不重复享受：%(name)s 已由 %(number)s 兑现，没有写入。请打开它查看。")
    ),
    "claim_under_way": Wording(
        409, _l("%(clause)s的同一事项已有在办的申请 %(number)s，没有再登记。请打开它继续办理。")
    ),
    "claim_without_department": Wording(
        422, _l("%(clause)s的责任单位没有登记或已停用，没有登记申请。请联系系统管理员登记责任单位。")
    ),
    "claim_over": Wording(
        409, _l("%(number)s 已办结，不再有要告知企业的进展，没有改。请在“告知企业”中查看已告知的内容。")
    ),
    "claim_handed_in": Wording(409, _l("%(number)s 已提交，材料和金额不能再改。请等责任单位受理或退回后再补充。")),
    "claim_evidence_missing": Wording(
        422, _l("%(clause)s要求的材料还缺：%(evidence)s，不能受理。请退回补充，或核对后再受理。")
    ),
    "claim_paid_on_unfit": Wording(
        422, _l("%(clause)s：拨付日期 %(day)s 早于公示结束或审定，或还没有到，没有登记。请核对凭证上的日期。")
    ),
    "claim_needs_why": Wording(
        422, _l("%(clause)s的申请，本系统要求这一步写明理由并留痕，没有写入。请写明理由，再提交。")
    ),
    "claim_needs_amount": Wording(422, _l("%(clause)s的申请须核定金额，没有写入。请按条款核定后填写金额。")),
    "claim_needs_voucher": Wording(
        422, _l("%(clause)s的款项，本系统按一张凭证一笔拨付核对，没有写入。请填写凭证号，再提交。")
    ),
    "claim_needs_day": Wording(
        422, _l("%(clause)s的款项，本系统按凭证上的日期登记在公示期满之后，没有写入。请填写拨付日期。")
    ),
    "claim_own_step": Wording(
        409, _l("%(number)s 的另一步由您办理，%(clause)s兑现的申报、审核和拨付须由不同的人办理。请由另一位办理。")
    ),
    "claim_not_approved": Wording(
        409, _l("%(number)s 还没有审定，%(clause)s不能先拨付，没有写入。请先完成初审、复审、公示和审定。")
    ),
    "claim_not_paid": Wording(
        409, _l("%(number)s 没有已拨付的款项，%(clause)s没有可退票或追回的，没有写入。请核对编号。")
    ),
    "claim_in_publicity": Wording(
        409,
        _l("%(number)s 公示至 %(day)s，未了结的异议 %(count)s 件，%(clause)s还不能审定。请期满、了结异议后再办。"),
    ),
    "claim_moved_on": Wording(
        409, _l("%(number)s 已由 %(by)s 先行办理，或这一步不由您办理，没有写入。请刷新查看最新状态。")
    ),
    "claim_on_list": Wording(
        409, _l("%(number)s 已列入拨付批次，款项可能在途，%(clause)s不能撤回或否决。请先在批次里移出它。")
    ),
    "batch_claims_unfit": Wording(409, _l("所选申请有的还没有审定，或已列入别的批次，没有生成。请刷新后重新选择。")),
    "batch_line_settled": Wording(409, _l("这件申请在批次里已有结果或已移出，没有再改。请刷新页面查看。")),
    "return_not_in_batch": Wording(
        422, _l("本系统按批次清单核对银行回单：%(number)s 不在这个批次里，没有录入。请核对申请编号。")
    ),
    "return_line_settled": Wording(
        409, _l("%(number)s（%(clause)s）在这个批次里已退票或已移出，没有录入。请在它现在的批次或申请页登记。")
    ),
    "return_amount_differs": Wording(
        422, _l("本系统按%(clause)s审定的金额拨付：%(number)s 的回单金额与批次清单不一致，没有录入。请核对回单。")
    ),
    "department_has_claims": Wording(
        409, _l("%(name)s 还有 %(count)s 件兑现申请未办结，没有停用。请先办结这些申请。")
    ),
}
