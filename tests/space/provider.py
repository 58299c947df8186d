"""A validation provider that runs what it builds as a process: OpenEnv's own wants Docker."""

import hashlib
import subprocess
from pathlib import Path
from time import monotonic

from image import Image, end
from openenv.validation.providers import ExecResult, StartupError
from openenv.validation.types import ProviderCapability
from servers import free_port


class Subject:
    """A server that was started for validation."""

    def __init__(self, image: Image, server: subprocess.Popen, port: int) -> None:
        self.base_url = f"http://127.0.0.1:{port}"
        self._image, self._server = image, server

    def inspect(self) -> dict:
        return {"provider": Processes.name, "pid": self._server.pid}

    def logs(self, max_bytes: int = 65_536) -> str:
        return self._image.log()[-max_bytes:]

    def exec(self, argv: list[str], timeout_s: float) -> ExecResult:
        started = monotonic()
        done = subprocess.run(
            argv,
            env=self._image.environ(),
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
        return ExecResult(done.returncode, done.stdout, done.stderr, monotonic() - started)

    def stop(self) -> None:
        end(self._server)


class Processes:
    """Builds by the Dockerfile's steps and starts its command; enforces no network policy.

    Args:
        image: What a build gives, since one takes a minute; it must be of the folder validated.
    """

    name = "process"
    capabilities = frozenset({ProviderCapability.IMAGE_BUILD})
    supported_network_modes = frozenset({"public"})

    def __init__(self, image: Image) -> None:
        self._image = image

    def build(self, root: Path, execution) -> str:
        built = self._image.root / "app" / "env" / execution.dockerfile
        assert built.read_bytes() == (root / execution.dockerfile).read_bytes()
        (wheel,) = root.glob("*.whl")
        return "sha256:" + hashlib.sha256(wheel.read_bytes()).hexdigest()

    def start(self, spec) -> Subject:
        port = free_port()
        server = self._image.start(port, spec.env_vars)
        if not self._image.comes_up(server, port, spec.startup_timeout_s):
            end(server)
            raise StartupError(f"not healthy within {spec.startup_timeout_s} s")
        return Subject(self._image, server, port)
