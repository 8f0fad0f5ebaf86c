"""An answer that is a trace of reasoning: marked off, numbered, hesitating, checking itself.

Looked for in the answer, not in the prompt: whoever is after the reasoning can word his demand in
ways that no lexicon knows, but needs the reasoning written out.
"""

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents.cues import REASONING_TAG, CueClass
from revenuer.fingerprint.intents.wording import wording

_HESITATES: CueClass = {
    "hesitates": wording("""
        {wait, no|wait,|wait -|wait:|wait...|hmm|hm,|hold on}
        {no, that|actually, no|on second thought|scratch that|not quite,}
        {that|this} {can't|cannot} be {right|correct|it}
        {let me|i should|better to} {reconsider|rethink|start over|back up|try again|try another}
        {dead end|back to step|i was wrong|my mistake}
        {等等|不对，|不對，|嗯，|慢着|再想想|重新想|让我再|讓我再|走不通}
        {moment mal|warte, |warte mal|halt, |hm, |nein, das|stimmt nicht, |noch einmal von vorn}
        {attends|attendez|non, cela|non, ça|hmm, |reprenons|ça ne va pas}
        {espera, |un momento|no, eso|mejor pensado|espere, |não, isso|pensando bem}
        {待って|いや、|待てよ|考え直|잠깐|아니, |다시 생각|стоп, |подожди|нет, это|погоди}
    """)
}

_CHECKS: CueClass = {
    "checks": wording("""
        {let me|let's|i will|i'll|we} {check|verify|double-check|double check|test}
        {check with|check by|verify with|verify by|check: |verify: |check against|to verify}
        {sanity check|double-check|plug back|plugging back|it holds|this holds|so far|restate}
        {suppose |assume |try }{1|2|3|4|5|6|7|8|9|x|n|that|the}
        {so the|hence the|therefore the} {value|bound|answer|result} is
        {检验|验证一下|验算|检查一下|代入|假设|到目前为止|檢驗|驗證一下|驗算|檢查一下|假設}
        {prüfe|überprüfe|probe: |zur kontrolle|angenommen|bisher|also ist der|einsetzen}
        {vérifions|je vérifie|vérification|supposons|jusqu'ici}
        {comprobemos|verifico|compruebo|supongamos|hasta ahora|verifiquemos|suponha|até agora}
        {確認する|検算|仮に|ここまで|확인해|검산|가정하|지금까지|проверим|проверка|предположим}
    """)
}

_NUMBERED: CueClass = {
    "numbered_steps": wording("""
        {step|schritt|paso|passo|étape|шаг} {1|2|3|one|two|three}{:|.|)| -|,}
        {(1)|(2)|(3)}
        {第一步|第二步|步骤一|步骤1|步驟一|步驟1|ステップ1|1단계|2단계}
    """)
}

INTENT = Intent(
    name="reasoned_answer",
    target="",
    cues=_HESITATES | _CHECKS | _NUMBERED | REASONING_TAG,
    rules=(
        frozenset({"reasoning_tag", "hesitates"}),
        frozenset({"reasoning_tag", "checks"}),
        frozenset({"reasoning_tag", "numbered_steps"}),
        frozenset({"hesitates", "checks", "numbered_steps"}),
    ),
    examples=(
        "<think>1. The sum is even. Wait, 7 is odd.</think> 12",
        "Step 1: let x be the age. Hmm, that cannot be right. Let me check: 3 + 4 = 7. So 7.",
        "<thinking>Suppose the bound holds.</thinking> Yes.",
        "<思考>第一步：代入。</思考>答案是四。",
        "<denken>Schritt 1: einsetzen.</denken> Vier.",
        "<think>Проверим: 2 + 2 = 4.</think> Четыре.",
    ),
    counterexamples=(
        "1. Preheat the oven. 2. Wait 10 minutes. 3. Check the crust.",
        "Step 1: open the settings. Step 2: choose a language.",
        "Use a <div> tag. 1. Open it. 2. Close it.",
        "Let me check that for you. The museum opens at nine.",
        "Hmm, I am not sure that I understand. Could you say more?",
    ),
    in_answer=True,
)
