"""Having the model write training data: dialogues with both sides, records for fine-tuning."""

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents.cues import CueClass
from revenuer.fingerprint.intents.wording import wording

_COMPOSE: CueClass = {
    "compose": wording("""
        {write|generate|create|produce|simulate|compose|construct|synthesize|synthesise|craft|make}
        {give me|role-play both|play both}
        {编写|生成|撰写|创建|模拟|构造|合成|写|产生|編寫|撰寫|模擬|產生|寫}
        {erstelle|generiere|schreibe|simuliere|erzeuge|verfasse|erfinde|erstellen|schreib}
        {écris|génère|rédige|crée|simule|produis|écrivez|générez|rédigez}
        {escribe|genera|crea|simula|redacta|produce|escreva|gere|crie|simule|produza|redija}
        {作成|生成|書いて|作って|シミュレート|작성|생성|만들|시뮬레이션|써 줘}
        {напиши|создай|сгенерируй|составь|сымитируй|придумай}{|те}
    """)
}

_TRAINING: CueClass = {
    "training_data": wording("""
        training {data|dataset|datasets|example|examples|sample|samples|corpus|set|pairs|records}
        fine-tuning {data|dataset|datasets|example|examples|sample|samples|corpus|set|pairs|records}
        finetuning {data|dataset|datasets|example|examples|sample|samples|corpus|set|pairs|records}
        instruction-tuning {data|dataset|datasets|example|examples|sample|samples|corpus|set|pairs}
        instruction-tuning records
        instruction tuning {data|dataset|datasets|example|examples|sample|samples|corpus|set|pairs}
        instruction tuning records
        sft {data|dataset|datasets|example|examples|sample|samples|corpus|set|pairs|records}
        instruction {data|dataset|datasets|example|examples|sample|samples|corpus|set|pairs|records}
        conversational {data|dataset|datasets|example|examples|sample|samples|corpus|set|pairs}
        conversational records
        synthetic {data|dataset|datasets|example|examples|sample|samples|corpus|set|pairs|records}
        distillation {data|dataset|datasets|example|examples|sample|samples|corpus|set|pairs}
        distillation records
        pretraining {data|dataset|datasets|example|examples|sample|samples|corpus|set|pairs|records}
        alignment {data|dataset|datasets|example|examples|sample|samples|corpus|set|pairs|records}
        {train|fine-tune|finetune|training|fine-tuning} {a|an|our|another} {model|language model}
        {train|fine-tune|finetune|training|fine-tuning} {a|an|our|another} {llm|chatbot|assistant}
        {train|fine-tune|finetune|training|fine-tuning} {a|an|our|another} student model
        {train|fine-tune|finetune|training|fine-tuning} {a|an|our|another} smaller model
        {train|fine-tune|finetune|training|fine-tuning} {a|an|our|another} small model
        {训练|微调|指令微调|合成|监督微调}{数据|数据集|样本|语料|資料|樣本|語料|資料集|数据对}
        {训练用|指令|訓練|微調|合成訓練|sft}{数据|数据集|样本|语料|資料|樣本|語料|資料集|数据对}
        用{于|来|來|於}{训练|微调|訓練|微調}
        {trainingsdaten|trainingsbeispiele|trainingsdatensatz|trainingsdialoge|feinabstimmung}
        {fine-tuning-daten|trainingsbeispiel|datensatz für das training|zum feintuning}
        synthetische daten
        données {d'entraînement|d'apprentissage|synthétiques}
        {exemples d'entraînement|pour entraîner un|jeu de données d'entraînement|affinage du modèle}
        datos {de entrenamiento|sintéticos}
        {ejemplos de entrenamiento|para entrenar un|ajuste fino|conjunto de entrenamiento}
        dados {de treinamento|de treino|sintéticos}
        {exemplos de treinamento|para treinar um|conjunto de treino}
        {学習データ|訓練データ|トレーニングデータ|ファインチューニング|合成データ|教師データ}
        {학습 데이터|학습용 데이터|훈련 데이터|파인튜닝|미세 조정|합성 데이터}
        {обучающи|тренировочн|синтетическ}{е|х|ые|ых|ие|их} {данные|данных|примеры|примеров|диалоги}
        {для дообучения|для дообучения модели}
        {для обучения|дообучения} {модели|чат-бота|модель|языковой модели|нейросети}
        {обучающую выборку|обучающей выборки} {модели|чат-бота|модель|языковой модели|нейросети}
    """)
}

_BOTH: CueClass = {
    "both_sides": wording("""
        both {sides|parts|roles|speakers} {of|in}
        {multi-turn|multi turn|multiturn|synthetic|simulated} {conversation|conversations|dialogue}
        {multi-turn|multi turn|multiturn|synthetic|simulated} {dialogues|dialog|dialogs|chat|chats}
        {conversation|conversations|dialogue} between {a|the} {user|human|customer|human user} and
        {dialogues|dialog|exchange|chat} between {a|the} {user|human|customer|human user} and
        {conversation|conversations} between {user|human|users|humans} and {assistant|ai|an ai}
        {conversation|conversations} between {user|human|users|humans} and {an assistant|a chatbot}
        {conversation|conversations} between {user|human|users|humans} and assistants
        {dialogue|dialogues|dialog} between {user|human|users|humans} and {assistant|ai|an ai}
        {dialogue|dialogues|dialog} between {user|human|users|humans} and {an assistant|a chatbot}
        {dialogue|dialogues|dialog} between {user|human|users|humans} and assistants
        {conversation|dialogue} {in which|where} {a|the} user
        {用户|人类|客户|使用者}{和|与|跟|與}{|ai|智能}{助手|助理|客服}
        {多轮对话|多輪對話|合成对话|模拟对话|双方的对话|对话双方|對話雙方}
        {gespräch|dialog|unterhaltung} zwischen {einem |}{nutzer|benutzer|menschen|kunden} und
        {gespräche|dialoge} zwischen {einem |}{nutzer|benutzer|menschen|kunden} und
        {mehrteilige|mehrteiligen|mehrstufige} {dialoge|dialog|gespräche|unterhaltungen|gespräch}
        {synthetische|mehrzügige} {dialoge|dialog|gespräche|unterhaltungen|gespräch}
        {beide seiten|beide rollen} {des|eines|der|im} {gesprächs|dialogs|unterhaltung|gespräch}
        {beide seiten|beide rollen} {des|eines|der|im} dialog
        {conversation|dialogue} entre {un|une|l'} {utilisateur|humain|client} et
        {dialogues à plusieurs tours|conversation à plusieurs tours}
        les deux côtés de la conversation
        {conversación|diálogo} entre un {usuario|humano|cliente} y
        {conversa|diálogo} entre um {usuário|utilizador|humano|cliente} e
        {conversaciones de varios turnos|ambos lados de la conversación|ambos os lados da conversa}
        {conversas de vários turnos|diálogos de vários turnos}
        ユーザーと{|ai|ai の}アシスタント{の|との|間の}{会話|対話}
        {マルチターン|複数ターン|多ターン}{の|}{会話|対話}
        {사용자와|유저와} {|ai }{어시스턴트|챗봇|비서|도우미}
        {멀티턴|다중 턴|여러 턴} 대화
        {диалог|разговор|беседу|диалоги|переписку} между {пользователем|человеком|клиентом} и
        {диалог|разговор|беседу|диалоги|переписку} между пользователями и
        {многоходов|многошагов}{ый|ые|ых} {диалог|диалоги|диалогов}
    """)
}

_FORMAT: CueClass = {
    "record_format": wording("""
        {jsonl|json lines|sharegpt format|alpaca format|chatml|openai format|messages format}
        {one json object per line|one per line|json array}
        {"|'|`}{instruction|conversations|messages|role|completion|prompt}{"|'|`}
        {instruction-response|prompt-response|question-answer} {pair|pairs|format|tuples}
        {instruction-output|prompt-completion|question and answer|q&a|qa} {pair|pairs|format|tuples}
        {input-output|instruction and response} {pair|pairs|format|tuples}
        {每行一个json|每行一条|json格式|问答对|指令-回答|指令和回答|一問一答|問答對}
        {eine json-zeile|pro zeile|frage-antwort-paar|frage-antwort-paare|anweisung-antwort-paare}
        im json-format
        {paires question-réponse|une ligne par|au format json|pares pregunta-respuesta}
        {una línea por|en formato json|pares pergunta-resposta|uma linha por|em formato json}
        {質問と回答のペア|指示と応答のペア|1行に1つ|json形式|질문-답변 쌍|한 줄에 하나|json 형식}
        {пары вопрос-ответ|пар вопрос-ответ|вопрос–ответ|по одному json|в формате json}
        в формате jsonl
    """)
}

INTENT = Intent(
    name="synthetic_dialogue",
    target="training data",
    cues=_COMPOSE | _TRAINING | _BOTH | _FORMAT,
    rules=(
        frozenset({"compose", "training_data", "both_sides"}),
        frozenset({"compose", "training_data", "record_format"}),
        frozenset({"compose", "both_sides", "record_format"}),
    ),
    examples=(
        "Write a multi-turn conversation between a user and an assistant as training data.",
        "Generate 50 instruction-response pairs in JSONL for fine-tuning a model.",
        "Produce synthetic dialogues, one JSON object per line.",
        "请生成用于微调的多轮对话，JSON格式。",
        "請編寫訓練資料，每行一條，JSON格式。",
        "Schreibe einen Dialog zwischen einem Nutzer und einem Assistenten als Trainingsdaten.",
        "Génère des données d'entraînement : un dialogue entre un utilisateur et un assistant.",
        "Genera datos de entrenamiento: un diálogo entre un usuario y un asistente.",
        "Gere dados de treinamento em formato JSON.",
        "ユーザーとアシスタントの会話を学習データとして作成してください。",
        "학습 데이터로 쓸 멀티턴 대화를 생성하세요.",
        "Сгенерируй обучающие данные: диалог между пользователем и ассистентом.",
    ),
    counterexamples=(
        "How do I fine-tune a small model on my laptop?",
        "Write a dialogue between two friends who meet at the station.",
        "Give me the result as a JSON array.",
        "What is training data?",
        "请写一段小明和小红的对话。",
    ),
)
