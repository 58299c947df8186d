"""A line of the log is one JSON object, whatever stands in it."""

import json
import logging
import logging.config

from hypothesis import given
from hypothesis import strategies as st

from sentinel.logs import LOGGERS, JsonFormatter, as_json


@given(st.text())
def test_a_message_with_anything_in_it_is_one_line_of_json(words):
    record = logging.LogRecord("sentinel", logging.INFO, "", 0, "%s", (words,), None)
    line = JsonFormatter().format(record)
    assert "\n" not in line
    assert json.loads(line)["message"] == words


def test_an_error_is_told_with_its_trace(capsys):
    before = {name: list(logging.getLogger(name).handlers) for name in LOGGERS}
    try:
        logging.config.dictConfig(as_json())
        try:
            raise ValueError("lost")
        except ValueError:
            logging.getLogger("sentinel.audit").exception("it went wrong")
    finally:
        for name, handlers in before.items():
            logging.getLogger(name).handlers = handlers
            logging.getLogger(name).propagate = True
    told = json.loads(capsys.readouterr().err)
    assert (told["level"], told["logger"], told["message"]) == (
        "error", "sentinel.audit", "it went wrong",
    )  # fmt: skip
    assert "ValueError: lost" in told["error"]
