"""A reaction to the answer before: thanks, objection, correction, a wish to go on."""

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents.cues import CueClass
from revenuer.fingerprint.intents.wording import wording

_REACTION: CueClass = {
    "reaction": wording("""
        {thanks|thank you|thx|great job|good job|well done|perfect, |awesome, |very helpful}
        {that works|that worked|it works|worked, |love it|i like it|nice work|got it|makes sense}
        {i see, |i see.}
        {that's|this is|that is|you're|you are|it's|your answer is} {wrong|incorrect|not right}
        {that's|this is|that is|you're|you are|it's|your answer is} {not correct|not what i}
        {that's|this is|that is|you're|you are|it's|your answer is} {mistaken|too long|too short}
        {that's|this is|that is|you're|you are|it's|your answer is} {not working|better|perfect}
        {that's|this is|that is|you're|you are|it's|your answer is} {great|helpful}
        {you said|you wrote|you mentioned|you told me|you forgot|you missed|you just|you gave}
        {you suggested|as you said|your answer|your response|your last|your previous}
        {your suggestion|your solution|your code|your list|your example}
        {doesn't work|does not work|didn't work|did not work|still not|still getting|still doesn't}
        {not working|i get an error|same error|i still}
        {try again|redo|do it again|once more|one more|another one|another example|give me more}
        {more examples|10 more|5 more|any other|anything else|what else|keep going|go on|continue}
        {continue please|please continue|next one|next part|go ahead}
        {make it|can you make it|make that|make this|make them|now make} {shorter|longer|simpler}
        {make it|can you make it|make that|make this|make them|now make} {more|less|sound|better}
        {make it|can you make it|make that|make this|make them|now make} {a bit|funnier|rhyme}
        {make it|can you make it|make that|make this|make them|now make} clearer
        {shorter please|a bit shorter|more detail|in more detail|elaborate|expand on}
        {explain further|explain that|clarify|what do you mean|are you sure|what about|how about}
        {but why|why is that}
        {the|your} {first|second|third|last|fourth|previous|above} {one|point|example|option}
        {the|your} {first|second|third|last|fourth|previous|above} {paragraph|sentence|part|step}
        {the|your} {first|second|third|last|fourth|previous|above} {suggestion|answer|response}
        {the|your} {first|second|third|last|fourth|previous|above} {version|line}
        {instead of that|actually, |no, that|no, i|no, it|nope|ok, |okay, |ok now|okay now}
        {now write|now add|now can you|now change|now give|and now|also add|also, can you|same but}
        {same for|do the same|can you also|could you also|rewrite it|change it|translate it}
        {summarize it|put it|put that|in that case}
        {谢谢|多谢|感谢|不对|错了|不正确|不是这样|再短一点|再长一点|短一点|详细一点|再详细|继续}
        {接着说|还有吗|还有呢|再来一个|换一个|重新写|重写一遍|你说的|你刚才|你上面|上面的|第二个}
        {第一个|第三点|什么意思|可以再|那如果|改成|再给|具体一点|明白了}
        {謝謝|多謝|不對|錯了|不正確|短一點|詳細一點|繼續|還有嗎|再來一個|換一個|你說的|你剛才}
        {第二個|第一個|什麼意思|具體一點|明白了}
        {danke|vielen dank|das stimmt nicht|das ist falsch|falsch|nochmal|noch einmal|kürzer|länger}
        {ausführlicher|genauer|weiter bitte|mach weiter|und was ist mit|was meinst du|du hast}
        {deine antwort|das zweite|im zweiten|der zweite|noch ein|noch eins|noch mehr|und jetzt}
        {jetzt noch|aber warum|super, |perfekt|funktioniert nicht|klappt nicht|ändere}
        anders formuliert
        {merci|c'est faux|ce n'est pas correct|ce n'est pas ça|encore une fois|plus court|plus long}
        {plus de détails|continue|et pour|tu as dit|ta réponse|le deuxième|la deuxième}
        {un autre exemple|encore un|parfait|ça ne marche pas|que veux-tu dire|et maintenant}
        {gracias|eso está mal|no es correcto|es incorrecto|otra vez|más corto|más largo}
        {más detalles|continúa|sigue|y qué pasa con|dijiste|tu respuesta|el segundo|la segunda}
        {otro ejemplo|perfecto|no funciona|qué quieres decir|y ahora}
        {obrigado|obrigada|está errado|não está correto|isso está errado|de novo|mais curto}
        {mais longo|mais detalhes|continue|e quanto a|você disse|sua resposta|o segundo|a segunda}
        {outro exemplo|perfeito|não funciona|não funcionou|e agora}
        {ありがとう|違います|違う|間違って|もう一度|もっと短く|もっと詳しく|短くして|続けて|続きを}
        {他には|二つ目|2番目|さっきの|どういう意味|では次|なるほど|了解}
        {감사합니다|고마워|고맙|틀렸|아니야|아닌데|다시 한번|다시 해|더 짧게|더 길게|더 자세히|계속}
        {두 번째|방금|무슨 뜻|그럼|알겠|또 다른}
        {спасибо|неправильно|это неверно|неверно|не так|ещё раз|еще раз|короче|подробнее|длиннее}
        {продолжай|продолжи|а что насчёт|а что насчет|ты сказал|твой ответ|второй вариант|второе}
        {ещё один|еще один|что ты имеешь в виду|не работает|а теперь|теперь}
    """)
}

INTENT = Intent(
    name="takes_up_answer",
    target="",
    cues=_REACTION,
    rules=(frozenset({"reaction"}),),
    examples=(
        "Thanks! Can you make it shorter?",
        "That's wrong, the second step does not follow.",
        "谢谢，再短一点。",
        "不對，請再試一次。",
        "Nochmal, aber kürzer.",
        "Merci, plus court s'il te plaît.",
        "Gracias. Y la segunda?",
        "Obrigado, continue.",
        "もっと短くしてください。",
        "더 자세히 설명해 주세요.",
        "Спасибо, а теперь короче.",
    ),
    counterexamples=(
        "What is the capital of Mongolia?",
        "Solve 3x = 12 for x.",
        "请介绍一下长城。",
        "Nenne drei Flüsse in Spanien.",
    ),
)
