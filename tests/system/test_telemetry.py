"""OpenTelemetry is an option: a real process sends its spans to the endpoint that the environment
names, and none without it.
"""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx2

from tests.system.server import Server


class Collector(BaseHTTPRequestHandler):
    """Takes what an exporter posts."""

    bodies: list[bytes]

    def do_POST(self) -> None:
        type(self).bodies.append(self.rfile.read(int(self.headers["content-length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *arguments: object) -> None: ...


def test_spans_of_a_real_process_reach_the_collector(tmp_path: Path) -> None:
    Collector.bodies = []
    collector = HTTPServer(("127.0.0.1", 0), Collector)
    thread = threading.Thread(target=collector.serve_forever)
    thread.start()
    server = Server(
        tmp_path / "data",
        OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{collector.server_port}",
        OTEL_BSP_SCHEDULE_DELAY="200",
    )
    try:
        server.start()
        httpx2.get(f"{server.base}/catalog/editions", headers={"X-Request-ID": "seen-in-a-span"})
        assert server.stop() == 0  # what is left is sent at the end
    finally:
        server.kill()
        collector.shutdown()
        thread.join()
        collector.server_close()
    sent = b"".join(Collector.bodies)
    for expected in (
        b"GET /catalog/editions",
        b"seen-in-a-span",
        b"oasm-embedded",
        b"publish catalog.v1",
        b"apply catalog.v1",
    ):
        assert expected in sent, expected
