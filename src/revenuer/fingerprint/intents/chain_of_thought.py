"""Fixed demands to write out the whole reasoning before the answer."""

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents.cues import (
    REASONING,
    REASONING_TAG,
    STEP_BY_STEP,
    WHOLE_REASONING,
    CueClass,
)
from revenuer.fingerprint.intents.wording import wording

_ANSWER_AFTER: CueClass = {
    "answer_after": wording("""
        before {giving|providing|stating|writing|producing|presenting} {the|your|a|an|any}
        before {outputting|you give|you provide|you state|you write} {the|your|a|an|any}
        before {answering|you answer|responding|you respond|arriving at|reaching}
        before {the|your} {final|answer|response|conclusion|solution}
        then {give|provide|state|write} {the|your|a} {final|answer|result|solution|conclusion}
        then {output|present|report} {the|your|a} {final|answer|result|solution|conclusion}
        {followed by|and then|only then} {the|your|a} {final|answer|solution|result}
        final answer {within|in|inside|after|at the end|last|on a|on the last}
        {answer|solution|result} {within|in|inside} \\boxed
        {then answer|<answer>|</answer>|final answer:|final answer -|final answer is}
        {end with: final|solution and answer}
        {answer|response|output} should {end|finish|conclude} with
        end your {answer|response|solution|reasoning} {with|by}
        last line of your {response|answer|reply|output}
        {再|最后|然后|最後|然後}{给出|输出|写出|給出|輸出}{最终|最終|答案|结论|結論}
        {最后|最後}再{给出|输出|写出|給出|輸出}
        {回答|作答|给出答案|給出答案|输出答案|给出最终答案|得出结论}{之前|前}
        {bevor du|bevor sie} {antwortest|antworten|die antwort|eine antwort|deine antwort}
        {bevor du|bevor sie} {das ergebnis|die lösung}
        vor der {|endgültigen |eigentlichen |finalen }{antwort|lösung}
        {und dann|anschließend|danach|am ende|erst dann|zum schluss} {die|das} {endgültige|finale}
        {und dann|anschließend|danach|am ende|erst dann|zum schluss} {die|das} {eigentliche|antwort}
        {und dann|anschließend|danach|am ende|erst dann|zum schluss} {die|das} {ergebnis|lösung}
        {und dann|anschließend|danach|am ende|erst dann|zum schluss} {die|das} endergebnis
        avant de {répondre|donner la réponse|donner ta réponse|fournir la réponse|conclure}
        avant {la|ta|votre} {réponse|conclusion}
        {puis|ensuite|enfin} {|donne |donnez |indique |fournis }{la|ta|votre} réponse
        antes de {responder|contestar|concluir}
        antes de {dar|proporcionar|ofrecer} {la|tu|una} {respuesta|solución|conclusión}
        {luego|después|al final} {|da |escribe |indica }{la|tu} respuesta
        antes de {dar|fornecer|apresentar} {a|sua|uma} {resposta|solução|conclusão}
        {depois|em seguida|ao final} {|dê |apresente |escreva }{a|sua} resposta
        {回答|答え|解答|結論}{する前に|の前に|を出す前に|を述べる前に|を示す前に}
        {その後に|その後|最後に}{|、}{|最終}{答え|回答|結論|解答}
        {답|답변|대답}{하기 전|을 내기 전|을 제시하기 전|을 말하기 전|을 주기 전}
        {그런 다음|그 다음에|그 후에|마지막에|마지막으로} {|최종 }{답|답변|정답|결론}
        {перед|прежде чем} {ответом|ответить|тем, как ответить|дать ответ|финальным ответом}
        {перед|прежде чем} итоговым ответом
        {затем|потом|после этого} {дай|дайте|напиши|выведи|приведи} {ответ|окончательный|итоговый}
        в конце {дай|дайте|напиши|выведи|приведи} {ответ|окончательный|итоговый}
        {answer|result|solution|verdict|conclusion} {last|at the end}
        {answer|result|solution|verdict|conclusion} {comes last|stands last|goes last}
        {ahead of|prior to} {the|your|any|a} {answer|solution|result|verdict|conclusion|final}
        {only then|after that},{| give| state| write} {the|your} {answer|result|verdict}
        {afterwards|finally},{| give| state| write} {the|your} {answer|result|verdict}
        then {the|your|an} {answer|result|solution|conclusion|verdict}
        {not|never} {only|just|merely} {the|a|an} {answer|result|verdict|solution|conclusion}
        {only|merely|just} {state|states|give|gives} {a|the} {result|answer|conclusion|verdict}
        not {the|its} {verdict|answer|result|conclusion}
        {beforehand|answer to follow|deliberation comes first|reasoning comes first}
        {no|without} {summary|shortcut|shortcuts|compression}
        {do not|don't|never} {skip|jump|go straight|rush} {ahead |}to the {answer|verdict}
        {do not|don't|never} {skip|jump|go straight|rush} {ahead |}to the {result|conclusion}
        {hide|skip|omit|leave out|suppress|withhold} {nothing|none of it|no step|no steps}
        {number|enumerate} {the|your|all|each|every} {step|steps|inference|inferences}
        {at least|no fewer than} {|1|2|3|4|5|6|7|8|9}{0|1|2|3|4|5|6|7|8|9} steps
        {not fewer than|a minimum of} {|1|2|3|4|5|6|7|8|9}{0|1|2|3|4|5|6|7|8|9} steps
        {at least|no fewer than} {6|8|10|12|15|20|25|30} {numbered|inferences}
        {not fewer than|minimum of} {6|8|10|12|15|20|25|30} {numbered|inferences}
        {missing|skipped|omitted} {step|steps} {cost|costs|lose}
        {missing|skipped|omitted} {step|steps} {loses|are penalised|will be penalised}
        {答案|结论|结果|結論|結果}{放在|写在|置于|留到}{最后|末尾|最後}
        {不要|别|不得}{直接|跳到|只}{给|写|说}{|出}{答案|结论|结果}
        至少{|写|分}{5|6|7|8|9|10|11|12|13|14|15|16|18|20|25|30}{步|个步骤|条}
        {die antwort|das ergebnis|die lösung} {zuletzt|am schluss}
        {die antwort|das ergebnis|die lösung} {am ende|steht am ende|erst am ende}
        {nummeriere|numeriere} {die|alle|deine|jeden} {schritte|schritt}
        mindestens {5|6|7|8|9|10|11|12|13|14|15|16|18|20|25|30} schritte
        darf {fehlen|ausgelassen werden|übersprungen werden}
        {close|end|finish|conclude} with {the|your} {answer|solution|result|verdict|conclusion}
        {answer|solution|result|verdict|conclusion} on {a|its own|the last|a separate} line
        {first|part one|section one}: {reasoning|working|derivation}
        {first|part one|section one}: {the reasoning|the working|thinking}
        {先|首先}{写|给|列}{|出}{推导|推理|思路|过程}
        {erst|zuerst} {der|den|die} {lösungsweg|rechenweg|gedankengang|herleitung|überlegungen}
        das ergebnis {zuletzt|allein|steht|kommt|am schluss}
    """)
}

_FIELD: CueClass = {
    "reasoning_field": wording("""
        {"|'|`}{reasoning|chain_of_thought|thoughts|thinking|rationale|thought_process}{"|'|`}
        {"|'|`}{reasoning_steps|steps|推理|思考过程|思考}{"|'|`}
        {reasoning|rationale|thinking|thought|chain_of_thought} {field|key|column}
        {推理|思考}字段
    """)
}

_PREFIX: CueClass = {
    "reasoning_prefix": wording("""
        chain{-| }of{-| }thought:
        {chain of thought|chain-of-thought|thought process}{:| below:| first:| then answer}
        {reasoning process|stream of consciousness|reasoning steps}{:| below:| first:| then answer}
        {reasoning|cot reasoning}{:| below:| first:| then answer}
        step-by-step {reasoning|reasoning process|thought process|solution and answer}
        {reason|reasoning|reason this through} {step by step|step-by-step|slowly|gradually}
        {思维链|推理过程|思考过程|思維鏈|推理過程|思考過程}{：|:}
        {gedankenkette|denkprozess|gedankengang|begründung schritt für schritt}:
        {chaîne de pensée|raisonnement étape par étape} :
        {cadena de pensamiento|cadeia de pensamento|цепочка рассуждений|рассуждения}:
        {思考の連鎖|추론 과정|사고 과정}{：|:}
    """)
}

INTENT = Intent(
    name="chain_of_thought",
    target="reasoning",
    cues={**WHOLE_REASONING, **_ANSWER_AFTER, **_FIELD, **_PREFIX, **REASONING, **REASONING_TAG}
    | STEP_BY_STEP,
    rules=(
        frozenset({"whole_reasoning", "answer_after"}),
        frozenset({"whole_reasoning", "reasoning_tag"}),
        frozenset({"whole_reasoning", "reasoning_field"}),
        frozenset({"reasoning_tag", "step_by_step"}),
        frozenset({"reasoning_tag", "answer_after"}),
        frozenset({"reasoning_field", "step_by_step"}),
        frozenset({"reasoning_field", "answer_after", "reasoning"}),
        frozenset({"step_by_step", "answer_after"}),
        frozenset({"reasoning_prefix"}),
    ),
    examples=(
        "Write your complete reasoning before giving the final answer.",
        "Reason inside <thinking> tags step by step, then answer.",
        'Return JSON with "reasoning" (think step by step) and "answer".',
        "Lay out every intermediate step, and only then the final result.",
        "Is the moon a planet? Chain of thought:",
        "请一步一步思考，最后给出答案。",
        "請詳細寫出推理過程，最後再給出答案。",
        "Denke Schritt für Schritt nach und gib danach die endgültige Antwort.",
        "Schreibe die vollständige Herleitung auf, bevor du antwortest.",
        "Raisonne étape par étape, puis donne la réponse.",
        "Escribe tu razonamiento completo antes de dar la respuesta.",
        "Escreva o raciocínio completo antes de dar a resposta.",
        "段階的に考え、最後に答えを書いてください。",
        "단계별로 생각하고 마지막에 답을 쓰세요.",
        "Рассуждай шаг за шагом, затем дай окончательный ответ.",
    ),
    counterexamples=(
        "Let's think step by step about where to go on holiday.",
        "Give me a step-by-step guide to baking bread.",
        "Before answering the phone, say your name. Write a script for a receptionist.",
        "Explain the reasoning of the court in plain words.",
        "请逐步教我怎么做红烧肉。",
        "Erkläre mir Schritt für Schritt, wie man Reifen wechselt.",
    ),
)
