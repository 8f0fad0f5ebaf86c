"""Using the model as a judge or reward model of somebody's answers."""

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents.cues import CueClass
from revenuer.fingerprint.intents.wording import wording

_GRADE: CueClass = {
    "grade": wording("""
        {score|scores|scored|scoring|rate|rates|rating|grade|grades|grading|judge|judges|judging}
        {rank|ranks|ranking}
        {evaluate|evaluates|evaluating|evaluation|evaluator|assess|assesses|assessing|assessment}
        {critique|critiques|critic|grader|verdict|judgment|judgement|reward model|compare|determine}
        {decide|identify|select|choose|pick} {which|the best|the better|whether}
        {评分|打分|评估|评价|评判|裁判|评委|评审|批改|判断|比较|給分|評分|打分|評估|評價|評判|裁判}
        {判斷|比較}
        {bewerte|bewerten|bewertung|beurteile|beurteilen|benote|benoten|vergleiche|gutachter}
        richter
        {évalue|évaluer|évaluez|note|noter|notez|juge|juger|compare|compares|attribue}
        {evalúa|evaluar|califica|calificar|puntúa|puntuar|juzga|compara|juez|evalúe}
        {avalie|avaliar|pontue|classifique|julgue|compare|juiz|avaliador}
        {評価|採点|判定|審査|比較|スコア}
        {평가|채점|점수|심사|판단|비교}
        {оцени|оцените|оценить|оценку|сравни|сравните|судья|рассуди|выстави}
        {write|give|provide} {|detailed |brief }feedback
        {give|output|return|assign|print} {a|one} {whole number|integer|number|score|mark}
        {mark|marks|marking} {the|this|each|it|out of}
        {preference|reward} {call|request|label|model|query|judgement}
        {by|against|according to|following|nothing but} {the|this|a} {rubric|guideline|criteria}
    """)
}

_CANDIDATE: CueClass = {
    "candidate": wording("""
        {assistant|response|answer|output|completion|candidate|model} {a|b|1|2|(a)|(b)}
        {response|answer|output|completion|solution|proof} to {evaluate|grade|score|judge}
        {response|answer|output|completion|solution|proof} to {be evaluated|be graded|assess}
        candidate {response|responses|answer|answers|output|outputs|completion|solution|solutions}
        submitted {response|responses|answer|answers|output|outputs|completion|solution|solutions}
        predicted {response|responses|answer|answers|output|outputs|completion|solution|solutions}
        ai-generated {response|responses|answer|answers|output|outputs|completion|solution}
        ai-generated solutions
        generated {response|responses|answer|answers|output|outputs|completion|solution|solutions}
        model {response|responses|answer|answers|output|outputs|completion|solution|solutions}
        model's {response|responses|answer|answers|output|outputs|completion|solution|solutions}
        assistant's {response|responses|answer|answers|output|outputs|completion|solution|solutions}
        ai's {response|responses|answer|answers|output|outputs|completion|solution|solutions}
        chatbot's {response|responses|answer|answers|output|outputs|completion|solution|solutions}
        proposed {response|responses|answer|answers|output|outputs|completion|solution|solutions}
        {two|both|these|multiple|several|competing} {responses|answers|outputs|completions}
        {two|both|these|multiple|several|competing} candidates
        {quality|correctness|helpfulness|accuracy} of {the|a|each} {response|responses|answer}
        {quality|correctness|helpfulness|accuracy} of {the|a|each} {answers|output|feedback}
        {quality|correctness|helpfulness|accuracy} of {the|a|each} solution
        {the|this|each|given} response {is|was|should|follows|provided|strictly|to|based|for}
        {model's|models'|assistant's} {accuracy|responses|performance|answers|ability}
        {responses|answers|outputs} of {two|the|different} models
        {quality of their answers|how well the model|alignment between output}
        instructions and responses
        {text outputs|texts given|feedback 1|response 1|solution 1|output 1|ai assistants}
        {assistant a's|assistant b's}
        {ground truth|ground-truth|reference|gold} {answer|solution|target|response}
        {[response]|[answer]|[the start of assistant|[begin data]|<response>|<answer_a>|###response}
        ### response
        {回答|回复|答案|回应|助手|回覆|回應}{a|b|1|2| a| b| 1| 2|一|二|甲|乙}
        {候选|待评估|模型|助手|生成的|给定|候選}{|的}{回答|回复|答案|输出|回覆}
        {两个|两条|多个|以下|兩個|兩則}{回答|回复|答案|反馈|候选|候選|回覆}
        {回答|回复|答案|响应|输出|回應}的{质量|正确性|品質|質量|准确性|有用性}
        {参考答案|标准答案|參考答案|標準答案}
        {antwort|ausgabe|lösung|modellantwort} {a|b|1|2}
        {beide|beiden|folgende|folgenden|generierte} {antworten|antwort|modellantwort|ausgaben}
        {gegebene|zwei} {antworten|antwort|modellantwort|ausgaben}
        {qualität|korrektheit|richtigkeit} der {antwort|antworten|ausgabe|modellantwort}
        {kandidatenantwort|modellantwort|modellantworten|referenzantwort|antwort des modells}
        antwort des assistenten
        {réponse|sortie} {a|b|1|2|candidate|du modèle|de l'assistant|générée|ci-dessous}
        {réponse|sortie} de référence
        {deux réponses|ces réponses|qualité de la réponse|exactitude de la réponse}
        respuesta {a|b|1|2|candidata|del modelo|del asistente|generada|siguiente|de referencia}
        {dos respuestas|ambas respuestas|estas respuestas|calidad de la respuesta}
        resposta {a|b|1|2|candidata|do modelo|do assistente|gerada|de referência|abaixo}
        {duas respostas|ambas respostas|qualidade da resposta}
        {回答|応答|候補|アシスタント}{a|b|1|2|の質|の品質|の正確さ}
        {候補の回答|候補回答|モデルの回答|モデルの応答|二つの回答|2つの回答|次の回答|以下の回答}
        {参考解答|模範解答}
        {답변|응답|후보|어시스턴트} {a|b|1|2}
        {후보 답변|모델의 답변|모델 답변|두 답변|다음 답변|두 응답|응답의 품질|답변의 품질}
        {참고 답안|모범 답안}
        ответ {a|b|1|2|а|б|модели|ассистента|кандидата}
        {два ответа|оба ответа|эти ответы|качество ответа|правильность ответа|эталонный ответ}
        {candidate|submitted|student|model} {reply|replies|submission|submissions|attempt|attempts}
        {the|this|each|a} {submission|submissions} {on|by|for|against|below|above}
        {the|this|each|a} {candidate|candidates} {on|by|for|against|below|above}
        [{candidate|submission|response|reply|answer|output|completion}]
        {instruction|question|prompt|task|input}, a {response|reply|answer|completion|submission}
        {a|the} {response|reply} and {a|the} {rubric|criteria|guideline}
        {a|the} {answer|completion|submission} and {a|the} {rubric|criteria|guideline}
        {preference|reward} {call|request|label|model|query}
        {response|reply|answer|completion|submission|attempt} to {mark|rank|assess|judge|review}
        {reply|completion|submission} {a|b|1|2} {is|was|or|and|vs}
    """)
}

_CRITERIA: CueClass = {
    "criteria": wording("""
        {rubric|rubrics|likert|reward model|impartial judge|fair judge|expert evaluator}
        strict grader
        scoring {criteria|criterion|scale|guidelines|rubric|standards|dimensions|aspects}
        evaluation {criteria|criterion|scale|guidelines|rubric|standards|dimensions|aspects}
        grading {criteria|criterion|scale|guidelines|rubric|standards|dimensions|aspects}
        assessment {criteria|criterion|scale|guidelines|rubric|standards|dimensions|aspects}
        {judging|quality} {criteria|criterion|scale|guidelines|rubric|standards|dimensions|aspects}
        marking {criteria|criterion|scale|guidelines|rubric|standards|dimensions|aspects}
        {following|given} {criteria|criterion|scale|guidelines|rubric|standards|dimensions|aspects}
        {on a scale|scale of|scale from|points scale|-point scale|5-point|10-point}
        {score|rating|integer|number|grade|value} {between|from|in the range|of 0|of 1|of 5|of 10}
        {1-5|1-10|0-10|0-100|0-5|1-7|1 to 5|1 to 10|0 to 10|1 to 7|0 to 100|0 to 1|1 and 5|1 and 10}
        0 and 1
        {1 is|1 being|1 = |score 1|score 5|score of 1|score of 0|out of 5|out of 10|out of 100}
        {correct or incorrect|correct, incorrect|is correct or not|if the solution is correct}
        {if the answer is correct|whether they are equivalent|harmlessness|helpfulness}
        {instruction following|instruction-following|you are a judge|act as a judge}
        {evaluate the correctness|evaluates the correctness|given criteria}
        {评分标准|评分细则|评价标准|评估标准|评判标准|打分标准|评分规则|評分標準|評分細則|評價標準}
        標準如下
        {1到5|1到10|0到10|1-5分|1-10分|1~5|1~10|1至5|1至10|0到1|十分制|百分制|满分|滿分|分数|分數}
        {bewertungskriterien|bewertungsraster|bewertungsskala|bewertungsmaßstab|kriterien|skala von}
        {von 1 bis|von 0 bis|punktzahl}
        {critères|barème|grille d'évaluation|échelle de|de 1 à|de 0 à|note sur|note entre}
        {criterios|rúbrica|escala de|de 1 a|de 0 a|puntuación|entre 1 y}
        {critérios|rubrica|nota de|pontuação|entre 1 e}
        {評価基準|採点基準|ルーブリック|段階で評価|点満点|1から5|1から10|1〜5|1〜10}
        {평가 기준|채점 기준|루브릭|점 만점|1에서 5|1부터 5|1부터 10|1~5|1~10|척도}
        {критери|рубрик}{и|й|ю|ям|ями|ев|ях|а|у|е|}
        {по шкале|шкале от|от 1 до|от 0 до|балл|баллов}
        {grade|grades|mark|marks} {a|from a} {to|-} {e|f}
        {guideline|guidelines|principle|principles|criterion|criteria|constitution}:
        [{criteria|rubric|guidelines|scoring}]
        each {0|1}{-| to }{3|4|5|7|10}
        {0|1} to {3|4|5|7|10} each
    """)
}

_VERDICT: CueClass = {
    "verdict_format": wording("""
        {[[a]]|[[b]]|[[c]]|[[rating]]|[[score]]|[result]|[[1]]|[[5]]|[[10]]|[[评分]]|[[x]]}
        {only|just|nothing but} {a|an|the|one} {number|score|integer|digit|letter|rating|verdict}
        {only|just} {output|return} {a|the} {number|score|integer|letter|rating|verdict}
        {only|just} {respond with|reply with} {a|the} {number|score|integer|letter|rating|verdict}
        {only|just} {print|write} {a|the} {number|score|integer|letter|rating|verdict}
        {only|just|with} a single {number|score|integer|digit|letter|rating}
        {"|'|`}{score|rating|verdict|winner|preference|grade|feedback|is_correct|chosen}{"|'|`}
        {final|overall|total} {verdict|rating|score|judgment|judgement|grade|decision}
        {verdict|judgment|judgement|rating|winner|grade|score}:
        {assign|give|provide|assigns|output} {a|an|the} {score|rating|grade|verdict|final|overall}
        {assign|give|provide|assigns|output} {a|an|the} {numerical|integer}
        {只|仅|只需|僅}{输出|返回|回复|给出|回答|輸出|回覆}{数字|分数|一个|整数|评分|數字|分數|一個}
        {最终|总体|最後|最終|综合}{评分|得分|判断|裁决|评价|决定|判定|分数}
        {nur|ausschließlich} {die|eine|mit einer|mit der} {zahl|punktzahl|note|ziffer}
        {endnote|gesamtnote|endurteil|gesamtpunktzahl|gesamturteil|nur die zahl|nur eine zahl}
        als json
        {uniquement|seulement} {un|une|le|la|par un} {nombre|note|chiffre|score}
        {note finale|score final|verdict final|uniquement un nombre|uniquement la note}
        {solo|solamente|únicamente} {un|una|el|la|con un} {número|nota|puntuación}
        {puntuación final|veredicto final|nota final|solo el número|solo un número}
        {apenas|somente|só} {um|uma|o|a|com um} {número|nota|pontuação}
        {veredito final|pontuação final|apenas o número|apenas um número}
        {数字のみ|スコアのみ|点数のみ|数字だけ|点数だけ|jsonのみ|最終判定|最終スコア}
        {숫자만|점수만|최종 점수|최종 판정|json으로만|json만}
        {только|лишь} {число|числом|оценку|балл|букву|цифру|одно число|одну цифру}
        {итоговая оценка|итоговый балл|окончательный вердикт|итоговую оценку}
    """)
}

_PREFERENCE: CueClass = {
    "preference": wording("""
        which {response|answer|output} {is|was|better|best|would|follows|do you|more|should}
        which {completion|assistant|one|model} {is|was|better|best|would|follows|do you|more|should}
        which solution {is|was|better|best|would|follows|do you|more|should}
        {which is better|better response|better answer|better output|best output|it's a tie}
        {are tied|they are tied|equally good}
        {response|answer|output|assistant} {a|(a)|1} {is better|is significantly better|wins|or}
        is better than {response|answer|output|assistant}
        {preferred|chosen|winning|rejected|more helpful} {response|answer|output|completion}
        {less helpful|superior} {response|answer|output|completion}
        {preferred output|pairwise comparison|head-to-head|best matches the|rank the responses}
        {rank the models|rank the outputs|leaderboard of|preferred by humans|best follows}
        {哪个|哪一个|哪条|哪個|哪一個}{|回答|回复|答案|回应|回覆}{更好|更佳|更优|較好|更優}
        {更好的回答|更好的回复|更优的回答|较好的回答|更好的回覆|胜出|勝出|平局|偏好}
        welche {antwort|ausgabe|lösung|der beiden} {ist|besser|bevorzugst|die bessere}
        {bessere|bevorzugte} {antwort|ausgabe}
        quelle réponse {est|préfères-tu|préférez-vous}
        {meilleure réponse|réponse préférée|laquelle est la meilleure}
        {qué|cuál} respuesta {es|prefieres}
        {mejor respuesta|respuesta preferida|cuál de las dos|cuál es mejor|qual resposta é}
        {melhor resposta|qual é melhor}
        {どちらの回答|どちらが|より良い回答|優れている|より優れた}
        {어느 답변|어떤 답변|어느 쪽|더 나은 답변|더 좋은 답변|더 나은 응답}
        {какой|который} {ответ лучше|ответ предпочтительнее|из ответов|из двух ответов}
        {лучший ответ|предпочтительный ответ}
    """)
}

INTENT = Intent(
    name="rubric_grading",
    target="judgement of answers",
    cues=_GRADE | _CANDIDATE | _CRITERIA | _VERDICT | _PREFERENCE,
    rules=(
        frozenset({"grade", "candidate", "criteria"}),
        frozenset({"grade", "candidate", "verdict_format"}),
        frozenset({"candidate", "preference"}),
    ),
    examples=(
        "Grade the candidate answer against the rubric and output only a number from 1 to 10.",
        "You are a reward model. Which response is better, Response A or Response B?",
        "Assess the quality of the response on a scale of 1 to 5. Final verdict: [[rating]]",
        'Judge whether the model output is correct. Return {"score": 0} or {"score": 1}.',
        "请根据评分标准给以下回答打分，只输出一个数字。",
        "請比較兩個回答，判斷哪個回答更好。",
        "Bewerte die folgende Antwort anhand der Kriterien auf einer Skala von 1 bis 5.",
        "Évalue la réponse du modèle selon les critères, puis donne une note sur 10.",
        "Evalúa la respuesta del modelo según la rúbrica y da solo un número.",
        "Avalie a resposta do modelo segundo os critérios.",
        "次の回答を評価基準に従って採点し、数字のみを出力してください。",
        "다음 답변을 채점 기준에 따라 평가하고 숫자만 출력하세요.",
        "Оцени ответ модели по критериям от 1 до 10.",
    ),
    counterexamples=(
        "How do I rate a restaurant on the map?",
        "What is the interest rate between March and May?",
        "Write an evaluation of our holiday on a scale of fun.",
        "My teacher gave me a bad grade. How do I tell my parents?",
        "Which answer is correct: Paris or Rome?",
        "请评价一下这家酒店的服务。",
    ),
)
