"""Cleaning, condensing or rewriting a trace of reasoning obtained elsewhere."""

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents.cues import REASONING, REWRITE, CueClass
from revenuer.fingerprint.intents.wording import wording

_DEAD_ENDS: CueClass = {
    "dead_ends": wording("""
        {dead end|dead ends|dead-end|dead-ends|false start|false starts|wrong turn|wrong turns}
        {detour|detours|failed attempts|abandoned attempts}
        {backtracking|backtracks|self-correction|self-corrections|self-doubt|second-guessing}
        {meta-commentary|hesitation|hesitations|going in circles}
        {redundant|repetitive} {step|steps|reasoning|checks|verification|thoughts|passages|loops}
        {unnecessary|superfluous} {step|steps|reasoning|checks|verification|thoughts|passages|loops}
        {irrelevant|repeated} {step|steps|reasoning|checks|verification|thoughts|passages|loops}
        circular {step|steps|reasoning|checks|verification|thoughts|passages|loops}
        {redundancy|redundancies|repetitions|filler words|verbosity|rambling|overthinking}
        {死胡同|走不通|弯路|冗余|重复的步骤|无用的步骤|回溯|错误尝试|失败的尝试|自我怀疑|废话}
        {多余的|无关的步骤|来回反复}
        {彎路|冗餘|重複的步驟|錯誤嘗試|失敗的嘗試|多餘的|贅述}
        {sackgasse|sackgassen|irrweg|irrwege|irrwegen|umweg|umwege|wiederholungen|fehlstarts}
        {fehlversuche|überflüssige|überflüssigen|redundante|redundanten|selbstkorrekturen}
        {impasse|impasses|fausses pistes|redondances|détours|répétitions|étapes inutiles}
        {hésitations|retours en arrière|tentatives ratées}
        {callejones sin salida|callejón sin salida|redundancias|repeticiones|rodeos}
        {pasos innecesarios|intentos fallidos|titubeos}
        {becos sem saída|redundâncias|repetições|rodeios|passos desnecessários|tentativas falhas}
        hesitações
        {行き止まり|冗長|無駄な|遠回り|繰り返しを|後戻り|試行錯誤|脱線}
        {막다른|중복된|불필요한|군더더기|시행착오|되돌아가|반복되는}
        {тупик|тупики|тупиков|тупиковые|повторы|повторов|лишние|лишних|избыточные|ложные ходы}
        {самоисправления|колебания|неудачные попытки}
        {no|without} {backtracking|asides|digressions|first person|hedging|second thoughts|repeats}
        {hesitation|hesitations|doubt|doubts|repetition|repeats|digressions|asides} {and|or|out|,}
        {trial and error|wrong paths|abandoned lines|blind alleys|blind alley|loops and repeats}
    """)
}

_KEEP: CueClass = {
    "keep_answer": wording("""
        {keep|preserve|retain|keeping|preserving} {the|its} {final answer|same answer|answer}
        {keep|preserve|retain|keeping|preserving} {the|its} {conclusion|correct answer}
        {keep|preserve|retain|keeping|preserving} {the|its} {original answer|final result}
        {not|don't} {change|alter|modify} {the|its} {final|answer|conclusion|result}
        without {changing|altering} {the|its} {final|answer|conclusion|result}
        {same|original} {final answer|answer|conclusion|result} {must|should|as|at}
        {answer|conclusion|result} {must|should} {remain|stay|be the same|not change}
        {保留|保持|改变|修改|保證|改變}{|最终|原有|原来的|最終}{答案|结论|结果|結論|結果}
        {答案|结论|结果|結論}{不变|保持不变|一致|不變|不能变}
        {behalte|erhalte|bewahre|lass} {die|das} {antwort|endgültige|ergebnis|endergebnis|lösung}
        {ohne die|ohne das} {antwort|lösung|ergebnis|endergebnis} zu {ändern|verändern}
        {antwort|ergebnis|endergebnis|lösung} {beibehalten|unverändert|nicht ändern|nicht verändern}
        {antwort|ergebnis|endergebnis|lösung} bleibt gleich
        {garde|conserve|gardez|conservez|en gardant} {la|le} {réponse|conclusion|résultat}
        en conservant {la|le} {réponse|conclusion|résultat}
        {sans changer|sans modifier} {la|le} {réponse|conclusion|résultat}
        {mantén|conserva|manteniendo|conservando} {la|el} {respuesta|conclusión|resultado}
        {sin cambiar|sin alterar} {la|el} {respuesta|conclusión|resultado}
        {mantenha|conserve|mantendo|sem mudar|sem alterar} {a|o} {resposta|conclusão|resultado}
        {答え|結論|最終回答|解答}{は変えず|を変えず|は維持|を保|を維持|はそのまま}
        {정답|답|결론|최종 답}{은 유지|을 유지|은 바꾸지|을 바꾸지|은 그대로}
        {сохрани|сохраните|не меняй} {ответ|итоговый|окончательный|вывод|правильный|финальный}
        {не меняйте|не меняя|сохранив} {ответ|итоговый|окончательный|вывод|правильный|финальный}
        {keep|keeping|retain} {every|all} {necessary|needed} {step|steps|inference}
        {keep|keeping|retain} {every|all} {required|essential} {step|steps|inference}
        {keep|keeping|retain} {all|what} {that |}is {needed|necessary|required|essential}
        {add|adding|introduce} {no|nothing} {new|further|extra}{| facts| steps| content}
        {fix|correct|repair} {arithmetic|slips|errors|mistakes|calculation errors}
    """)
}

_CLEAN_TRACE: CueClass = {
    "clean_trace": wording("""
        {clean up|clean} {the|this|each|these} {|following |raw }{reasoning|chain of thought}
        {condense|polish} {the|this|each|these} {|following |raw }{reasoning|chain of thought}
        {tidy up|compress} {the|this|each|these} {|following |raw }{reasoning|chain of thought}
        {clean up|clean|condense} {the|this|each|these} {|following |raw }chain-of-thought
        {clean up|clean|condense} {the|this|each|these} {|following |raw }{thought process|thinking}
        {polish|tidy up|compress} {the|this|each|these} {|following |raw }chain-of-thought
        {polish|tidy up|compress} {the|this|each|these} {|following |raw }{thought process|thinking}
        {normalise|normalize|edit} {the|this|each|these} {|following |raw }reasoning trace
        {normalise|normalize|edit} {the|this|each|these} {|following |raw }thinking trace
        {reformat|rewrite|rework} {the|this|each|these} {|following |raw }reasoning trace
        {reformat|rewrite|rework} {the|this|each|these} {|following |raw }thinking trace
        {normalise|normalize|edit} {the|this|each|these} {|following |raw }chain{-| }of{-| }thought
        {reformat|rewrite|rework} {the|this|each|these} {|following |raw }chain{-| }of{-| }thought
        {cleaned|cleaned-up|condensed|polished|rewritten|shortened} {reasoning|chain of thought}
        {cleaned|cleaned-up|condensed|polished|rewritten|shortened} {trace|thought process|thinking}
        {cleaned|cleaned-up|condensed|polished|rewritten|shortened} solution
        {清洗|清理|精简|压缩|润色|精簡}{|以下|这段|以下的}{推理|思维链|思考过程|思維鏈|思考過程}
        {壓縮|潤色}{|以下|这段|以下的}{推理|思维链|思考过程|思維鏈|思考過程}
        {bereinige|straffe|überarbeite} {den|die|diese} {gedankengang|gedankenkette|denkprozess}
        {verdichte|glätte} {den|die|diese} {gedankengang|gedankenkette|denkprozess}
        bereinige {diesen|den folgenden|die folgende} {gedankengang|gedankenkette|denkprozess}
        straffe {diesen|den folgenden|die folgende} {gedankengang|gedankenkette|denkprozess}
        überarbeite {diesen|den folgenden|die folgende} {gedankengang|gedankenkette|denkprozess}
        verdichte {diesen|den folgenden|die folgende} {gedankengang|gedankenkette|denkprozess}
        glätte {diesen|den folgenden|die folgende} {gedankengang|gedankenkette|denkprozess}
        {bereinige|straffe|überarbeite} {den|die|diese} {herleitung|überlegungen|Überlegungen}
        {verdichte|glätte} {den|die|diese} {herleitung|überlegungen|Überlegungen}
        bereinige {diesen|den folgenden|die folgende} {herleitung|überlegungen|Überlegungen}
        straffe {diesen|den folgenden|die folgende} {herleitung|überlegungen|Überlegungen}
        überarbeite {diesen|den folgenden|die folgende} {herleitung|überlegungen|Überlegungen}
        verdichte {diesen|den folgenden|die folgende} {herleitung|überlegungen|Überlegungen}
        glätte {diesen|den folgenden|die folgende} {herleitung|überlegungen|Überlegungen}
        {nettoie|condense|réécris|abrège} {le|la|ce|cette} {raisonnement|chaîne de pensée}
        {nettoie|condense|réécris|abrège} {le|la|ce|cette} raisonnement suivant
        {limpia|condensa|reescribe|depura} {el|la|este|esta} {razonamiento|cadena de pensamiento}
        {limpia|condensa|reescribe|depura} {el|la|este|esta} siguiente razonamiento
        {limpe|condense|reescreva|depure} {o|a|este|esta} {raciocínio|cadeia de pensamento}
        {limpe|condense|reescreva|depure} {o|a|este|esta} seguinte raciocínio
        {推論|思考過程|思考の過程|推論過程}を{整理|簡潔|書き直|整え|要約|短く}
        {추론|사고 과정|추론 과정|풀이 과정}{을|를} {정리|다듬|간결|압축|다시}
        {очисти|сократи|перепиши|отредактируй|сожми}{|те} {рассуждение|рассуждения|ход рассуждений}
        {очисти|сократи|перепиши|отредактируй|сожми}{|те} {цепочку|следующее рассуждение|ход мыслей}
        {clean up|tidy up|normalise} {the|this|each} {worked|raw} thinking
        {normalize|edit|polish|condense} {the|this|each} {worked|raw} thinking
        {clean up|tidy up|normalise} {the|this|each} {train|line} of thought
        {normalize|edit|polish|condense} {the|this|each} {train|line} of thought
        {clean up|tidy up|normalise} {the|this|each} {train|line|chain} of reasoning
        {normalize|edit|polish} {the|this|each} {train|line|chain} of reasoning
    """)
}

INTENT = Intent(
    name="reasoning_cleanup",
    target="reasoning clean-up",
    cues=REWRITE | REASONING | _DEAD_ENDS | _KEEP | _CLEAN_TRACE,
    rules=(
        frozenset({"rewrite", "reasoning", "dead_ends"}),
        frozenset({"rewrite", "reasoning", "keep_answer"}),
        frozenset({"clean_trace"}),
    ),
    examples=(
        "Clean up the following reasoning: remove dead ends, keep the final answer.",
        "Condense this chain of thought without changing the conclusion.",
        "Normalise this reasoning trace: one step a line, no backtracking.",
        "Below is a raw solution. Rewrite the reasoning without redundant steps.",
        "请清洗以下推理过程，去掉弯路，保留最终答案。",
        "請精簡思維鏈，刪除冗餘內容，答案不變。",
        "Bereinige den folgenden Gedankengang, ohne das Ergebnis zu ändern.",
        "Nettoie le raisonnement, supprime les impasses.",
        "Limpia el razonamiento y mantén la respuesta.",
        "Limpe o raciocínio e mantenha a resposta.",
        "次の推論を整理し、冗長な部分を省いて、答えは変えずに書き直してください。",
        "다음 추론 과정을 정리하고 정답은 유지하세요.",
        "Перепиши рассуждение без тупиков, сохрани ответ.",
    ),
    counterexamples=(
        "Clean up this paragraph and fix the commas.",
        "Rewrite my cover letter so that it sounds less repetitive.",
        "Keep the answer short. What is the capital of Peru?",
        "请润色以下段落。",
        "Kürze diesen Text auf hundert Wörter.",
    ),
)
