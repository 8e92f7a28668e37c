"""jinja2 set up as transformers sets it up for chat templates, with a clock that stands still."""

import datetime
import json

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from transformers.utils import chat_template_utils

NOW = datetime.datetime(2025, 3, 7, 9, 5, 3)


def compiled(source):
    """The template as `apply_chat_template` compiles it, but for the clock."""
    template = chat_template_utils._compile_jinja_template(source)
    template.globals["strftime_now"] = NOW.strftime
    template.environment.globals["strftime_now"] = NOW.strftime
    return template


def outcome(source, variables):
    """`{"text": …}`, or `{"error": …}` with the kind of error, and for `raise_exception` its message."""
    try:
        return {"text": compiled(source).render(**variables)}
    except jinja2.exceptions.TemplateError as error:
        kind = type(error).__name__
        if kind == "TemplateError":
            return {"error": kind, "message": str(error)}
        return {"error": kind}
    except RecursionError:
        return {"error": "RecursionError"}
    except Exception as error:
        return {"error": type(error).__name__}
