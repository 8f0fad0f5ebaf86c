"""Stories, poems, songs, scripts."""

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents.cues import CueClass
from revenuer.fingerprint.intents.wording import wording

_CREATIVE: CueClass = {
    "creative": wording("""
        {poem|poems|poetry|haiku|sonnet|limerick|short story|short stories|bedtime story|fairy tale}
        {screenplay|song lyrics|lyrics|fan fiction|fanfic|fanfiction|plot twist|protagonist}
        {stand-up routine|rap about|creative writing|novelist|storyteller}
        {write|tell} {a|the|another} {|short |funny }{story|song|tale|scene|novel|fable|joke}
        {tell me|write me} {a|the|another} {|short |funny }{story|song|tale|scene|novel|fable|joke}
        {continue|compose} {a|the|another} {|short |funny }{story|song|tale|scene|novel|fable|joke}
        {写一首|写一篇故事|写一个故事|诗歌|小说|剧本|歌词|童话|讲个故事|寫一首|詩歌|小說|劇本|歌詞}
        {童話|古诗|俳句}
        {gedicht|gedichte|kurzgeschichte|geschichte über|märchen|liedtext|drehbuch}
        {schreibe eine geschichte|roman über}
        {poème|poèmes|nouvelle littéraire|conte|écris une histoire|paroles de chanson}
        {scénario de film|poema|poemas|cuento|escribe una historia|letra de canción|guion|conto}
        {escreva uma história|letra de música|roteiro}
        {詩を|俳句|短編|小説|物語|歌詞|脚本|시를 써|소설|이야기를 써|가사|동화|시나리오}
        {стихотворение|стихи|рассказ о|рассказ про|сказку|сказка|песню|сценарий|напиши историю}
        повесть
    """)
}

INTENT = Intent(
    name="creative_writing",
    target="creative writing",
    cues=_CREATIVE,
    rules=(frozenset({"creative"}),),
    examples=(
        "Write a short story about a lighthouse.",
        "写一首关于秋天的诗。",
        "Schreib ein Gedicht über den Regen.",
        "Écris un poème.",
        "Напиши стихотворение о море.",
    ),
    counterexamples=("What is the story with my refund?", "Bank opening hours"),
)
