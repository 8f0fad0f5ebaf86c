"""Translation."""

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents.cues import CueClass
from revenuer.fingerprint.intents.wording import wording

_TRANSLATE: CueClass = {
    "translate": wording("""
        {translate|translates|translating|translated} {the|this|these|into|to|it|from|following|my}
        {translate|translates|translating|translated} {it into|all|below|for me|text}
        {translation of|translation into|translation from|translator|how do you say|in english:}
        {in french:|in spanish:|in german:|in chinese:}
        {翻译|译成|译为|英译中|中译英|翻譯|譯成|譯為}
        {übersetze|übersetzen|übersetzung|Übersetzung|ins deutsche|ins englische|auf englisch}
        {traduis|traduire|traduisez|traduction|en anglais :|traduce|traducir|traducción|traduzca}
        {traduza|traduzir|tradução}
        {翻訳|訳して|和訳|英訳|번역}
        {переведи|переведите|перевести|перевод}
    """)
}

INTENT = Intent(
    name="translation",
    target="translation",
    cues=_TRANSLATE,
    rules=(frozenset({"translate"}),),
    examples=(
        "Translate the following letter into French.",
        "请把这句话翻译成英文。",
        "Übersetze den Satz ins Englische.",
        "Traduis ce texte.",
        "次の文を英語に翻訳してください。",
        "Переведи на русский.",
    ),
    counterexamples=("My French is poor.", "What time is it in Berlin?"),
)
