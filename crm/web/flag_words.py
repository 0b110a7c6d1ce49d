"""What pages and notices say of each kind of flag."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from crm.registry import each_of
from crm.rules import FlagKind


@dataclass(frozen=True, slots=True)
class FlagWords:
    """One kind: its word and the tone of its chip, then sentences about one flag and about several.

    `reach` is about a `target`, `notice` about the `target` of a `name`; `tally`, `digest` and `heading` are about new
    flags, the first two with their `count`.
    """

    word: LazyString
    tone: str
    reach: LazyString
    notice: LazyString
    tally: LazyString
    digest: LazyString
    heading: LazyString


FLAG_WORDS: Mapping[FlagKind, FlagWords] = each_of(
    FlagKind,
    {
        FlagKind.ELIGIBLE: FlagWords(
            word=_l("已符合"),
            tone="good",
            reach=_l("已符合%(target)s"),
            notice=_l("%(name)s 已符合%(target)s的条件，可以准备申报。"),
            tally=_l("已符合 %(count)s"),
            digest=_l("已符合 %(count)s 家"),
            heading=_l("新标记：已符合"),
        ),
        FlagKind.NEAR: FlagWords(
            word=_l("临近"),
            tone="calm",
            reach=_l("临近%(target)s"),
            notice=_l("%(name)s 离%(target)s只差一步，看看还缺什么。"),
            tally=_l("临近 %(count)s"),
            digest=_l("临近 %(count)s 家"),
            heading=_l("新标记：临近"),
        ),
        FlagKind.ASK: FlagWords(
            word=_l("问一下"),
            tone="unknown",
            reach=_l("补齐资料可判%(target)s"),
            notice=_l("%(name)s 补几项资料就能判断是否符合%(target)s，下次联系时问一下。"),
            tally=_l("待补 %(count)s"),
            digest=_l("值得一问 %(count)s 家"),
            heading=_l("新标记：待补资料"),
        ),
    },
)
FLAGS: dict[str, LazyString] = {kind.value: words.word for kind, words in FLAG_WORDS.items()}


def word_reach(kind: str, target: Any) -> str:
    """What a flag of this kind says of a target: 临近专精特新."""
    return str(FLAG_WORDS[FlagKind(kind)].reach) % {"target": target}


def flag_tone(kind: str) -> str:
    """The tone of its chip: `{{ "near" | flag_tone }}`."""
    return FLAG_WORDS[FlagKind(kind)].tone
