"""Having the model write tasks: instructions, problems, questions to train another model on."""

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents.cues import REWRITE, CueClass
from revenuer.fingerprint.intents.wording import wording

_MAKE_TASK: CueClass = {
    "make_task": wording("""
        {new|novel|original} {task|tasks|instruction|instructions|problem|problems|prompt|prompts}
        {additional|diverse} {task|tasks|instruction|instructions|problem|problems|prompt|prompts}
        {different|unique} {task|tasks|instruction|instructions|problem|problems|prompt|prompts}
        {similar|synthetic} {task|tasks|instruction|instructions|problem|problems|prompt|prompts}
        {creative|10|20|50} {task|tasks|instruction|instructions|problem|problems|prompt|prompts}
        100 {task|tasks|instruction|instructions|problem|problems|prompt|prompts}
        {new|novel|original|additional|diverse|different|unique} {exercises|puzzle|puzzles|query}
        {new|novel|original|additional|diverse|different|unique} {queries|user query|user queries}
        {new|novel|original|additional|diverse|different|unique} {question|questions}
        {similar|synthetic|creative|10|20|50|100} {exercises|puzzle|puzzles|query|queries}
        {similar|synthetic|creative|10|20|50|100} {user query|user queries|question|questions}
        {new|diverse|20|50|100} {math|coding|reasoning|programming} {problems|tasks|questions}
        {user queries that|user requests that|text classification tasks|list of tasks|set of tasks}
        {more|further} {instructions|prompts|tasks like}
        {realistic|plausible|typical} {user query|user request|user question|user prompt}
        {create|generate|write} {a|one} {|math |coding }{task|instruction|problem|prompt|query}
        {design|invent|devise|craft} {a|one} {|math |coding }{task|instruction|problem|prompt|query}
        {challenging|self-contained|verifiable|realistic|complex} {task|tasks|problem|problems}
        {challenging|self-contained|verifiable|realistic|complex} {question|questions|instruction}
        {challenging|self-contained|verifiable|realistic|complex} prompt
        {create|generate|design|invent} {|some |math }{tasks|instructions|problems|prompts|queries}
        {produce|propose|synthesize} {|some |math }{tasks|instructions|problems|prompts|queries}
        devise {|some |math }{tasks|instructions|problems|prompts|queries}
        {task|instruction|problem|question|prompt|query} {generator|creator|writer|setter|designer}
        {task|instruction|problem|question|prompt|query} augmentation
        {come up with|brainstorm} {a|some|a set of|a list of|a series of} {task|tasks|diverse|new}
        {come up with|brainstorm} {a|some|a set of|a list of|a series of} {instructions|problems}
        {come up with|brainstorm} {a|some|a set of|a list of|a series of} {prompts|questions}
        {come up with|brainstorm} {a|some|a set of|a list of|a series of} {queries|potentially}
        {guess|imagine|infer} a {prompt|question|query|task|request}
        {classification|retrieval|matching|reasoning|coding|instruction} tasks
        {新|新的|多样的|不同的|多样化的|可验证的}{任务|指令|问题|题目|数学题|编程题|任務|題目|問題}
        {類似的|类似的|新颖的}{任务|指令|问题|题目|数学题|编程题|任務|題目|問題}
        {一个|一道|若干|多个|5个|10个|10道}{任务|指令|题目|数学题|编程题|提示词|任務|題目|习题|试题}
        {20个|一組|一批|十个|十道|一個}{任务|指令|题目|数学题|编程题|提示词|任務|題目|习题|试题}
        {几道|几个}{任务|指令|题目|数学题|编程题|提示词|任務|題目|习题|试题}
        {neue|neuen} {aufgabe|aufgaben|anweisungen|problemstellungen|instruktionen|prompts}
        vielfältige {aufgabe|aufgaben|anweisungen|problemstellungen|instruktionen|prompts}
        unterschiedliche {aufgabe|aufgaben|anweisungen|problemstellungen|instruktionen|prompts}
        überprüfbare {aufgabe|aufgaben|anweisungen|problemstellungen|instruktionen|prompts}
        {ähnliche|zehn|10|20} {aufgabe|aufgaben|anweisungen|problemstellungen|instruktionen|prompts}
        {erstelle|generiere|entwirf|erfinde|formuliere|entwickle} {eine|einen} {aufgabe|anweisung}
        {erstelle|generiere|entwirf|erfinde|formuliere|entwickle} {eine|einen} mathematikaufgabe
        {erstelle|generiere|entwirf|erfinde|formuliere|entwickle} {eine|einen} matheaufgabe
        {erstelle|generiere|entwirf|erfinde|formuliere|entwickle} {eine|einen} programmieraufgabe
        {erstelle|generiere|entwirf|erfinde|formuliere|entwickle} {eine|einen} frage
        {erstelle|generiere|entwirf|erfinde|formuliere|entwickle} {eine|einen} problemstellung
        {nouvelles|nouveaux|nouvelle|dix|10|20} {tâche|tâches|instructions|problèmes|consignes}
        diverses {tâche|tâches|instructions|problèmes|consignes}
        {crée|génère|rédige|invente|conçois} {une|un} {tâche|instruction|problème|exercice|question}
        {nuevas|nuevos|nueva|diez|10|20} {tarea|tareas|instrucciones|problemas}
        {crea|genera|inventa|diseña|propón} {una|un} {tarea|instrucción|problema|ejercicio|pregunta}
        {novas|novos|nova|dez|10|20} {tarefa|tarefas|instruções|problemas}
        {crie|gere|invente|elabore|proponha} {uma|um} {tarefa|instrução|problema|exercício|pergunta}
        {新しい|多様な|独自の|類似の|検証可能な|異なる}{|数学の}{タスク|課題|問題|指示|質問|命令}
        {새로운|다양한|유사한|검증 가능한} {|수학 |코딩 }{과제|문제|지시|질문|작업|태스크|명령}
        독창적인 {|수학 |코딩 }{과제|문제|지시|질문|작업|태스크|명령}
        {новые|новых|новую|десять|10|20} {задач|задачу|задачи|задания|заданий|инструкции|инструкций}
        {разнообразные|разнообразных} {задач|задачу|задачи|задания|заданий|инструкции|инструкций}
        {придумай|создай|составь|сгенерируй} {задачу|задание|инструкцию|задачи|задания}
    """)
}

_EVOLVE: CueClass = {
    "evolve": wording("""
        rewrite {the|this|a} {given|seed|original|following} {prompt|instruction|task|problem}
        evolve {the|this|a} {given|seed|original|following} {prompt|instruction|task|problem}
        complicate {the|this|a} {given|seed|original|following} {prompt|instruction|task|problem}
        upgrade {the|this|a} {given|seed|original|following} {prompt|instruction|task|problem}
        modify {the|this|a} {given|seed|original|following} {prompt|instruction|task|problem}
        {#given prompt#|#rewritten prompt#|#created prompt#|#the given prompt#|#new prompt#}
        {rewritten prompt|evolved instruction|evolved prompt|prompt rewriter|prompt creator}
        {original problem|seed problem}
        {more complex|more difficult|more challenging|harder} {version|variant|prompt|instruction}
        {more complex|more difficult|more challenging|harder} {problem|task|question}
        {add one more constraint|increase the difficulty|increase the reasoning|deepening}
        {concretizing|increased reasoning|rarer|long-tailed}
        {改写|升级|进化|复杂化|改編|改寫}{|给定的|这个|给定|給定的}{指令|提示|问题|题目|题|題目}
        升級{|给定的|这个|给定|給定的}{指令|提示|问题|题目|题|題目}
        {更复杂|更困难|更难|更有挑战性|更複雜|更困難}的{版本|指令|问题|题目|任务|提示|題目|任務}
        {更复杂|更困难|更难|更有挑战性|更複雜|更困難}的{變體|变体}
        {komplexere|schwierigere|anspruchsvollere} {version|variante|aufgabe|anweisung|fassung}
        schwerere {version|variante|aufgabe|anweisung|fassung}
        {version|variante|tâche|instruction} plus {complexe|difficile|exigeante}
        {versión|variante|tarea|instrucción} más {compleja|difícil|exigente}
        {versão|variante|tarefa|instrução} mais {complexa|difícil|desafiadora}
        {より複雑な|より難しい|難易度を上げ}{バージョン|問題|指示|課題|た問題}
        {더 복잡한|더 어려운} {버전|문제|지시|과제}
        {усложни|усложните} {задачу|инструкцию|задание|эту|данную}
        более {сложную|трудную} {версию|задачу|инструкцию}
    """)
}

_VARIETY: CueClass = {
    "variety": wording("""
        {diverse|diversity|diversified|heterogeneous|as different as possible}
        {distinct from each other|variety of topics|wide variety|wide range of|broad range}
        {different from|distinct from|not similar to|unlike} {the|each|one|any|all|previous}
        {do not repeat|avoid repetition|avoid repeating|no duplicates|must be unique|not repeat the}
        unique and
        {多样|多样性|多样化|各不相同|不要重复|不重复|避免重复|不同领域|覆盖不同|涵盖各种|多樣}
        {不要重複|避免重複|不同領域}
        {vielfältig|vielfältige|vielfältigen|vielfalt|abwechslungsreich|abwechslungsreiche}
        {verschiedenartig|wiederhole keine|ohne wiederholungen|möglichst unterschiedlich}
        möglichst verschieden
        {diversifiées|diversifiés|variées|variés|diversité|sans répétition|différentes les unes}
        différents les uns
        {diversas|diversos|variadas|variados|diversidad|sin repetir|diferentes entre sí}
        {diversidade|variadas|variados|sem repetir|diferentes entre si}
        {多様|重複しない|重複を避け|さまざまな分野|互いに異なる}
        {다양|중복되지|중복 없이|서로 다른|여러 분야}
        {разнообраз|непохож}{ные|ных|ие|их|ия}
        {без повторений|не повторяй|не повторяйся|из разных областей|разнообразные}
    """)
}

_CHECKABLE: CueClass = {
    "checkable": wording("""
        {verifiable|verifiably|automatically verified|can be verified|can be checked}
        {be graded automatically|objectively correct|ground truth|ground-truth}
        {self-contained|unambiguous|single correct answer|unique answer|one correct answer}
        {unique correct|exact answer|closed-form answer|numerical answer|with unit tests}
        {with test cases|hidden tests}
        {solvable|well-defined|well-posed|answerable}
        {可验证|可以验证|可自动验证|自动判分|唯一答案|答案唯一|标准答案|自包含|测试用例|可驗證}
        {唯一的答案|唯一正确|自动检查}
        {überprüfbar|überprüfbare|überprüfbaren|nachprüfbar|nachprüfbare|verifizierbar}
        {verifizierbare|eindeutige lösung|eindeutig lösbar|eindeutige antwort|eindeutigen antwort}
        {vérifiable|vérifiables|réponse unique|solution unique|sans ambiguïté}
        {verificable|verificables|respuesta única|solución única|sin ambigüedad|autocontenidas}
        {verificável|verificáveis|resposta única|solução única|sem ambiguidade}
        {検証可能|検証できる|答えが一意|唯一の答え|自動採点|テストケース}
        {검증 가능|검증할 수|유일한 정답|자동 채점|테스트 케이스|정답이 하나}
        {провер}{яемые|яемых|яемая|яемую}
        {однозначный ответ|однозначным ответом|единственный ответ|автоматически проверить}
        с проверяемым
    """)
}

_SEED: CueClass = {
    "seed_example": wording("""
        {seed|example|sample} {task|tasks|instruction|instructions|problem|problems|prompt|prompts}
        {seed|example|sample} {question|questions}
        {seed examples|seed example|seed data|in-context examples|demonstrations}
        {inspired by|inspiration from|draw inspiration|following persona|given persona}
        {persona described|as inspiration}
        {prompt|question|problem|task|instruction|query} that {the persona|the following persona}
        {prompt|question|problem|task|instruction|query} that {this persona|a user|a student}
        {similar to|in the style of} the {given|following|example|provided|seed|original} example
        {similar to|in the style of} the {given|following|example|provided|seed|original} examples
        {similar to|in the style of} the {given|following|example|provided|seed|original} problem
        {similar to|in the style of} the {given|following|example|provided|seed|original} problems
        {similar to|in the style of} the {given|following|example|provided|seed|original} task
        {similar to|in the style of} the {given|following|example|provided|seed|original} tasks
        {similar to|in the style of} the {given|following|example|provided|seed|original} question
        {similar to|in the style of} the {given|following|example|provided|seed|original} questions
        {similar to|in the style of} the {given|following|example|provided|seed} instruction
        {similar to|in the style of} the original instruction
        {similar to|in the style of} the {given|following|example|provided|seed} instructions
        {similar to|in the style of} the original instructions
        {for training|to train|to fine-tune|to finetune|to challenge} {|a |an |our }language models
        {for training|to train|to fine-tune|to finetune|to challenge} {|a |an |our }language model
        {for training|to train|to fine-tune|to finetune} {|a |an |our }large language model
        to challenge {|a |an |our }large language model
        {for training|to train|to fine-tune|to finetune|to challenge} {|a |an |our }student model
        {for training|to train|to fine-tune|to finetune|to challenge} {|a |an |our }{llm|llms}
        {do not|don't|must not} {solve|include|provide|give} {the|a|any} {solution|answer}
        {种子任务|种子指令|种子问题|种子示例|种子题|參考以下示例|参考以下示例|仿照以下|根据以下人物}
        {種子任務|種子題|示例任务|示例指令|用于训练|用來訓練|不要给出答案|不要解答|只出题}
        {ausgangsaufgaben|beispielaufgaben|als inspiration|inspiriert von|nach dem muster}
        {ohne lösung|zum trainieren|zum training|für das training|seed-aufgaben|seed-beispiele}
        {tâches d'exemple|inspirées de|inspiré de|sans donner la réponse|sans la solution}
        pour entraîner
        {tareas de ejemplo|inspiradas en|inspirado en|sin dar la solución|sin la solución}
        para entrenar
        {tarefas de exemplo|inspiradas em|sem dar a solução|sem a solução|para treinar}
        {シードタスク|例を参考に|以下の例に倣|解答は含めない|学習用|訓練用|ペルソナ}
        {시드 과제|시드 문제|예시를 참고|풀이는 포함하지|훈련용|학습용|페르소나}
        {по образцу|исходные задания|без решения|для обучения модели|вдохновляясь}
    """)
}

INTENT = Intent(
    name="task_generation",
    target="task generation",
    cues=_MAKE_TASK | _EVOLVE | _VARIETY | _CHECKABLE | _SEED | REWRITE,
    rules=(
        frozenset({"make_task", "variety"}),
        frozenset({"make_task", "checkable"}),
        frozenset({"make_task", "seed_example"}),
        frozenset({"evolve", "make_task"}),
        frozenset({"evolve", "variety"}),
        frozenset({"evolve", "seed_example"}),
        frozenset({"evolve", "rewrite"}),
    ),
    examples=(
        "Come up with a set of diverse tasks for an AI assistant. No duplicates.",
        "Write a challenging problem with a single correct answer that can be checked.",
        "Rewrite the given prompt into a more complex version. #Rewritten Prompt#:",
        "Here are seed tasks. Generate 20 new instructions inspired by them.",
        "Create a math problem related to the following persona.",
        "请生成10个新的指令，要求多样化，不要重复。",
        "設計一道題目，答案唯一，可驗證。",
        "Erstelle zehn neue Aufgaben, möglichst unterschiedlich und eindeutig lösbar.",
        "Génère dix nouvelles tâches variées et vérifiables.",
        "Genera diez tareas diversas con respuesta única.",
        "Crie dez tarefas variadas com resposta única.",
        "検証可能な新しい問題を作ってください。",
        "서로 다른 새로운 문제를 만들어 주세요.",
        "Придумай десять разнообразных задач с однозначным ответом.",
    ),
    counterexamples=(
        "I have a new problem with my bike.",
        "Answer the following questions about the text.",
        "Write ten quiz questions about the Roman empire for my pupils.",
        "My manager gave me more tasks than I can do. What should I say?",
        "请回答以下问题。",
        "Erstelle eine Einkaufsliste.",
    ),
)
