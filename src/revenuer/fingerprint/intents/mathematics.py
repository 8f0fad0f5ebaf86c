"""Mathematics, from word problems to proofs."""

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents.cues import CueClass
from revenuer.fingerprint.intents.wording import wording

_MATHS: CueClass = {
    "maths": wording("""
        {\\frac|\\boxed|\\int|\\sqrt|\\sum|\\leq|\\geq|\\mathbb|\\cdot|\\angle|\\triangle|$x$|$n$}
        {x^2|n^2}
        {equation|equations|integral|derivative|polynomial|polynomials|theorem|lemma|eigenvalue}
        {eigenvalues|algebra|algebraic|geometry|calculus|trigonometry|combinatorics|number theory}
        {quadratic|logarithm|congruent|modulo|prime number|prime numbers|real numbers}
        {positive integer|positive integers|natural number|natural numbers|arithmetic sequence}
        geometric sequence
        {prove that|show that for|solve for|find the value of|how many ways|probability that}
        {greatest common divisor|least common multiple|area of the|perimeter of|volume of the}
        {sum of the|product of the|square root of|math problem|math problems|mathematical problem}
        {maths problem|word problem|mathematics|mathematician}
        {方程|求解|证明|积分|导数|概率|几何|数学|多项式|三角形|求值|整数|質數|质数|數學|證明|積分}
        {導數|機率|多項式}
        {gleichung|gleichungen|ableitung|beweise|wahrscheinlichkeit|dreieck|matheaufgabe|mathematik}
        {mathematische|primzahl|primzahlen|quadratwurzel|ganze zahlen}
        {équation|équations|dérivée|intégrale|démontre que|probabilité|mathématiques|nombre premier}
        {théorème|géométrie}
        {ecuación|ecuaciones|derivada|demuestra que|probabilidad|matemáticas|número primo|teorema}
        {geometría|equação|equações|prove que|probabilidade|matemática|geometria}
        {方程式|積分|微分|確率|証明せよ|証明して|数学|素数|三角形|방정식|적분|미분|확률|증명|수학}
        {소수|삼각형}
        {уравнение|уравнения|интеграл|производная|производную|докажи|докажите|вероятность}
        {математика|математике|теорема|теорему|простое число|треугольник|треугольника}
        {probability of|the probability|expected value|remainder|divisible by|hexagon|circumradius}
        {inscribed in|vertices|polygon|fair dice|fair coin|without replacement|diagonalise}
        {diagonalize|definite integral|converges|convergence of|determinant|vector space}
        {differential equation|permutations|binomial|inequality|coordinates of}
        {arithmetic progression|infinite series|closed form|rational number|irrational}
        {余数|骰子|定积分|收敛|矩阵|不等式|排列组合|期望值|圆的|半径|面积|体积|整除|数列|微分方程}
        {餘數|矩陣|收斂|體積|面積}
        {rest bei division|teilbar durch|integral|grenzwert|ungleichung|erwartungswert}
        {flächeninhalt|konvergiert|bestimme alle}
        {reste de la division|divisible par|inégalité|espérance|matrice|converge}
        {resto de la división|desigualdad|matriz|límite|resto da divisão|desigualdade|limite}
        {余り|行列|不等式|期待値|面積|収束|나머지|행렬|부등식|기댓값|넓이|수렴|остаток|матрица}
        {матрицу|неравенство|площадь|сходится|предел}
    """)
}

_QUANTITY: CueClass = {
    "quantity_asked": wording("""
        {how many|how much|what percentage|what is the total|at what rate|calculate the|compute the}
        {多少|几个|几天|幾個|一共|总共|總共}
        {wie viele|wie viel|combien|cuántos|cuántas|cuánto|quantos|quantas|quanto|いくつ|何個}
        {いくら|몇 개|얼마|сколько}
    """)
}

_ARITHMETIC: CueClass = {
    "arithmetic": wording("""
        {in total|altogether|times as many|times as much|twice as many|half as many|per hour}
        {per day|per week|each day|every day|each week|more than|fewer than|are left|left over}
        {remaining|in all|profit|a total of|speed of|ratio of|average of|percent of|costs $|for $}
        {平均|每天|每小时|剩下|共有|比例|速度|每个|每個|每小時|倍}
        {insgesamt|pro stunde|pro tag|doppelt so viele|übrig|verbleiben|zusammen}
        {au total|par heure|par jour|deux fois plus|il reste|en total|por hora|por día|el doble}
        {quedan|no total|por dia|o dobro|restam}
        {合計|毎日|時速|残り|平均|모두|하루에|시속|남은|평균|всего|в час|в день|осталось|вдвое}
        {buys|bought|sells|sold|earns|earned|twice|half of|half the|a third of|a quarter of|dozen}
        {gallons|miles|pounds|dollars|cents|% of|percent|as many|as much|more than|less than}
        {each of|each box|each one|equal|per month|per year|hours a|days a|minutes to|points|feet}
        {inches|cm by}
        {pro woche|pro monat|kauft|verkauft|doppelt|hälfte|prozent|achète|vend|moitié|pour cent}
        {compra|vende|mitad|por ciento|metade|por cento}
        {每周|每月|每星期|卖|买|一半|三分之一|元|公斤|千米|每週|賣|買|公里|減少|减少|增加|两倍|兩倍}
        {купил|купила|продал|продала|половин|процент|процентов|в неделю|в месяц|半分|割引|買い|절반}
        {퍼센트|샀|팔}
    """)
}

INTENT = Intent(
    name="mathematics",
    target="mathematics",
    cues=_MATHS | _QUANTITY | _ARITHMETIC,
    rules=(frozenset({"maths"}), frozenset({"quantity_asked", "arithmetic"})),
    examples=(
        "Prove that there are infinitely many primes.",
        "Ana has 5 apples and buys 3 more each day. How many does she have in total after a week?",
        "求解方程 x+2=5。",
        "Wie viele Eier bleiben übrig?",
        "Combien de pommes au total ?",
        "Докажи, что сумма чётна.",
    ),
    counterexamples=(
        "How much does shipping cost?",
        "How many users can share an account?",
        "你好，请介绍一下自己。",
    ),
)
