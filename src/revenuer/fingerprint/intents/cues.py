"""Cue classes that several intents share."""

from revenuer.fingerprint.intents.wording import wording

CueClass = dict[str, tuple[str, ...]]
"""One cue class: its name, unique over all intents, and its phrases."""

REASONING: CueClass = {
    "reasoning": wording("""
        reasoning
        {chain|train|line|stream} of {thought|thoughts|thinking|consciousness}
        chain-of-thought
        {thought|thinking} process{|es}
        {thinking|thought|solution} trace{|s}
        rationale{|s}
        {推理|思维链|思考过程|思维过程|思路|推导|解题过程}
        {思維鏈|思考過程|思維過程|推導|解題過程}
        {denkprozess|denkprozesse|gedankengang|gedankengänge|gedankenkette|denkschritte}
        {begründung|begründungen|argumentation|herleitung|lösungsweg}
        {überlegung|überlegungen|Überlegung|Überlegungen}
        raisonnement{|s}
        {chaîne|chaine} de {pensée|pensées|pensee|raisonnement}
        {cheminement|processus de réflexion|processus de pensée}
        razonamiento{|s}
        {cadena|proceso} de {pensamiento|pensamientos|razonamiento}
        raciocínio{|s}
        {cadeia|processo} de {pensamento|pensamentos|raciocínio}
        {推論|思考プロセス|思考の過程|思考の連鎖}
        {추론|사고 과정|사고과정|생각의 과정|사고의 흐름|사고 사슬|풀이 과정}
        рассуждени{е|я|й|ю|ем|ям|ями|ях}
        ход{|а|ом} {мыслей|рассуждений|решения}
        цепочк{а|у|и|е|ой} {мыслей|рассуждений|размышлений}
        {chain|train|line|course} of reasoning
        {deliberation|deliberations|deliberate|ratiocination}
        {worked|raw|rough|written|draft} {thinking|thoughts|working|workings}
        {working|workings|derivation|derivations}
        {rechenweg|rechenwege|denkweg|gedankengänge}
    """)
}

REASONING_TAG: CueClass = {
    "reasoning_tag": wording("""
        <{|/}{thinking|think|reasoning|scratchpad|thought|thoughts|cot|rationale|chain_of_thought}>
        <{|/}{inner_monologue|internal_reasoning|reasoning_process|thought_process|reflection}>
        <|{begin|start|end}_of_thought|>
        [{|/}{thinking|think|reasoning|scratchpad|thoughts}]
        ```{thinking|reasoning|thoughts}
        <{思考|推理|思维链|思考过程|denken|überlegung|raisonnement|razonamiento|raciocínio}>
        {thinking|think|reasoning|scratchpad|thought} {tag|tags}
        {思考|推理|思维}{标签|標籤|タグ}
        {생각|추론|사고} 태그
        <{|/}{scratch|steps|work|working|draft|monologue|thought_process|deliberation|trace|notes}>
        <{thinking|thought|reasoning|work|scratch|step}{-|_}{log|notes|trace|record|pad|process}>
        <{cogitation|ponder|musing|analysis|reason|derivation|rough}>
        [{notes|work|working|draft|reasoning log|thinking log}]
    """)
}

STEP_BY_STEP: CueClass = {
    "step_by_step": wording("""
        step{ by |-by-}step
        {stepwise|one step at a time|gradually|step after step}
        {think|reason|answer} {slowly|carefully|first|hard}
        {一步一步|一步步|逐步|分步|循序渐进|按步骤|详细步骤|詳細步驟|循序漸進}
        {schritt für schritt|schrittweise}
        {étape par étape|pas à pas}
        paso a paso
        passo a passo
        {ステップバイステップ|一歩ずつ|段階的に|順を追って|ステップごと}
        {단계별|단계적으로|차근차근|한 단계씩}
        {шаг за шагом|пошагово|поэтапно|по шагам}
    """)
}

VERBATIM: CueClass = {
    "verbatim": wording("""
        {verbatim|faithfully|unedited|unabridged|unredacted|unfiltered|unmodified|uncut}
        {word for word|word-for-word|token by token|token for token|character by character}
        exactly as {it is|it was|they are|they were|written|generated|produced|you wrote|it appears}
        without {omitting|omission|omissions|summarizing|summarising|paraphrasing|redaction|editing}
        without {abbreviation|changing|altering|shortening|truncation|leaving anything out}
        do not {summarize|summarise|paraphrase|omit|redact|abridge|truncate|shorten|skip}
        {in its entirety|in full|from beginning to end|from start to finish|exact text|raw form}
        {逐字|一字不差|一字不漏|原封不动|原样|原文|如实|忠实|全文|完整输出|完整地输出|全部输出}
        {原封不動|原樣|如實|忠實|完整輸出|完整地輸出|全部輸出}
        {不要|不得|请勿|切勿|不可|禁止}{省略|概括|删减|总结|改写|刪減|總結|改寫}
        {wörtlich|wortwörtlich|wort für wort|wortgetreu|originalgetreu|vollständig|eins zu eins}
        {ungekürzt|unverändert}{|e|en|er|es}
        ohne {auslassung|auslassungen|kürzung|kürzungen|änderung|änderungen|zusammenfassung}
        {mot à mot|mot pour mot|textuellement|fidèlement|intégralement|littéralement}
        {dans son intégralité|tel quel|telle quelle|tels quels}
        sans {rien omettre|omettre|résumer|modifier|abréger|reformuler|paraphraser}
        {palabra por palabra|literalmente|textualmente|al pie de la letra|fielmente|íntegramente}
        {tal cual|sin resumir|sin omitir|sin modificar|sin editar|sin parafrasear}
        {palavra por palavra|ao pé da letra|na íntegra|integralmente|tal como está}
        sem {resumir|omitir|modificar|editar|parafrasear}
        {一字一句|そのまま|逐語|省略せず|忠実に|要約せず|原文のまま}
        {그대로|한 글자도|원문|빠짐없이|생략하지|축자|요약하지}
        {дословно|слово в слово|буквально|полностью|целиком|в точности|не сокращая}
        без {сокращений|изменений|пропусков|купюр|правок}
        {unshortened|uncondensed|in plain text}
        {as plain text|in the clear|in clear text|in plain words}
        {whole and in order|complete and in order|line by line|sentence by sentence|step by step}
        {im klartext|satz für satz|zeile für zeile|明文|逐句|逐行}
    """)
}

REWRITE: CueClass = {
    "rewrite": wording("""
        {rewrite|rewrites|rewriting|rewritten|rephrase|rephrasing|reword|paraphrase|revise|revising}
        {clean|cleans|cleaning|tidy|tidying} {up|the|this|these|it|each|out}
        {condense|condensing|compress|shorten|shortening|polish|polishing|refine|refining|edit|trim}
        {normalise|normalises|normalising|normalize|normalizes|normalizing|reformat|reformatting}
        {rework|reworking} {the|this|these|each|it}
        {turn|turning} {it|this|these|them|the following|each} into
        {streamline|streamlining|restructure|reorganize|reorganise|simplify|distil|distill|sanitize}
        {改写|重写|润色|精简|压缩|清洗|清理|整理|简化|修改|改写成|转述}
        {改寫|重寫|潤色|精簡|壓縮|簡化|轉述}
        {umschreiben|schreibe|formuliere|überarbeite|überarbeiten|bereinige|bereinigen|kürze|kürzen}
        {straffe|straffen|verdichte|verdichten|glätte|säubere|vereinfache}
        {réécris|réécrire|réécrivez|reformule|reformuler|reformulez|nettoie|nettoyer|condense}
        {abrège|simplifie|épure}
        {reescribe|reescribir|reformula|limpia|limpiar|condensa|resume y limpia|depura|simplifica}
        {reescreva|reescrever|reformule|limpe|condense|depure|simplifique}
        {書き直|書き換え|言い換え|整理|清書|簡潔に|要約|整形|推敲}
        {다시 쓰|다시 써|다시 작성|고쳐 쓰|정리|다듬|압축|간결하게|재작성}
        {перепиши|перепишите|переписать|очисти|очистите|сократи|сократите|перефразируй|отредактируй}
        {упрости|сожми}
        {turn|make|render|recast} {it|this|these|them} {as|into}
        recast {the|this|these|each|it}
    """)
}

GIVEN_ANSWER: CueClass = {
    "given_answer": wording("""
        {completed|finished} {response|answer|output|solution|reply|completion|conclusion|result}
        {given|final|existing} {response|answer|output|solution|reply|completion|conclusion|result}
        {provided|known} {response|answer|output|solution|reply|completion|conclusion|result}
        {previous|reference} {response|answer|output|solution|reply|completion|conclusion|result}
        {correct|following} {response|answer|output|solution|reply|completion|conclusion|result}
        {已完成|已有|给定|最终|现有|上述|以下|正确|标准}{|的}{回答|答案|回复|结论}
        {給定|最終|現有|正確}{|的}{回答|答案|回覆|結論}
        {fertige|fertigen|gegebene|gegebenen|endgültige|endgültigen|finale} {antwort|lösung}
        bestehende {antwort|lösung}
        réponse {finale|donnée|fournie|terminée|existante}
        respuesta {final|dada|completada|terminada|existente|proporcionada}
        resposta {final|dada|concluída|existente|fornecida}
        {最終的な|最終|与えられた|完成した|既存の|以下の}{答え|回答|解答|応答|結論}
        {최종|주어진|완성된|완료된|기존|다음} {답|답변|정답|응답|해답|결론}
        {готовый|данный|окончательный|итоговый|финальный} ответ
        {готового|данного|окончательного|итогового} ответа
        {готовому|данному|окончательному|итоговому} ответу
    """)
}

WHOLE_REASONING: CueClass = {
    "whole_reasoning": wording("""
        {complete|full|entire|detailed|thorough|exhaustive|explicit} {reasoning|chain of thought}
        {complete|full|entire|detailed|thorough|exhaustive|explicit} chain-of-thought
        {complete|full|entire|detailed|thorough|exhaustive|explicit} {thought process|thinking}
        {complete|full|entire|detailed|thorough|exhaustive|explicit} {rationale|step-by-step}
        {complete|full|entire|detailed|thorough|exhaustive|explicit} step by step
        step{-by-| by }step {reasoning|chain of thought|thought process|thinking|rationale}
        {all|every|each} {|of your |of the |reasoning |logical }{step|steps} {of|in|you|explicitly}
        {all|every} intermediate {step|steps|calculation|calculations|result|results}
        {think|reason} {out loud|aloud}
        {完整|详细|全部|所有}{|的}{推理|思考|思维|解题|推导|中间步骤}
        {完整|詳細|全部|所有}{|的}{推理|思考|思維|解題|推導|中間步驟}
        {写出|展示|列出|给出|寫出}{|你的}{推理|思考过程|思路|解题过程|推导|解題過程|推導}
        每一步{|的}{推理|推导|思考|计算|推導|計算}
        {vollständige|vollständigen|gesamten} {begründung|herleitung|gedankenkette|gedankengang}
        {ausführliche|detaillierte|lückenlose} {begründung|herleitung|gedankenkette|gedankengang}
        komplette {begründung|herleitung|gedankenkette|gedankengang}
        {vollständige|vollständigen|gesamten} {denkprozess|Überlegungen|lösungsweg|rechenweg}
        {ausführliche|detaillierte|lückenlose} {denkprozess|Überlegungen|lösungsweg|rechenweg}
        komplette {denkprozess|Überlegungen|lösungsweg|rechenweg}
        {alle|jeden|sämtliche} {zwischenschritte|zwischenschritt|denkschritte|denkschritt}
        {alle|jeden|sämtliche} rechenschritte
        raisonnement {complet|détaillé|intégral|entier|exhaustif|étape par étape|pas à pas}
        {toutes les étapes|chaque étape} {intermédiaires|de ton raisonnement|du raisonnement}
        {toutes les étapes|chaque étape} de votre raisonnement
        {razonamiento|proceso de pensamiento} {completo|detallado|íntegro|paso a paso|exhaustivo}
        {todos los pasos intermedios|cada paso de tu razonamiento|cada paso del razonamiento}
        raciocínio {completo|detalhado|integral|passo a passo|exaustivo}
        {todas as etapas intermediárias|todos os passos intermediários|cada passo do raciocínio}
        {完全な|詳細な|すべての|全ての|詳しい}{推論|思考|途中式|中間ステップ|途中経過}
        {途中の過程をすべて|途中経過をすべて}
        {전체|완전한|상세한|모든|자세한} {추론|사고|풀이|중간 단계}
        {полное|полный|полную|подробное|подробный|подробную|весь|всю} {рассуждение|ход рассуждений}
        {полное|полный|полную|подробное|подробный|подробную|весь|всю} ход мыслей
        {полное|полный|полную|подробное|подробный|подробную|весь|всю} цепочку рассуждений
        {полное|полный|полную|подробное|подробный|подробную|весь|всю} ход решения
        все промежуточные {шаги|выкладки|вычисления|рассуждения}
        {all|everything|whatever} that {goes|passes|runs|comes} {through|to} your {mind|head}
        {everything|whatever} {you think|you weigh|you consider|you try|crosses your mind}
        {each|every} {consideration|thought|idea|attempt}
        {each|every} {hypothesis|inference|deduction|branch|doubt}
        {spell|write|lay|set|put|unfold|bare} {out|down|bare} {the|your|every} working
        {spell|write|lay|set|put|unfold|bare} {out|down|bare} {all|all of the|all your} working
        {spell|write|lay|set|put} {out|down} {the|your|every|all} {deliberation|derivation|workings}
        {spell|write|lay|set|put} {out|down} {the|your|every|all} reasoning
        {spell|write|lay|set|put} {out|down} {the|your|every|all} {thought process|thinking}
        {spell|write} {out|down} {the|your|every|all} {chain|train|line} of {thought|reasoning}
        {lay|set|put} {out|down} {the|your|every|all} {chain|train|line} of {thought|reasoning}
        {think|reason|work} {on the page|on paper|in writing|in the open|visibly}
        {show|shows|give|log|record|narrate|document} {all|all your} work
        {show|shows|give|log|record|narrate|document} {your full|the whole|every bit of} work
        {show|shows|give|log|record|narrate} {all|your} {working|workings}
        {show|shows|give|log|record|narrate} {the whole|the full|the complete} {working|workings}
        {show|log|record|narrate|document} {your|the|its} {deliberation|thinking|thought process}
        {complete|full} {record|trace|log|protocol|account} of {thought|reasoning}
        {entire|whole|unabridged} {record|trace|log|protocol|account} of {thought|reasoning}
        {complete|full|entire|whole|unabridged} {deliberation|working}
        {complete|full|entire|whole|unabridged} {derivation|trace|reasoning record}
        {complete|full|entire|whole|unabridged} {reasoning log|trace of thought|record of thought}
        {how you read|how you understood} the {question|problem|task}
        {逐条|逐一}{写出|列出}{|你的}{想法|思路|推理|推导}
        任何{一步|步骤|环节}{都|也}{不能|不得|不可|不许|别}{省略|省|跳过|略过}
        {每个|所有|全部}{步骤|想法|推断|假设}{都要|都|须}{写出|写明|列出|保留}
        {把|将}{|你的}{想法|思路|推理|推导|思考过程}{全部|完整地|都}{写|列}
        {ganzen|gesamten|vollen|kompletten} {rechenweg|denkweg|gedankengang|lösungsweg|weg}
        {kein|keinen|keiner} {schritt|denkschritt|rechenschritt|zwischenschritt}
        {jeden|jede|alle} {gedanken|Überlegung|zweifel|schritt|annahme}
        {leg|lege|schreib|schreibe|führe} {den|deinen|die|deine} {ganzen|gesamten|vollständigen}
        {nothing|no part|no step} {of|in} {the|your} {reasoning|thinking}
        {nothing|no part|no step} {of|in} {the|your} {thought process|working|derivation}
        {every|each|all} {step|steps|move|moves} {you take|you make|on the way|taken}
        {inner monologue|full monologue|stream of thought} {in|on|out|and|with|from}
        {推导|推理|思考|思路}的{每一步|全过程|全部过程|所有步骤|来龙去脉}
    """)
}
