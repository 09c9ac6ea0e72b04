"""A student's session without a browser: open the page, move the noise slider, wait for the answer."""

import contextlib
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import websockets.sync.client as websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

ROOT = Path(__file__).parent.parent.parent


class Session:
    """One open page; it sends all widget values with every change, as the browser does."""

    def __init__(self, port: int) -> None:
        url = f"ws://127.0.0.1:{port}/_stcore/stream"
        self.socket = websockets.connect(url, subprotocols=["streamlit"], max_size=None)
        tcp = self.socket.socket
        if hasattr(socket, "TCP_QUICKACK"):  # else a delay of 44 ms that no browser sees hides everything
            tcp.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        self.widgets: dict[str, WidgetState] = {}
        self.noise_id = ""
        self._rerun()

    def set_noise(self, noise: float) -> None:
        """Move the noise slider and wait until the page has answered."""
        self.widgets[self.noise_id] = WidgetState(id=self.noise_id)
        self.widgets[self.noise_id].double_array_value.data.append(noise)
        self._rerun()

    def close(self) -> None:
        self.socket.close()

    def _rerun(self) -> None:
        message = BackMsg()
        message.rerun_script.query_string = ""
        message.rerun_script.widget_states.widgets.extend(self.widgets.values())
        self.socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(self.socket.recv(timeout=60))
            if answer.WhichOneof("type") == "delta":
                self._learn(answer.delta.new_element)
            elif answer.WhichOneof("type") == "script_finished":
                return

    def _learn(self, element) -> None:
        """Note a widget's id and value, so that the next change can send it back."""
        kind = element.WhichOneof("type")
        widget = getattr(element, kind) if kind else None
        state = WidgetState(id=getattr(widget, "id", ""))
        if kind == "slider":
            state.double_array_value.data.extend(widget.default)
        elif kind == "number_input":
            state.double_value = widget.default
        elif kind == "checkbox":
            state.bool_value = widget.default
        elif kind == "multiselect":
            state.string_array_value.data.extend(widget.options[index] for index in widget.default)
        else:
            return
        self.widgets.setdefault(state.id, state)
        if state.id.endswith("-noise"):
            self.noise_id = state.id


@contextlib.contextmanager
def serve(page: Path) -> Iterator[tuple[int, subprocess.Popen]]:
    """Serve a page under the project's own configuration; give the port and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(page), "--server.headless=true"]
    options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.fileWatcherType=none"]
    process = subprocess.Popen([*command, *options], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait_until_healthy(port)
        yield port, process
    finally:
        process.terminate()
        process.wait()


def wait_until_healthy(port: int, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health").close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
