"""The conversations that every test template is rendered with."""

TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "get_weather",
            "description": "Tell the \"weather\" <now> & later\nfor a city",
            "parameters": {
                "type": "object",
                "properties": {
                    "city": {"type": "string", "description": "City, e.g. Zürich"},
                    "unit": {"type": "string", "enum": ["c", "f"], "default": "c"},
                    "days": {"type": ["integer", "null"], "minimum": 1},
                    "opts": {"type": "object", "properties": {
                        "deep": {"type": "array", "items": {"type": "object", "properties": {"x": {"type": "number"}}}}}},
                    "tags": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["city"],
            },
            "return": {"type": "string", "description": "weather"},
        },
    },
    {"type": "function", "function": {"name": "noop", "description": "", "parameters": {"type": "object", "properties": {}}}},
]


def user(content):
    return {"role": "user", "content": content}


def system(content):
    return {"role": "system", "content": content}


def assistant(content, **more):
    return {"role": "assistant", "content": content, **more}


def call(arguments, identifier="abcdefghi"):
    return {"id": identifier, "type": "function", "function": {"name": "get_weather", "arguments": arguments}}


def answer(content, identifier="abcdefghi"):
    return {"role": "tool", "name": "get_weather", "tool_call_id": identifier, "content": content}


def text(content):
    return {"type": "text", "text": content}


BASE = {
    "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>", "add_generation_prompt": True,
    "tools": None, "documents": None,
}

CONVERSATIONS = {
    "plain": {"messages": [user("Hello there")]},
    "system": {"messages": [system("You are terse."), user("Hello there")]},
    "turns": {"messages": [user("Hi"), assistant("Hello!"), user("  What is 2+2?  \n"), assistant("\n4 "), user("thanks")]},
    "system and turns": {
        "messages": [system("  Be kind\n"), user("Hi"), assistant("Hello!"), user("Bye")], "add_generation_prompt": False},
    "empty": {"messages": [user("")]},
    "empty system": {"messages": [system(""), user("x")]},
    "braces": {"messages": [user("{{ x }} {% if %} {# c #}\n\n<|stop|> [I] \\n 'q' \"dq\"")]},
    "unicode": {"messages": [system("Überprüfe ǅ"), user("ÇA VA? 你好 🙂 e\u0301\u00a0ß Σίσυφος\u200b")]},
    "call": {
        "messages": [
            user("Weather in Paris?"),
            assistant("", tool_calls=[call({"city": "Paris", "days": 3, "nested": {"a": [1, 2.5, None, True]}})]),
            answer("{\"temp\": 21}")],
        "tools": TOOLS},
    "calls without content": {
        "messages": [
            system("sys"), user("Weather?"),
            assistant(None, tool_calls=[call({"city": "Zürich <x>"}), call({"city": "Oslo"}, "123456789")]),
            answer("sunny"), answer("rain", "123456789"), assistant("It is sunny."), user("ok")],
        "tools": TOOLS},
    "call with text": {
        "messages": [
            user("W?"), {"role": "assistant", "tool_calls": [call("{\"city\": \"Rome\"}")]},
            {"role": "tool", "content": {"temp": 20, "ok": True}}, assistant("done")],
        "tools": TOOLS, "add_generation_prompt": False},
    "tools": {"messages": [system("sys"), user("Hello")], "tools": TOOLS},
    "parts": {"messages": [user([text("Look "), {"type": "image"}, text("here")])]},
    "parts everywhere": {
        "messages": [system([text("S")]), user([text("a"), text("b")]), assistant([text("ok")]), user("end")]},
    "reasoning": {
        "messages": [
            user("q"), assistant("a", reasoning_content="think\nhard"), user("q2"),
            assistant("<think>\nhm\n</think>\n\nfinal")],
        "add_generation_prompt": False},
    "thinking off": {
        "messages": [system("s"), user("q"), assistant("<think>x</think>yes", thinking="deep"), user("next")],
        "enable_thinking": False},
    "thinking on": {
        "messages": [system("/no_think be good"), user("q /think")], "enable_thinking": True, "thinking": True,
        "reasoning_effort": "high", "date_string": "2025-01-01"},
    "documents": {
        "messages": [user("What?")],
        "documents": [
            {"title": "T1", "text": "Body one\nline", "doc_id": 1}, {"title": "T2", "text": "Body two", "data": {"k": "v"}}]},
    "controls": {
        "messages": [user("q")], "controls": {"length": "long", "citations": True}, "custom_tools": [],
        "builtin_tools": ["code_interpreter", "browser"], "tools_in_user_message": False},
    "assistant first": {"messages": [assistant("I start"), user("x"), user("y")]},
    "two systems": {"messages": [system("a"), system("b"), user("c")]},
    "other roles": {"messages": [{"role": "developer", "content": "dev"}, user("hi"), {"role": "other", "content": "zz"}]},
}


def variables(name):
    return {**BASE, **CONVERSATIONS[name]}
