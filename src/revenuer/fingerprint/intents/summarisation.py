"""Summaries."""

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents.cues import CueClass
from revenuer.fingerprint.intents.wording import wording

_SUMMARISE: CueClass = {
    "summarise": wording("""
        {summarize|summarise|summarizes|summarises|summarizing|summarising|summarized|summary}
        {summaries|summarization|tl;dr|tldr|key takeaways|main points|key points|main ideas|recap}
        synopsis
        {总结|概括|摘要|归纳|概述|要点|總結|歸納|重點}
        {fasse|fassen|zusammenfassen|zusammenfassung|zusammenfassungen|kernaussagen|kurzfassung}
        stichpunkten
        {résume|résumer|résumez|résumé de|résumé du|synthèse|points clés|points essentiels}
        {resume el|resume la|resume los|resume este|resumen|resumir|resúmeme|puntos clave|resuma}
        {resumo|pontos principais}
        {要約|まとめて|要点|概要|요약|정리해|핵심}
        {резюмируй|кратко изложи|краткое изложение|краткое содержание|основные мысли|суммируй}
        подведи итог
    """)
}

INTENT = Intent(
    name="summarisation",
    target="summaries",
    cues=_SUMMARISE,
    rules=(frozenset({"summarise"}),),
    examples=(
        "Summarise the article in three sentences.",
        "请总结以下内容。",
        "Fasse den Text zusammen.",
        "Résume cet article.",
        "この記事を要約してください。",
        "Кратко изложи текст.",
    ),
    counterexamples=("Write an email to my boss.", "How old is the moon?"),
)
