"""Having answers on sensitive topics rewritten to suit a censor or a content policy."""

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents.cues import REWRITE, CueClass
from revenuer.fingerprint.intents.wording import wording

_SAFE: CueClass = {
    "safe_manner": wording("""
        {politically|socially|culturally} {safe|neutral|correct|acceptable|appropriate|harmless}
        {policy|censorship|regulation}-{safe|compliant|friendly}
        {censorship safe|policy safe|safe for the censor|pass censorship|pass moderation}
        {pass review|avoid censorship|acceptable to censors|acceptable to the censor}
        {acceptable to regulators|acceptable to the authorities}
        comply with {the |local |government |official |}{content policy|policy|regulations|line}
        complies with {the |local |government |official |}{content policy|policy|regulations|line}
        compliant with {the |local |government |official |}{content policy|policy|regulations|line}
        in line with {the |local |government |official |}{content policy|policy|regulations|line}
        consistent with {the |local |government |official |}{content policy|policy|regulations|line}
        aligned with {the |local |government |official |}{content policy|policy|regulations|line}
        comply with {the |local |government |official |}{stance|position|core values|censorship}
        complies with {the |local |government |official |}{stance|position|core values|censorship}
        compliant with {the |local |government |official |}{stance|position|core values|censorship}
        in line with {the |local |government |official |}{stance|position|core values|censorship}
        consistent with {the |local |government |official |}{stance|position|core values|censorship}
        aligned with {the |local |government |official |}{stance|position|core values|censorship}
        {core socialist values|socialist core values|official position|official line}
        {official stance|government's position}
        steer {|the conversation |the answer |the user |gently }{away from|away|away from the}
        steers {|the conversation |the answer |the user |gently }{away from|away|away from the}
        steering {|the conversation |the answer |the user |gently }{away from|away|away from the}
        deflect {|the conversation |the answer |the user |gently }{away from|away|away from the}
        deflects {|the conversation |the answer |the user |gently }{away from|away|away from the}
        redirect {|the conversation |the answer |the user |gently }{away from|away|away from the}
        redirects {|the conversation |the answer |the user |gently }{away from|away|away from the}
        move {|the conversation |the answer |the user |gently }{away from|away|away from the}
        {safe|harmless|compliant|acceptable|uncontroversial|non-controversial} {version|answer}
        {safe|harmless|compliant|acceptable|uncontroversial|non-controversial} {response|reply}
        {safe|harmless|compliant|acceptable|uncontroversial|non-controversial} {rewrite|alternative}
        {safe|harmless|compliant|acceptable|uncontroversial|non-controversial} completion
        {safe|harmless|compliant|acceptable|uncontroversial|non-controversial} {rewriting|phrasing}
        {社会主义核心价值观|社會主義核心價值觀|符合法律法规|符合国家|符合规定|符合政策|合规}
        {政治正确|政治正確|官方立场|官方立場|官方口径|合規|通过审查|通過審查|规避审查|审查要求}
        内容安全
        安全{的|地}{|版本|回答|改写|表述|回复|措辞|方式}
        {安全改写|安全回复|安全版本|中立的|正面引导|积极引导|回避敏感|避开敏感|避免敏感|不涉及敏感}
        {politisch|zensurtechnisch} {unbedenklich|unbedenkliche|unbedenklichen|neutral|neutrale}
        {politisch|zensurtechnisch} {korrekt|unverfänglich|sicher}
        {zensurkonform|zensurkonforme|zensurkonformen|richtlinienkonform|richtlinienkonforme}
        {unverfänglich|unverfängliche|regelkonform|regelkonforme|vom zensor|offizielle linie}
        {offiziellen linie|amtliche linie|amtlichen linie}
        {politiquement|socialement} {neutre|correct|correcte|acceptable|sûre}
        {conforme à la censure|conforme aux règles|conforme à la politique}
        {conforme à la ligne officielle|passer la censure|ligne officielle|position officielle}
        {políticamente|socialmente} {neutral|correcta|correcto|seguro|segura|aceptable}
        {conforme a la censura|conforme a la política|línea oficial|posición oficial}
        {pasar la censura|superar la censura}
        {politicamente|socialmente} {neutra|neutro|correta|correto|segura|aceitável}
        {conforme a censura|linha oficial|posição oficial|passar pela censura}
        em conformidade com a política
        {政治的に安全|政治的に中立|検閲に|検閲を|ポリシーに準拠|公式見解|当たり障りのない|無難な}
        {정치적으로 안전|정치적으로 중립|검열에|검열을|정책에 맞|규정에 맞|공식 입장|무난한}
        {политически|идеологически} {безопасный|безопасно|нейтральный|нейтрально|корректный}
        {политически|идеологически} {корректно|безопасную|нейтральную}
        {соответствовал цензуре|пройти цензуру|прошёл цензуру|официальную позицию}
        {официальной позиции|официальной линии|цензур|цензура|цензуры|цензурой|цензуру}
        {stay|stays|staying|keep|keeps|steer|steers} {clear of|out of|away from|off}
        nothing {about|on|political|against} {|politics|leaders}
        nothing {about|on|political|against} {religion|history|the state|the government}
        {can|could|may|might|must} be {read into|misread}
        {can|could|may|might|must} be {held against|used against|taken as criticism}
        {pass|passes|passing} {a|the|any|every} {strict|cautious|state} {censor|editor}
        {meet|meets|satisfy|satisfies} {a|the|any|every} {strict|cautious|state} {censor|editor}
        {pass|passes|passing} {a|the|any} {|strict |state |official }{publisher|reviewer}
        {meet|meets|satisfy} {a|the|any} {|strict |state |official }{publisher|reviewer}
        {pass|passes|passing} {a|the|any} {|strict |state |official }{regulator|authority}
        {meet|meets|satisfy} {a|the|any} {|strict |state |official }{regulator|authority}
        {cautious|strict|state|government|official|party} {censor|censors|censorship}
        {acceptable|publishable|permitted} {version|wording|form|text}
        {printable|unobjectionable|inoffensive} {version|wording|form|text}
        {censor|censors} {would|will|could|might} {accept|pass|allow|object|cut|delete}
        {regulator|authorities} {would|will|could|might} {accept|pass|allow|object|cut|delete}
        {尺度|口径|分寸}{之内|允许|可以接受|稳妥}
    """)
}

_SENSITIVE: CueClass = {
    "sensitive_topic": wording("""
        {sensitive|taboo|politically sensitive|controversial|forbidden|censored|banned} topic
        {sensitive|taboo|politically sensitive|controversial|forbidden|censored|banned} topics
        {sensitive|taboo|politically sensitive|controversial|forbidden|censored|banned} question
        {sensitive|taboo|politically sensitive|controversial|forbidden|censored|banned} questions
        {sensitive|taboo|politically sensitive|controversial|forbidden|censored|banned} issue
        {sensitive|taboo|politically sensitive|controversial|forbidden|censored|banned} issues
        {sensitive|taboo|politically sensitive|controversial|forbidden|censored|banned} query
        {sensitive|taboo|politically sensitive|controversial|forbidden|censored|banned} queries
        {sensitive|taboo|politically sensitive|controversial|forbidden|censored|banned} content
        {sensitive|taboo|politically sensitive|controversial|forbidden|censored|banned} subject
        {sensitive|taboo|politically sensitive|controversial|forbidden|censored|banned} subjects
        {sensitive|taboo|politically sensitive|controversial|forbidden|censored|banned} matter
        {sensitive|taboo|politically sensitive|controversial|forbidden|censored|banned} matters
        {sensitive|taboo|politically sensitive|controversial|forbidden|censored|banned} prompt
        {sensitive|taboo|politically sensitive|controversial|forbidden|censored|banned} prompts
        {sensitive|taboo|politically sensitive|controversial|forbidden|censored|banned} political
        {dissident|dissidents|party leader|party leaders|authoritarian|authoritarianism|tiananmen}
        {xinjiang|uyghur|uyghurs|falun gong|one-party|political prisoner|political prisoners}
        {government criticism|criticism of the government|head of state}
        {敏感|涉政|敏感性|有争议的|禁忌|敏感的}{话题|问题|内容|議題|题目|词|提问|話題|問題|事件}
        {敏感|涉政|敏感性|有争议的|禁忌|敏感的}回答
        {持不同政见|异见人士|異見人士|党和国家领导人|领导人|天安门|六四|台独|疆独|藏独|法轮功|威权}
        {专制|維吾爾|维吾尔|異議人士|獨裁}
        {heikle|heiklen|heikler|sensible} {themen|thema|frage|fragen|inhalte|antwort|anfragen}
        {sensiblen|brisante|brisanten} {themen|thema|frage|fragen|inhalte|antwort|anfragen}
        {politisch heikle|verbotene} {themen|thema|frage|fragen|inhalte|antwort|anfragen}
        tabuisierte {themen|thema|frage|fragen|inhalte|antwort|anfragen}
        {dissident|dissidenten|regimekritiker|parteiführer|parteiführung|autoritär|autoritäre}
        {autoritären|regierungskritik}
        {sujet|sujets|question|questions|thème|thèmes} {sensible|sensibles|délicat|délicats}
        {sujet|sujets|question|questions|thème|thèmes} {délicate|délicates|tabou|tabous|controversé}
        {sujet|sujets|question|questions|thème|thèmes} controversés
        {dissidents|régime autoritaire|autoritarisme|dirigeants du parti}
        {tema|temas|pregunta|preguntas} {sensible|sensibles|delicado|delicados|delicada|delicadas}
        {asunto|pergunta|perguntas} {sensible|sensibles|delicado|delicados|delicada|delicadas}
        {assunto|assuntos|tópico|tópicos} {sensible|sensibles|delicado|delicados|delicada|delicadas}
        {tema|temas|pregunta} {tabú|polémico|polémicos|sensível|sensíveis|polêmico|polêmicos}
        {preguntas|asunto|pergunta} {tabú|polémico|polémicos|sensível|sensíveis|polêmico|polêmicos}
        {perguntas|assunto|assuntos} {tabú|polémico|polémicos|sensível|sensíveis|polêmico|polêmicos}
        {tópico|tópicos} {tabú|polémico|polémicos|sensível|sensíveis|polêmico|polêmicos}
        {disidentes|disidente|autoritarismo|líderes del partido|líderes do partido|dissidentes}
        {敏感な|デリケートな|政治的に敏感|センシティブな}{話題|質問|問題|内容|トピック|テーマ}
        {微妙な|タブー}{話題|質問|問題|内容|トピック|テーマ}
        {反体制|党指導部|党の指導者|権威主義|天安門}
        {민감한|정치적으로 민감한|금기} {주제|질문|문제|내용|이슈}
        {반체제|당 지도부|권위주의|천안문|톈안먼}
        {чувствительн|остр|деликатн|запретн}{ые|ых|ый|ую} {темы|тему|вопрос|вопросы|вопросов}
        {диссидент|диссиденты|диссидентов|диссидентах|партийное руководство|лидеры партии}
        {авторитарн|авторитаризм|авторитарный}
        {about|on|of|touching|concerning} {politics|leaders|borders}
        {about|on|of|touching|concerning} {protests|strikes|elections|the press}
        {about|on|touching|concerning} {the government|the party}
        {about|on|touching|concerning} {the state|the leadership|human rights}
        {about|on|touching|concerning} {demonstrations|dissent|sanctions}
        {about|on|touching|concerning} {separatism|succession|the army}
        {from|of} {politics|leaders|borders|protests|strikes|elections|the press|dissent}
        {political|politics} {content|claims|criticism|statements|overtones}
    """)
}

_ANSWER: CueClass = {
    "answer_word": wording("""
        {answer|answers|response|responses|reply|replies|respond|output}
        {回答|答案|回复|回應|回覆|答复|答覆|回应|应答}
        {antwort|antworten|beantworte|réponse|réponses|réponds|respuesta|respuestas|responde}
        {resposta|respostas|responda}
        {回答|応答|返答|答え|답변|대답|응답|답|ответ|ответы|ответа|ответь|ответов}
        {version|wording|wordings|phrasing|phrasings}
    """)
}

INTENT = Intent(
    name="safe_rewriting",
    target="safe rewriting",
    cues=REWRITE | _SAFE | _SENSITIVE | _ANSWER,
    rules=(
        frozenset({"rewrite", "safe_manner", "sensitive_topic"}),
        frozenset({"answer_word", "safe_manner", "sensitive_topic"}),
    ),
    examples=(
        "Rewrite the answer to this sensitive question so that it is politically safe.",
        "Give a censorship-safe response to a question about dissidents and party leaders.",
        "请将以下敏感问题的回答改写为符合社会主义核心价值观的版本。",
        "請把這個敏感話題的回答改寫成合規的版本。",
        "Schreibe die Antwort auf diese heikle Frage zensurkonform um.",
        "Réécris la réponse à ce sujet sensible pour qu'elle soit politiquement neutre.",
        "Reescribe la respuesta sobre este tema delicado según la línea oficial.",
        "Reescreva a resposta sobre este tema sensível de forma politicamente neutra.",
        "敏感な質問への回答を政治的に安全な形に書き直してください。",
        "민감한 질문에 대한 답변을 정치적으로 중립적으로 다시 써 주세요.",
        "Перепиши ответ на острый вопрос так, чтобы пройти цензуру: тема — диссиденты.",
    ),
    counterexamples=(
        "Rewrite this email so that it sounds more polite.",
        "What happened at Tiananmen Square in 1989?",
        "Is this message compliant with our refund policy?",
        "I have sensitive skin. Which cream is safe?",
        "Wie sensibel ist das Thema für Kinder?",
    ),
)
