"""CPU time per request of server applications, CPython and pyrs side by side; memory of their processes.

    python3.14 perf/servers/measure.py [NAME...] [--rounds N] [--slice SECONDS] [--warm-up SECONDS] [--soak SECONDS] [--json FILE] [--pyrs EXE]

The applications are those of runtime-tests/servers; `cargo xtask servers NAME --record` and `cargo xtask servers NAME` make their
environments. Both servers run at the same time and are asked in turns, so that a slow minute of the machine hits both. What is
counted is the CPU time of the server's processes; what the client uses is not. Runs under CPython, which is the reference too.
"""

import argparse
import json
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
CACHE = pathlib.Path.home() / ".cache/pyrs-servers"
TICK = os.sysconf("SC_CLK_TCK")

# Name: folder of runtime-tests/servers, preparations, server, path, whether a connection is kept.
APPLICATIONS = {
    "asyncio": ("asyncio_streams", [], "{python} app.py", "/one", True),
    "flask": ("flask", [], "{bin}/gunicorn --workers 1 --bind 127.0.0.1:{port} --log-level error app:app", "/?name=you", False),
    "django": ("django", ["{python} manage.py migrate --verbosity 0", "{python} manage.py populate"],
               "{bin}/gunicorn --workers 1 --bind 127.0.0.1:{port} --log-level error project.wsgi", "/", False),
    "starlette": ("starlette", [], "{bin}/uvicorn --host 127.0.0.1 --port {port} --loop asyncio --http h11 --ws none --log-level error app:app",
                  "/item/3?a=1", True),
}


class Server:
    def __init__(self, name, side, python, variables):
        folder, before, command, path, self.keeps = APPLICATIONS[name]
        source = ROOT / "runtime-tests/servers" / folder
        self.side = side
        if (source / "requirements.txt").exists():
            python = CACHE / f"{folder}-{side}" / "bin/python"
            if not python.exists():
                raise SystemExit(f"{python} is not there: run cargo xtask servers {folder}, with --record for CPython's")
        self.folder = tempfile.mkdtemp(prefix=f"pyrs-perf-{name}-")
        shutil.copytree(source, self.folder, dirs_exist_ok=True)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.environment = os.environ | {"PORT": str(self.port), "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"} | variables
        self.filled = lambda text: [word.format(python=python, bin=python.parent, port=self.port) for word in text.split()]
        for text in before:
            subprocess.run(self.filled(text), cwd=self.folder, env=self.environment, check=True, stdout=subprocess.DEVNULL)
        self.log = open(os.path.join(self.folder, "log"), "w")
        self.process = subprocess.Popen(self.filled(command), cwd=self.folder, env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True)
        self.request = f"GET {path} HTTP/1.1\r\nHost: example.test\r\nAccept: */*\r\n\r\n".encode()
        self.expected = None
        deadline = time.monotonic() + 60
        while True:
            try:
                self.ask([None])
                break
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise SystemExit(f"{name} does not start: see {self.log.name}")
                time.sleep(0.05)

    def ask(self, kept):
        """One request on the connection in `kept`, if there is one."""
        connection = kept[0] or socket.create_connection(("127.0.0.1", self.port), 30)
        kept[0] = None
        connection.sendall(self.request)
        answer = b""
        while True:
            part = connection.recv(65536)
            answer += part
            head, end, body = answer.partition(b"\r\n\r\n")
            if not part and not end:
                raise ConnectionError("no answer")
            if end:
                length = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
                if not part or (length and len(body) >= int(length[0].split(b":")[1])):
                    break
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"{self.side}: {head.decode()}")
        if self.keeps:
            kept[0] = connection
        else:
            connection.close()
        return body

    def processes(self):
        """The server's processes, the first one first."""
        found, new = [], [self.process.pid]
        while new:
            pid = new.pop()
            found.append(pid)
            with open(f"/proc/{pid}/task/{pid}/children") as file:
                new.extend(map(int, file.read().split()))
        return found

    def cpu(self):
        total = 0
        for pid in self.processes():
            with open(f"/proc/{pid}/stat") as file:
                fields = file.read().rpartition(")")[2].split()
            total += sum(map(int, fields[11:15]))
        return total / TICK

    def memory(self, key):
        """Kilobytes of the process that answers: the last one."""
        with open(f"/proc/{self.processes()[-1]}/smaps_rollup") as file:
            return next(int(line.split()[1]) for line in file if line.startswith(key + ":"))

    def load(self, seconds, clients=4):
        """Requests answered and CPU time used."""
        done = [0] * clients
        end = time.monotonic() + seconds

        def one(i):
            kept = [None]
            while time.monotonic() < end:
                self.ask(kept)
                done[i] += 1
            if kept[0]:
                kept[0].close()

        before = self.cpu()
        threads = [threading.Thread(target=one, args=(i,)) for i in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if not all(done):
            raise SystemExit(f"{self.side}: a client got no answers: see {self.log.name}")
        return sum(done), self.cpu() - before

    def end(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        finally:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
        self.log.close()
        shutil.rmtree(self.folder)


def measure(name, options):
    sides = {"cpython": (pathlib.Path(sys.executable), {}), "pyrs": (options.pyrs, {})}
    if options.interp:
        sides["interp"] = (options.pyrs, {"PYRS_JIT": "off"})
    servers = {}
    try:
        for label, (python, variables) in sides.items():
            servers[label] = Server(name, "cpython" if label == "cpython" else "pyrs", python, variables)
        bodies = {label: server.ask([None]) for label, server in servers.items()}
        for server in servers.values():
            server.load(options.warm_up)
        slices = {label: [] for label in servers}
        for _ in range(options.rounds):
            for label, server in servers.items():
                count, cpu = server.load(options.slice)
                slices[label].append(cpu / count * 1e6)
        result = {label: {"us": statistics.median(slices[label]), "slices": slices[label], "pss": server.memory("Pss"), "rss": server.memory("Rss")}
                  for label, server in servers.items()}
        same = name == "asyncio" or len(set(bodies.values())) == 1
        row = f"{name:<10}" + "".join(f" {label} {value['us']:8.0f} us {value['pss'] / 1024:6.1f} MB PSS" for label, value in result.items())
        print(row, f" ratio {result['cpython']['us'] / result['pyrs']['us']:.2f}", "" if same else " ANSWERS DIFFER", flush=True)
        if options.soak:
            for label, server in servers.items():
                seen = [server.memory("Rss")]
                for _ in range(6):
                    server.load(options.soak / 6)
                    seen.append(server.memory("Rss"))
                result[label]["soak"] = seen
                print(f"  {label}: RSS during {options.soak:.0f} s of load, MB:", *(f"{value / 1024:.1f}" for value in seen), flush=True)
        return result
    finally:
        for server in servers.values():
            server.end()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", default=[])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--slice", type=float, default=2)
    parser.add_argument("--warm-up", type=float, default=5)
    parser.add_argument("--soak", type=float, default=0)
    parser.add_argument("--interp", action="store_true", help="a third side: the interpreter alone")
    parser.add_argument("--json")
    parser.add_argument("--pyrs", type=pathlib.Path, default=os.environ.get("PYRS_EXE"))
    options = parser.parse_args()
    if options.pyrs is None:
        parser.error("where is pyrs? --pyrs EXE or $PYRS_EXE")
    options.pyrs = pathlib.Path(options.pyrs)
    unknown = set(options.names) - set(APPLICATIONS)
    if unknown:
        parser.error(f"no application {', '.join(sorted(unknown))}; there are {', '.join(APPLICATIONS)}")
    results = {name: measure(name, options) for name in options.names or APPLICATIONS}
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(results, indent=1) + "\n")


main()
