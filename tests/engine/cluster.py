"""A Spark cluster of this machine for the tests: one master, two workers, each a process; stopped afterwards."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
PATIENCE = 60  # seconds


def free_port() -> int:
    with closing(socket.socket()) as door:
        door.bind((HOST, 0))
        return int(door.getsockname()[1])


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The address of a master with two workers of one core each."""
    port = free_port()
    master = f"spark://{HOST}:{port}"
    with ExitStack() as running:
        running.enter_context(_process(folder, "master.Master", "--port", str(port), "--webui-port", "0"))
        _answering(port)
        for number in (1, 2):
            work = folder / f"worker{number}"
            running.enter_context(_process(folder, "worker.Worker", "--cores", "1", "--memory", "2g", "--webui-port", "0",
                                           "--work-dir", str(work), master))
        yield master


@contextmanager
def session(master: str, folder: Path) -> Iterator[Any]:
    """A session on that cluster, small and quiet, in UTC."""
    from pyspark.sql import SparkSession

    settings = {"spark.sql.session.timeZone": "UTC", "spark.sql.shuffle.partitions": "2", "spark.ui.enabled": "false",
                "spark.driver.host": HOST, "spark.driver.bindAddress": HOST, "spark.executor.memory": "1g",
                "spark.sql.warehouse.dir": str(folder / "warehouse"), "spark.log.level": "ERROR",
                # Some hundred rows: compiling code for each of a thousand questions takes longer than answering them.
                "spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN",
                "spark.sql.adaptive.enabled": "false"}
    builder = SparkSession.builder.master(master).appName("talentloop")
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    try:
        yield spark
    finally:
        spark.stop()


@contextmanager
def _process(folder: Path, what: str, *arguments: str) -> Iterator[None]:
    import pyspark

    command = [str(Path(pyspark.__file__).parent / "bin" / "spark-class"), f"org.apache.spark.deploy.{what}",
               "--host", HOST, *arguments]
    with (folder / f"{what}.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "SPARK_LOCAL_IP": HOST})
        try:
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _answering(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with closing(socket.socket()) as door:
            if door.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError(f"no Spark master on port {port} after {PATIENCE} s")
