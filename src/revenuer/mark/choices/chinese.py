"""Chinese choices. Matched as strings; a wording that is part of another listed one is not.

Characters that make another word of a wording (十分之一, 之所以, 大概念) keep it from being one.
"""

from revenuer.mark.choices.choice import Choice

NUMERALS = tuple("一二三四五六七八九十百千万亿几数两零半")

CHINESE = (
    Choice("例如", "比如", words=False, not_after=("好",), not_before=("说",)),
    Choice("因此", "所以", words=False, not_after=("之", "其"), not_before=("而",)),
    Choice("但是", "然而", words=False, not_after=("不",)),
    Choice(
        "非常",
        "十分",
        words=False,
        not_after=(*NUMERALS, "得", "打", "满", "给", "加", "扣"),
        not_before=("钟", "之", "规", "态", "时", "识", "道"),
    ),
    Choice("并且", "而且", words=False),
    Choice("如果", "假如", words=False),
    Choice(
        "大约", "大概", words=False, not_after=("最",), not_before=("的", "念", "率", "是", "会")
    ),
    Choice("立即", "立刻", words=False),
    Choice(
        "经常",
        "常常",
        words=False,
        not_after=("不", "已", "曾", "正", "神"),
        not_before=("性", "见"),
    ),
    Choice("也许", "或许", words=False),
    Choice("此外，", "另外，", words=False),
    Choice("因为", "由于", words=False, not_after=("原", "是", "何", "正")),
    Choice("逐渐", "渐渐", words=False, not_before=("的",)),
    Choice("或者", "或是", words=False, not_before=("非",)),
    Choice("目前", "当前", words=False, not_before=("为",)),
    Choice("仍然", "依然", words=False),
    Choice("突然", "忽然", words=False, not_before=("性", "的")),
    Choice("至少", "起码", words=False, not_before=("的",)),
    Choice("从未", "从没", words=False),
    Choice("不仅", "不但", words=False, not_before=("仅", "愿")),
)
