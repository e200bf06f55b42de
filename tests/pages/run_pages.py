"""Runs what the documentation tells its readers to type. TRADEWIRE names the binary."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

HERE = pathlib.Path(__file__).parent.resolve()
REPOSITORY = HERE.parent.parent
PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
BLOCK = re.compile(
    r"(?P<skip><!-- not run: (?P<why>[^>]+) -->\n)?^(?P<fence>```+)(?P<kind>sh|python)\n(?P<code>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
# A page with this comment has its commands run against a server that keeps a store with the example articles in it.
SERVER = "<!-- with a server -->"


def sandbox():
    """A folder with what a reader has: the files of the repository, and `tradewire` and `grpcurl` on the path."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tradewire-pages-"))
    for name in ["examples", "proto", "clients", "src", "README.md"]:
        source = REPOSITORY / name
        skip = shutil.ignore_patterns("node_modules", ".venv", "build", "generated", "__pycache__")
        if source.is_dir() and name != "src":
            shutil.copytree(source, folder / name, ignore=skip)
        else:
            (folder / name).symlink_to(source)
    programs = folder / ".programs"
    programs.mkdir()
    (programs / "tradewire").symlink_to(os.environ["TRADEWIRE"])
    for name in ["python", "python3"]:
        (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    if shutil.which("grpcurl") is None:
        (programs / "grpcurl").write_text(f'#!/bin/sh\nexec "{sys.executable}" "{HERE / "grpcurl.py"}" "$@"\n')
    for program in programs.iterdir():
        if not program.is_symlink():
            program.chmod(0o755)
    environment = {key: value for key, value in os.environ.items() if key != "RUST_LOG"}
    environment["PATH"] = f"{programs}:{environment['PATH']}"
    return folder, environment


def serve(folder, environment):
    """A server on the port that the pages name, once it is ready."""
    command = ["tradewire", "serve", "--log-format", "json", *os.environ.get("PAGES_SERVE", "--store facts.db").split()]
    server = subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True)
    for line in server.stderr:
        if "listening" in line and "address" in json.loads(line):
            threading.Thread(target=server.stderr.read, daemon=True).start()
            return server
    raise SystemExit("the server of the pages did not start")


def run(page):
    """Runs the blocks of a page; returns how many ran and how many failed."""
    text = page.read_text(encoding="utf-8")
    folder, environment = sandbox()
    server = serve(folder, environment) if SERVER in text else None
    ran = failed = 0
    try:
        for block in BLOCK.finditer(text):
            where = f"{page.relative_to(REPOSITORY)}:{text[: block.start('code')].count(chr(10))}"
            if block["skip"]:
                print(f"not run  {where}: {block['why']}")
                continue
            command = ["bash", "-euo", "pipefail", "-c"] if block["kind"] == "sh" else [sys.executable, "-c"]
            done = subprocess.run(
                [*command, block["code"]], cwd=folder, env=environment, capture_output=True, text=True, timeout=300
            )
            ran += 1
            if done.returncode:
                failed += 1
                print(f"FAILED   {where}\n{block['code']}{done.stdout[-2000:]}{done.stderr[-2000:]}")
            else:
                print(f"ok       {where}")
    finally:
        if server:
            server.terminate()
            server.wait(timeout=30)
        shutil.rmtree(folder)
    return ran, failed


def main():
    wanted = sys.argv[1:]
    counts = [run(page) for page in PAGES if not wanted or page.name in wanted]
    ran, failed = (sum(column) for column in zip(*counts))
    print(f"{ran} blocks, {failed} failed")
    sys.exit(1 if failed or not ran else 0)


if __name__ == "__main__":
    main()
