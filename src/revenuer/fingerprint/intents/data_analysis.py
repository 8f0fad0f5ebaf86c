"""Analysing data: tables, statistics, business figures."""

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents.cues import CueClass
from revenuer.fingerprint.intents.wording import wording

_DATA: CueClass = {
    "data_work": wording("""
        {data analysis|data analyst|data analytics|data scientist|data science|data-driven|dataset}
        {datasets|dataframe|data frame|csv file|spreadsheet|pivot table|time series|a/b test}
        {dashboard|kpi|kpis}
        {analyze|analyse|analyzing|analysing} {the|this|these|my|following|our} {data|dataset|table}
        {analyze|analyse|analyzing|analysing} {the|this|these|my|following|our} {figures|numbers}
        {analyze|analyse|analyzing|analysing} {the|this|these|my|following|our} {results|sales}
        {analyze|analyse|analyzing|analysing} {the|this|these|my|following|our} survey
        {statistical analysis|statistically significant|statistical significance|linear regression}
        {logistic regression|standard deviation|confidence interval|p-value|correlation between}
        {hypothesis test|outliers|descriptive statistics|exploratory}
        {数据分析|数据集|统计分析|数据科学|回归分析|相关性|数据可视化|报表|时间序列|數據分析}
        {資料分析|統計分析|資料集|迴歸分析}
        {datenanalyse|datensatz|datenanalyst|statistische auswertung|auswertung der daten}
        {analysiere die daten|standardabweichung|zeitreihe|regressionsanalyse}
        {analyse de données|analyse des données|jeu de données|écart-type|série temporelle}
        {análisis de datos|conjunto de datos|desviación estándar|análise de dados|conjunto de dados}
        desvio padrão
        {データ分析|データセット|統計分析|回帰分析|標準偏差|時系列|데이터 분석|데이터셋|통계 분석}
        {회귀 분석|표준편차|시계열}
        {анализ данных|набор данных|статистический анализ|проанализируй данные}
        {стандартное отклонение|временной ряд}
    """)
}

INTENT = Intent(
    name="data_analysis",
    target="data analysis",
    cues=_DATA,
    rules=(frozenset({"data_work"}),),
    examples=(
        "You are a data analyst. Analyse the sales table below.",
        "请对以下数据集做统计分析。",
        "Führe eine Datenanalyse durch.",
        "Fais une analyse de données.",
        "Сделай анализ данных.",
    ),
    counterexamples=("My data plan is used up.", "Analyse this poem."),
)
