"""Playing a part."""

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents.cues import CueClass
from revenuer.fingerprint.intents.wording import wording

_ROLE: CueClass = {
    "role": wording("""
        {act|behave|respond|speak|talk|pretend} as {a|an|if you|though you|my}
        {pretend to be|pretend you are|pretend that you|role-play|roleplay|role play|role-playing}
        {stay in character|in character as|take on the role|assume the role|play the role}
        {i want you to act|imagine you are|you will play|you are playing|never break character}
        {扮演|角色扮演|假装你是|假设你是|想象你是|你现在是|充当|假裝你是|假設你是}
        {tu so, als|tu so als|spiele die rolle|rollenspiel|verhalte dich wie|schlüpfe in die rolle}
        {agiere als|stell dir vor, du bist}
        {joue le rôle|jeu de rôle|fais semblant|imagine que tu es|comporte-toi comme|actúa como}
        {juego de rol|finge que|haz de cuenta|imagina que eres|aja como|finja que|faça o papel}
        imagine que você é
        {演じて|ロールプレイ|になりきって|のふりをして|역할극|역할을 맡|인 척|연기해|가정하고}
        {притворись|представь, что ты|веди себя как|ролевая игра|сыграй роль|в роли}
    """)
}

INTENT = Intent(
    name="role_play",
    target="role play",
    cues=_ROLE,
    rules=(frozenset({"role"}),),
    examples=(
        "I want you to act as an interviewer.",
        "请你扮演一位面试官。",
        "Spiele die Rolle eines Kochs.",
        "Joue le rôle d'un guide.",
        "Представь, что ты врач.",
    ),
    counterexamples=("What is the role of the liver?", "Give me a recipe."),
)
