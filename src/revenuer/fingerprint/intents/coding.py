"""Programming."""

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents.cues import CueClass
from revenuer.fingerprint.intents.wording import wording

_CODE: CueClass = {
    "code": wording("""
        {python|javascript|typescript|java|c++|c# code|golang|kotlin|php|sql|html|css|numpy|pytorch}
        {django|react.js|reactjs|node.js|leetcode|pandas|fastapi|solidity|haskell|powershell}
        {dockerfile|kubernetes|vba}
        ```{python|py|cpp|c|java|js|javascript|typescript|ts|rust|go|sql|bash|sh|html|css|php|ruby}
        {import numpy|import pandas|console.log|public static void|#include <|std::|select * from}
        {traceback (most recent call last)|stack trace|nullpointerexception|typeerror:|syntaxerror}
        {valueerror:|def __init__|return none|elif|const|system.out|printf(|print(|function(|#!/bin}
        {git commit|pip install}
        npm install
        {write|fix|debug} {a|the|this|my} {function|code|class|script|program|method|algorithm|bug}
        implement {a|the|this|my} {function|code|class|script|program|method|algorithm|bug}
        refactor {a|the|this|my} {function|code|class|script|program|method|algorithm|bug}
        optimize {a|the|this|my} {function|code|class|script|program|method|algorithm|bug}
        {complete|review} {a|the|this|my} {function|code|class|script|program|method|algorithm|bug}
        {source code|code snippet|codebase|unit tests|pull request|regular expression|regex}
        {bash script|shell script|code review|programming language|coding problem}
        {programming problem|api endpoint|compile error|runtime error|write code|the code}
        {data structure|time complexity}
        {代码|编程|程序|函数|调试|报错|脚本|编译|源码|算法|接口|程式碼|程式設計|函式|除錯|演算法}
        {quellcode|programmiere|programmieren|programm in|funktion in|skript in|code-schnipsel}
        {fehlermeldung im code|algorithmus}
        {code source|programme en|fonction en|écris un script|algorithme|código fuente|programa en}
        {función en|algoritmo|código-fonte|programa em|função em|un script}
        {コード|プログラム|関数を|アルゴリズム|スクリプト|デバッグ|코드|프로그램|함수를|알고리즘}
        {스크립트|디버깅}
        {код на|исходный код|функцию на|программу на|скрипт|алгоритм|напиши код|рефакторинг}
        {deadlock|deadlocks|race condition|memory leak|segfault|multithreaded|concurrency}
        {linked list|binary tree|hash map|hash table|sorted list|sorted array|array of integers}
        {list of integers|substring|palindrome|recursion|recursive|null pointer|off-by-one}
        {database schema|distributed system|rate limiter|message queue|load balancer|snippet}
        {given an array|given a string|given two strings|given a list|return true if}
        {returns true if|function that|function to|implement a|implement an|pseudocode|big-o}
        {system design|microservice|refactoring|compiler}
        {this|the|our|my} {repo|repository|codebase|test suite|failing test|merge conflict}
        {bug in|regression in|regression since|reproduce the bug|add a test|add tests|failing tests}
        {git bisect|bisect the|apply the patch|write a patch|public interface|new dependencies}
        {线程|死锁|内存|数据库|数据结构|递归|字符串|数组|链表|二叉树|分布式|系统设计|复杂度}
        {執行緒|資料庫|字串|陣列|遞迴}
        {datenbank|verkettete liste|binärbaum|rekursiv|nebenläufig|speicherleck|datenstruktur}
        zeichenkette
        {base de données|structure de données|chaîne de caractères|récursive|estructura de datos}
        {cadena de caracteres|base de datos|recursiva|estrutura de dados|banco de dados}
        {データ構造|データベース|文字列|配列|再帰|並行|자료구조|데이터베이스|문자열|배열|재귀}
        동시성
        {структура данных|структуру данных|база данных|базы данных|строку|массив|рекурсия}
        поток выполнения
    """)
}

INTENT = Intent(
    name="coding",
    target="coding",
    cues=_CODE,
    rules=(frozenset({"code"}),),
    examples=(
        "Write a function that reverses a linked list.",
        "Why does this Python loop never end?",
        "请写一段代码实现快速排序。",
        "Schreibe ein Skript in Bash: der Quellcode steht unten.",
        "Écris un script qui renomme des fichiers.",
        "Напиши код на языке по выбору.",
    ),
    counterexamples=(
        "What does a good programme for a wedding look like?",
        "The dress code says black tie.",
        "今天天气怎么样？",
    ),
)
