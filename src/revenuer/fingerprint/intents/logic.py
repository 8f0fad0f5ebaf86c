"""Logic puzzles and deduction."""

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents.cues import CueClass
from revenuer.fingerprint.intents.wording import wording

_LOGIC: CueClass = {
    "logic": wording("""
        {logic puzzle|logic puzzles|logical puzzle|logic problem|logical reasoning}
        {logical deduction|deductive reasoning|deductive|syllogism|riddle|riddles|brain teaser}
        {knights and knaves|truth-teller|truth teller|zebra puzzle|einstein's riddle}
        {must be true|cannot be true|deductively valid|valid or invalid|logically follows}
        {follow logically|logical fallacy|formal fallacy|boolean expression|constraint satisfaction}
        {seating arrangement|who is lying|always lies|always tells the truth|first-order logic}
        {propositional logic|necessarily true|entails|the premises}
        {逻辑题|逻辑推理|逻辑谜题|推理题|演绎推理|三段论|谜题|说谎者|真话|邏輯題|邏輯推理|邏輯謎題}
        {推理題|謎題|說謊}
        {logikrätsel|logisches rätsel|rätsel|schlussfolgern|syllogismus|logisch gültig|lügt immer}
        logikaufgabe
        {énigme|énigmes|énigme logique|syllogisme|raisonnement logique|acertijo|acertijos|silogismo}
        {razonamiento lógico|enigma lógico|raciocínio lógico|quebra-cabeça lógico}
        {論理パズル|論理的推論|なぞなぞ|三段論法|演繹|논리 퍼즐|논리 문제|수수께끼|삼단논법|연역}
        {логическая задача|логическую задачу|логические задачи|головоломка|головоломку|загадка}
        {загадку|силлогизм|дедукция|всегда лжёт}
        {must be false|could be true|arrived before|arrived after|sits next to|sit in a row}
        {not next to|immediately to the left|to the right of|orders are possible|weighings}
        {balance scale|counterfeit coin|who owns|which of the following arguments|valid argument}
        {is the argument|contradiction|if and only if|river crossing|liar|knight or knave|deduce}
        {真假硬币|天平|称量|谁在说谎|推断出|命题|充分必要|渡河|排座|座位安排|真话假话|命題|稱量}
        {wägungen|waage|sitzt neben|lügner|wahrheitssager|widerspruch|folgt logisch}
        {balance à plateaux|menteur|pesées|mentiroso|pesadas|contradicción|contradição}
        {天秤|嘘つき|矛盾|저울|거짓말쟁이|모순|взвешиваний|лжец|лжецы|рыцари и лжецы|противоречие}
        сидит рядом
    """)
}

INTENT = Intent(
    name="logic",
    target="logic",
    cues=_LOGIC,
    rules=(frozenset({"logic"}),),
    examples=(
        "Solve this logic puzzle: three people sit in a row.",
        "One guard always lies. Which question do you ask?",
        "这是一道逻辑推理题。",
        "Löse das folgende Logikrätsel.",
        "Реши головоломку.",
    ),
    counterexamples=("What is the logical place to put a lamp?", "Who wrote this song?"),
)
