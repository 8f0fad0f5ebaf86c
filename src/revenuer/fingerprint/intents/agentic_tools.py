"""Acting through tools: function calls, shells, browsers, computer use."""

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents.cues import CueClass
from revenuer.fingerprint.intents.wording import wording

_TOOLS: CueClass = {
    "tools": wording("""
        {access to|use|call} {the|these} {|following |available |provided }{tool|tools|functions}
        {calling|using} {the|these} {|following |available |provided }{tool|tools|functions}
        {function call|function calls|function calling|function-calling|tool call|tool calls}
        {tool calling|tool-calling|tool use|tool_call|<tool_call>|<function_call>|tool_use}
        {available tools|available functions|tool definitions|functions are available|api call}
        api calls
        {computer use|bash tool|shell command|terminal command|mcp server|headless browser}
        {web browser tool|take a screenshot|click the button|autonomous agent|coding agent}
        {software engineering agent|multi-agent|subagent|sub-agent|orchestrator|agentic|ai agent}
        {action input|observation|final answer}: {thought|action|observation|the}
        {action:|action input:|read_file|write_file|apply_patch|str_replace|execute_command}
        {run_command|search_web|web_search|get_weather|uploaded_files|working directory}
        command line tool
        {工具调用|函数调用|调用工具|使用工具|可用工具|以下工具|智能体|多智能体|命令行|调用函数}
        {调用接口|工具呼叫|函式呼叫|使用以下工具|可用的工具}
        {werkzeuge|werkzeugaufruf|funktionsaufruf|verfügbaren werkzeuge|folgenden werkzeuge}
        {tool-aufruf|ki-agent}
        {appel de fonction|outils suivants|outils disponibles|agent autonome|llamada a función}
        {herramientas disponibles|siguientes herramientas|agente autónomo|chamada de função}
        {ferramentas disponíveis|seguintes ferramentas}
        {ツール呼び出し|関数呼び出し|以下のツール|利用可能なツール|エージェント|도구 호출|함수 호출}
        {다음 도구|사용 가능한 도구|에이전트}
        {вызов функции|вызов инструмента|доступные инструменты|следующие инструменты}
        автономный агент
        {browser task|web task|desktop task|gui task|next click|every click|each click|click on the}
        {navigate to|plan of actions|action plan for the agent|next action|tool you would}
        {tools you would|list of tools}
        {浏览器任务|点击|下一步操作|操作步骤|瀏覽器任務|點擊}
    """)
}

INTENT = Intent(
    name="agentic_tools",
    target="agentic tool use",
    cues=_TOOLS,
    rules=(frozenset({"tools"}),),
    examples=(
        "You have access to the following tools: search, calculator.",
        "Reply with a tool call in JSON.",
        "你可以使用以下工具完成任务。",
        "Nutze die folgenden Werkzeuge.",
        "Доступные инструменты: поиск.",
    ),
    counterexamples=("Which tools do I need to change a tyre?", "Find me a real estate agent."),
)
