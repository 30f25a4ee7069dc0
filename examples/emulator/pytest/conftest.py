"""Amazon Bedrock Runtime on this machine, started once for all tests by npx."""
import json
import os
import shlex
import signal
import subprocess
import threading
import urllib.request

import boto3
import pytest

COMMAND = os.environ.get("BEDROCK_EMULATOR", "npx --yes @manga-assist/bedrock-emulator")
START_SECONDS = 60


class Emulator:
    def __init__(self, environment):
        self.environment = environment

    def _ask(self, method, path, value=None):
        body = None if value is None else json.dumps(value).encode()
        url = self.environment["ADMIN_URL"] + path
        request = urllib.request.Request(url, body, method=method)
        with urllib.request.urlopen(request, timeout=10) as reply:
            return json.load(reply)

    def answer(self, *rules):
        self._ask("PUT", "/script", rules)

    def break_(self, *faults):
        self._ask("PUT", "/faults", [{"service": "bedrock", **fault} for fault in faults])

    def keep_requests(self, count):
        self._ask("PUT", "/requests", {"keep": count})

    def requests(self):
        return self._ask("GET", "/requests")

    def client(self):
        at = self.environment
        return boto3.client(
            "bedrock-runtime",
            endpoint_url=at["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"],
            verify=at["NODE_EXTRA_CA_CERTS"],
            region_name=at["AWS_REGION"],
            aws_access_key_id=at["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=at["AWS_SECRET_ACCESS_KEY"],
        )


@pytest.fixture(scope="session")
def running_emulator():
    # In a group of its own: npx does not pass a signal on.
    process = subprocess.Popen(
        shlex.split(COMMAND), stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    deadline = threading.Timer(START_SECONDS, os.killpg, [process.pid, signal.SIGKILL])
    deadline.start()
    lines = []
    try:
        for line in process.stdout:
            if line.strip() == "ready":
                break
            lines.append(line.strip())
        else:
            raise RuntimeError(f"{COMMAND} ended before it was ready")
    finally:
        deadline.cancel()
    yield Emulator(dict(line.split("=", 1) for line in lines))
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=10)


@pytest.fixture
def emulator(running_emulator):
    """Without faults, scripts and requests of the test before."""
    running_emulator.answer()
    running_emulator.break_()
    running_emulator.keep_requests(0)
    running_emulator.keep_requests(100)
    return running_emulator
