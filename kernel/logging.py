"""Structured logs: one JSON object a line in production, coloured lines on a terminal; the request
id stands in every line, and no frame's local values in any.
"""

import logging
import sys
from typing import Any, TextIO

import structlog

Processors = list[Any]


def configure(*, json: bool, level: str = "INFO", stream: TextIO | None = None) -> None:
    """Set up our loggers, and those of the server and the libraries, to write the same.

    Loggers made before are configured by it too. Call it once per process. `stream`: standard error
    when it is None.
    """
    stream, renderer = stream or sys.stderr, _renderer(json=json)
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*_common(), renderer],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(file=stream),
        cache_logger_on_first_use=True,
    )
    others = _others(stream, renderer)
    logging.basicConfig(level=logging.WARNING, handlers=[others], force=True)


def _others(stream: TextIO, renderer: Any) -> logging.Handler:
    """Writes what the server and the libraries log."""
    stdlib, handler = structlog.stdlib, logging.StreamHandler(stream)
    ours = [stdlib.ProcessorFormatter.remove_processors_meta, renderer]
    theirs = [stdlib.add_logger_name, *_common()]
    handler.setFormatter(stdlib.ProcessorFormatter(foreign_pre_chain=theirs, processors=ours))
    return handler


def get(name: str) -> Any:
    """A logger that carries `name` in every line. It is configured when it first writes."""
    if not structlog.is_configured():
        _configure_safely()
    return structlog.get_logger(logger_name=name)  # lazily: `bind` would configure it now


def _configure_safely() -> None:
    """What holds until `configure` is called: the library's own defaults would show frames' locals,
    and with them whole keys and drafts.
    """
    structlog.configure(
        processors=[*_common(), _renderer(json=False)],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def _name_of_logger(_logger: object, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Our loggers' names stand where the standard library's stand."""
    if name := event.pop("logger_name", None):
        event["logger"] = name
    return event


def _common() -> Processors:
    return [
        structlog.contextvars.merge_contextvars,
        _name_of_logger,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,  # the text of the traceback alone
    ]


def _renderer(*, json: bool) -> Any:
    if json:
        return structlog.processors.JSONRenderer()
    plain = structlog.dev.plain_traceback
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)
