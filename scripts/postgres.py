"""Run a command with a throw-away PostgreSQL cluster: ``python scripts/postgres.py COMMAND...``.

The command finds the cluster through PSHUB_DATABASE_URL. Where there are no PostgreSQL server programs the command is
not run and the reason is printed; PSHUB_REQUIRE_POSTGRES=1 makes that a failure.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

#: The account that runs the server where this is run by root, which PostgreSQL refuses.
SERVER_ACCOUNTS = ("postgres", "nobody")
OLDEST = 15
PATIENCE = 60.0


def find_programs() -> Path | None:
    """Return the folder of the newest PostgreSQL server programs, or None."""
    folders = [found.parent for found in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    for name in ("/usr/local/opt/postgresql/bin", "/opt/homebrew/opt/postgresql/bin", "/usr/pgsql/bin"):
        if (Path(name) / "initdb").is_file():
            folders.append(Path(name))
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)

    def version(folder: Path) -> int:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
        digits = "".join(character if character.isdigit() else " " for character in said).split()
        return int(digits[0]) if digits else 0

    usable = [folder for folder in folders if version(folder) >= OLDEST]
    return max(usable, key=version) if usable else None


def server_account() -> pwd.struct_passwd | None:
    """Return the account to run the server as, or None for the present one."""
    if os.geteuid() != 0:
        return None
    for name in SERVER_ACCOUNTS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SystemExit("PostgreSQL refuses to run as root and there is no other account to run it as")


def run_with_cluster(programs: Path, command: list[str]) -> int:
    """Make a cluster, run the command, stop and remove the cluster; return the command's exit code."""
    account = server_account()
    as_server = {} if account is None else {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    with tempfile.TemporaryDirectory(prefix="pshub-postgres-") as name:
        folder = Path(name)
        data = folder / "data"
        if account is not None:
            os.chown(folder, account.pw_uid, account.pw_gid)
        # The command runs as another account than the server, so it must reach the socket.
        folder.chmod(0o755)
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "hub", "-A", "trust", "-E", "UTF8", "--no-sync"],
            check=True,
            env=environment,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            **as_server,
        )
        options = [
            "-c",
            "listen_addresses=",
            "-c",
            f"unix_socket_directories={folder}",
            "-c",
            "unix_socket_permissions=0777",
            "-c",
            "fsync=off",
            "-c",
            "synchronous_commit=off",
            "-c",
            "full_page_writes=off",
            "-c",
            "max_connections=60",
            "-c",
            "log_min_messages=fatal",
        ]
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, *options], env=environment, cwd=folder, **as_server
        )
        try:
            wait_until_ready(programs, folder, server)
            subprocess.run([programs / "createdb", "-h", folder, "-U", "hub", "hub"], check=True, env=environment)
            address = f"postgres://hub@{str(folder).replace('/', '%2F')}/hub"
            return subprocess.run(command, env={**os.environ, "PSHUB_DATABASE_URL": address}, check=False).returncode
        finally:
            # SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
            server.send_signal(signal.SIGINT)
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def wait_until_ready(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server takes connections."""
    deadline = time.monotonic() + PATIENCE
    while True:
        ready = (
            subprocess.run(
                [programs / "pg_isready", "-q", "-h", folder, "-U", "hub", "-d", "postgres"], check=False
            ).returncode
            == 0
        )
        if ready:
            return
        if server.poll() is not None or time.monotonic() > deadline:
            raise SystemExit("the PostgreSQL server did not start: its messages are above")
        time.sleep(0.1)


def main(command: list[str]) -> int:
    """Run the command, or say why not."""
    if not command:
        print("usage: postgres.py COMMAND...", file=sys.stderr)
        return 2
    programs = find_programs()
    if programs is None:
        print(f"PostgreSQL: not run, because there are no server programs of version {OLDEST} or newer here.")
        return 1 if os.environ.get("PSHUB_REQUIRE_POSTGRES") == "1" else 0
    print(f"PostgreSQL: {programs}", flush=True)
    return run_with_cluster(programs, command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
