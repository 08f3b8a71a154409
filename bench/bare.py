"""The limit of a read: an ASGI application that does nothing but answer given bytes and headers, on
the server's own settings.
"""

import json
import sys
from pathlib import Path
from typing import Any


def build(answers: dict[str, Any]) -> Any:
    """Answers by path and query; whoever sends an ETag gets the answer without a body."""
    full = {path: _messages(found["200"]) for path, found in answers.items()}
    unchanged = {path: _messages(found["304"]) for path, found in answers.items()}

    async def application(scope: Any, _receive: Any, send: Any) -> None:
        path = scope["path"]
        if scope["query_string"]:
            path += "?" + scope["query_string"].decode()
        known = unchanged if any(name == b"if-none-match" for name, _ in scope["headers"]) else full
        start, body = known[path]
        await send(start)
        await send(body)

    return application


def _messages(answer: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    headers = [(name.encode(), value.encode()) for name, value in answer["headers"]]
    return (
        {"type": "http.response.start", "status": answer["status"], "headers": headers},
        {"type": "http.response.body", "body": answer["body"].encode()},
    )


def main() -> int:
    """Serve the answers of a file on the address of the environment."""
    from system import serving
    from system.resources import load

    application = build(json.loads(Path(sys.argv[1]).read_text()))
    return serving.serve(application, serving.bind(load()), lifespan="off")


if __name__ == "__main__":
    sys.exit(main())
