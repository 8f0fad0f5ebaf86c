"""Pulling fields out of documents, and sorting documents into classes."""

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents.cues import CueClass
from revenuer.fingerprint.intents.wording import wording

_EXTRACT: CueClass = {
    "extract_or_classify": wording("""
        {extract|extracting|extracts} {the|all|any|from|following|key|every|each|information}
        {extract|extracting|extracts} {entities|names|relevant|only}
        {classify|classifies|classifying|classification|categorize|categorise|sentiment}
        {positive or negative|named entities|named entity|which category}
        {one of the following categories|the following labels|labels:|categories:|slot filling}
        {key-value|structured data|into json}
        {identify|list} {all|the|every} {entities|names|dates|keywords|amounts|fields}
        {提取|抽取|分类|归类|情感|实体|关键词|正面还是负面|分類|擷取|實體|情緒分析}
        {extrahiere|extrahieren|klassifiziere|klassifizieren|ordne|stimmung|kategorie|kategorien}
        positiv oder negativ
        {extrais|extraire|extrayez|classe le|classifie|catégorie|positif ou négatif|extrae|extraer}
        {clasifica|clasificar|positivo o negativo|extraia|extrair|classifique|positivo ou negativo}
        {抽出|分類|感情分析|キーワードを|추출|분류|감정 분석|키워드}
        {извлеки|извлечь|классифицируй|классификация|тональность|категорию|определи категорию}
    """)
}

INTENT = Intent(
    name="extraction_of_fields",
    target="field extraction and classification",
    cues=_EXTRACT,
    rules=(frozenset({"extract_or_classify"}),),
    examples=(
        "Extract the invoice number and the date.",
        "Classify the review as positive or negative.",
        "请提取文中的公司名称。",
        "Extrahiere alle Namen.",
        "Извлеки даты.",
    ),
    counterexamples=("Vanilla tastes good.", "Where can I park?"),
)
