"""Seconds, CPU and memory of a made-up register on its way into SQLite: read in its child, compared and written."""

from __future__ import annotations

import cProfile
import json
import pstats
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import xlsxwriter
from flask import Flask
from flask_migrate import upgrade

from crm import clock, create_app
from crm.config.settings import ROOT, Settings, ensure_secrets
from crm.db import reading, transaction
from crm.enterprises.identity.credit_codes import made_up_code
from crm.imports.batches import life, queries
from crm.imports.batches.options import Options
from crm.imports.batches.store import BatchStore
from crm.imports.batches.work_cli import work
from crm.imports.tables.answers import NO_ANSWERS
from crm.imports.undo.service import claim_undo
from tests.cast import make_person
from tests.imports.books import TERMS

BAR_SECONDS, BAR_MEGABYTES = 60.0, 300
ROWS_OF_ONE = 7.5
"""Rows of an enterprise on all sheets, as in the register of the tests."""
SHEETS = {
    "企业台账": [
        "企业名称",
        "统一社会信用代码",
        "所属街道",
        "主导产品",
        "服务管家",
        "联系人",
        "手机",
        "战略性新兴产业",
    ],
    "经营指标": [
        "企业名称",
        "统一社会信用代码",
        "年度",
        "营业收入（万元）",
        "研发费用（万元）",
        "净利润（万元）",
        "从业人员（人）",
    ],
    "称号": ["企业名称", "统一社会信用代码", "称号", "认定日期"],
    "知识产权": ["统一社会信用代码", "类别", "名称", "与主导产品相关"],
    "走访记录": ["日期", "企业名称", "统一社会信用代码", "方式", "服务管家", "对接内容", "情况记录"],
}
MEASURED = """
import resource, subprocess, sys
command = [sys.executable, "-m", "crm.imports.workbook.child", sys.argv[1]]
subprocess.run(command, input=sys.argv[2].encode(), stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10)
"""
STREETS = ("古城", "鲁谷", "八角", "苹果园", "金顶街", "老山", "八宝山", "广宁", "五里坨")
STEWARDS = ("王建国", "李秀英", "赵敏", "钱进", "孙悦", "吴桐")
PRODUCTS = ("新材料", "传感器", "工业软件", "轨道装备", "检测仪器")


def lines_of(number: int, chance: random.Random) -> Iterator[tuple[str, list[object]]]:
    """What the register says of one enterprise, by sheet."""
    name, code = f"北京{number:05d}号科技有限公司", made_up_code(number)
    steward, product = chance.choice(STEWARDS), chance.choice(PRODUCTS)
    mobile = f"139{number:08d}"
    yield "企业台账", [name, code, chance.choice(STREETS), product, steward, "张芳", mobile, chance.choice("是否")]
    for year in (2023, 2024, 2025):
        revenue = chance.randint(300, 90_000)
        yield "经营指标", [name, code, year, revenue, revenue // 12, revenue // 9, chance.randint(5, 400)]
    if number % 10:
        yield "称号", [name, code, "创新型中小企业", f"202{chance.randint(4, 5)}-0{chance.randint(1, 9)}-15"]
    for place in range(1 + number % 2):
        yield "知识产权", [code, "Ⅰ", f"一种装置{number}-{place}", "是"]
    day = f"2026-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}"
    yield "走访记录", [day, name, code, "上门走访", steward, "政策", f"了解{product}的生产情况"]


def write_register(path: Path, rows: int, *, alone: bool) -> int:
    """Write a register with so many rows in all; `alone`: enterprises only. Returns how many enterprises it has."""
    chance, enterprises = random.Random(1), rows if alone else int(rows / ROWS_OF_ONE)
    with xlsxwriter.Workbook(path, {"constant_memory": False}) as book:
        sheets = {name: book.add_worksheet(name) for name in (["企业台账"] if alone else SHEETS)}
        used = dict.fromkeys(sheets, 0)
        for name, sheet in sheets.items():
            sheet.write_row(0, 0, SHEETS[name])
        for number in range(enterprises):
            for name, line in lines_of(number, chance):
                if name in sheets:
                    used[name] += 1
                    sheets[name].write_row(used[name], 0, line)
    return enterprises


@contextmanager
def empty_desk() -> Iterator[Flask]:
    """An application on an empty SQLite database."""
    with tempfile.TemporaryDirectory() as folder:
        ensure_secrets(Path(folder))
        app = create_app(Settings.load({"CRM_INSTANCE": folder}))
        with app.app_context():
            upgrade(directory=app.config["MIGRATIONS"])
            yield app


class Watch:
    """Seconds on the clock and of CPU, of this process and its children."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def run(self, what: str, act: Callable[[], object]) -> None:
        """Do something and say how long it took."""
        begun, spent = time.perf_counter(), _cpu()
        act()
        seconds = time.perf_counter() - begun
        self.seconds += seconds
        own, children = (after - before for after, before in zip(_cpu(), spent, strict=True))
        click.echo(f"{what}: {seconds:.1f} s, CPU {own:.1f} + {children:.1f} s (children)")


def _cpu() -> tuple[float, float]:
    both = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return tuple(usage.ru_utime + usage.ru_stime for usage in both)  # type: ignore[return-value]


def child_megabytes(path: Path) -> int:
    """Peak memory of the child that reads; its parent is small, for a child begins as large as its parent is."""
    asked = json.dumps({"terms": TERMS, "name": path.name, "answers": NO_ANSWERS.as_json()})
    command = [sys.executable, "-c", MEASURED, str(path), asked]
    return int(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def receive(app: Flask, path: Path) -> tuple[int, int]:
    """The register arrives; returns the batch and who sent it."""
    content = path.read_bytes()
    with transaction() as session:
        maria = make_person(session, "maria").id
        batch = life.receive(session, path.name, "0" * 64, len(content), by=maria, at=clock.now())
    BatchStore.of(app.config["SETTINGS"], batch.id).receive(content)
    return batch.id, maria


@click.command()
@click.option("--rows", default=50_000, show_default=True, help="Rows of all sheets together.")
@click.option("--alone", is_flag=True, help="One sheet of enterprises only.")
@click.option("--profile", is_flag=True, help="Say where the writing spends its time.")
@click.option("--undo", is_flag=True, help="Take the import back as well.")
def main(rows: int, alone: bool, profile: bool, undo: bool) -> None:
    """Ends with status 1 when reading and writing take more than a minute, or the child more than 300 MB."""
    watch = Watch()
    with empty_desk() as app, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        enterprises = write_register(path, rows, alone=alone)
        click.echo(f"{rows} rows, {enterprises} enterprises, {path.stat().st_size >> 20} MB")
        batch_id, maria = receive(app, path)
        watch.run("read and compared", lambda: work(batch_id))
        megabytes = child_megabytes(path)
        with transaction() as session:
            life.claim(session, batch_id, Options(create_stewards=True), by=maria, at=clock.now())
        profiler = cProfile.Profile()
        watch.run("written", lambda: profiler.runcall(work, batch_id) if profile else work(batch_id))
        with reading() as session:
            batch = queries.get(session, batch_id)
        click.echo(f"{batch.state}, in all {watch.seconds:.1f} s, child {megabytes} MB")
        if profile:
            pstats.Stats(profiler).sort_stats("tottime").print_stats(45)
        if undo:
            with transaction() as session:
                claim_undo(session, batch_id, by=maria, at=clock.now(), night_runs=False)
            watch.run("taken back", lambda: work(batch_id))
    sys.exit(watch.seconds > BAR_SECONDS or megabytes > BAR_MEGABYTES)


if __name__ == "__main__":
    main()
