"""A student's session without a browser: open the page, move the noise slider, take the files home."""

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

    def __init__(self, port: int, link: str = "", **headers: str) -> None:
        url = f"ws://127.0.0.1:{port}/_stcore/stream"
        opening = websockets.connect(
            url, subprotocols=["streamlit"], additional_headers=headers, max_size=None
        )
        self.open = contextlib.ExitStack()
        self.socket = self.open.enter_context(opening)
        quick_to_answer(self.socket.socket)
        self.link = link
        self.widgets: dict[str, WidgetState] = {}
        self.noise_id = ""
        self.files: dict[str, str] = {}  # those that are offered to take home: the id of each, by its label
        self.answers = self._rerun()  # to the opening of the page
        self.id = self.answers[0].new_session.initialize.session_id

    def set_noise(self, noise: float) -> None:
        """Move the noise slider and wait until the page has answered."""
        self.widgets[self.noise_id] = WidgetState(id=self.noise_id)
        self.widgets[self.noise_id].double_array_value.data.append(noise)
        self._rerun()

    def file(self, label: str) -> str:
        """Click a download button; return the path under which the server then has the file."""
        message = BackMsg()
        request = message.backend_operation_request
        request.request_id, request.session_id = label, self.id
        request.deferred_file.file_id = self.files[label]
        *_, last = self._ask(message, "backend_operation_response")
        return last.backend_operation_response.deferred_file.url

    def close(self) -> None:
        self.open.close()

    def _rerun(self) -> list[ForwardMsg]:
        message = BackMsg()
        message.rerun_script.query_string = self.link
        message.rerun_script.widget_states.widgets.extend(self.widgets.values())
        answers = self._ask(message, "script_finished")
        for answer in answers:
            if answer.WhichOneof("type") == "delta":
                self._learn(answer.delta.new_element)
        return answers

    def _ask(self, message: BackMsg, last: str) -> list[ForwardMsg]:
        """Send a message; return the answers up to the first of the kind that is the last."""
        self.socket.send(message.SerializeToString())
        answers: list[ForwardMsg] = []
        while not answers or answers[-1].WhichOneof("type") != last:
            answers.append(ForwardMsg.FromString(self.socket.recv(timeout=60)))
        return answers

    def _learn(self, element) -> None:
        """Note a widget's id and value, so that the next change can send it back."""
        if element.WhichOneof("type") == "download_button":
            self.files[element.download_button.label] = element.download_button.deferred_file_id
        elif state := state_of(element):
            self.widgets.setdefault(state.id, state)
            if state.id.endswith("-noise"):
                self.noise_id = state.id


def state_of(element) -> WidgetState | None:
    """Return what a widget is set to when it is first drawn; None of what is no such widget."""
    kind = element.WhichOneof("type")
    widget = getattr(element, kind) if kind else None
    state = WidgetState(id=getattr(widget, "id", ""))
    of_link = getattr(widget, "set_value", False)  # what the link sets, and not the default
    if kind == "slider":
        state.double_array_value.data.extend(widget.value if of_link else widget.default)
    elif kind == "number_input":
        state.double_value = widget.value if of_link else widget.default
    elif kind == "checkbox":
        state.bool_value = widget.value if of_link else widget.default
    elif kind == "multiselect":
        defaults = (widget.options[index] for index in widget.default)
        state.string_array_value.data.extend(widget.raw_values if of_link else defaults)
    else:
        return None
    return state


def quick_to_answer(tcp: socket.socket) -> None:
    """Acknowledge at once; else a delay of 44 ms that no browser sees hides everything."""
    if hasattr(socket, "TCP_QUICKACK"):
        tcp.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


@contextlib.contextmanager
def serve(page: Path, port: int = 0) -> Iterator[tuple[int, subprocess.Popen]]:
    """Serve a page under the project's own configuration; give the port and the process."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(page), "--server.headless=true"]
    options = [f"--server.port={port}", "--server.address=127.0.0.1"]
    process = subprocess.Popen([*command, *options], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait_until_healthy(port)
        yield port, process
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


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
