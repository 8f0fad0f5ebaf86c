"""Chinese choices. Matched as strings; a wording that is part of another listed one is not."""

from revenuer.mark.choices.choice import Choice

CHINESE = (
    Choice("例如", "比如", words=False),
    Choice("因此", "所以", words=False),
    Choice("但是", "不过", words=False),
    Choice("非常", "十分", words=False),
    Choice("并且", "而且", words=False),
    Choice("如果", "假如", words=False),
    Choice("虽然", "尽管", words=False),
    Choice("大约", "大概", words=False),
    Choice("立即", "立刻", words=False),
    Choice("经常", "常常", words=False),
    Choice("也许", "或许", words=False),
    Choice("此外", "另外", words=False),
    Choice("因为", "由于", words=False),
    Choice("逐渐", "渐渐", words=False),
    Choice("帮助", "协助", words=False),
    Choice("或者", "或是", words=False),
)
