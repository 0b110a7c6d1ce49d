"""Where the borders of each rulebook lie: its limits, the same limits widened, and the bands of its scores."""

from __future__ import annotations

from dataclasses import dataclass

AMOUNTS_NOBODY_ASKS_FOR = (1, 777, 12345)


@dataclass(frozen=True)
class Borders:
    """Amounts in 万元, ratios in hundredths of a percent; of a pair, borders that pass and then all of them.

    A ratio that no rule of the rulebook asks for still varies: it must not matter.
    """

    tiers: tuple[str, ...]
    niche_years: tuple[int, ...]
    revenue: tuple[tuple[int, ...], tuple[int, ...]]
    main_ratio: tuple[tuple[int, ...], tuple[int, ...]]
    rd_ratio: tuple[tuple[int, ...], tuple[int, ...]]
    rd_expense: tuple[tuple[int, ...], tuple[int, ...]]
    rd_two_years: tuple[int, ...]
    growth: tuple[tuple[int, ...], tuple[int, ...]]
    compound: tuple[tuple[int, ...], tuple[int, ...]]
    debt_ratio: tuple[tuple[int, ...], tuple[int, ...]]
    profit_ratio: tuple[int, ...]
    staff_ratio: tuple[int, ...]
    equity: tuple[int, ...]
    equity_years: int
    items: int
    platform: tuple[int, ...]


NO_COMPOUND = ((11025,), (10816,))

INNOVATIVE_2022 = Borders(
    tiers=("innovative",),
    niche_years=(2, 3),
    revenue=((1000, 5000), (*AMOUNTS_NOBODY_ASKS_FOR, 800)),
    main_ratio=((7000, 6000), (7000, 6000, 5500, 5000)),
    rd_ratio=((500, 300), (500, 300, 200, 100)),
    rd_expense=((100,), AMOUNTS_NOBODY_ASKS_FOR),
    rd_two_years=(),
    growth=((1500, 1000), (1500, 1000, 500, 0)),
    compound=NO_COMPOUND,
    debt_ratio=((5500, 7500), (5500, 7500)),
    profit_ratio=(1000, 0),
    staff_ratio=(2000, 500),
    equity=(500, 400),
    equity_years=3,
    items=1,
    platform=(50,),
)

SRDI_2022 = Borders(
    tiers=("innovative",),
    niche_years=(2, 4, 6, 8, 10),
    revenue=((1000, 1000, 3400), (1000, 800, 5000)),
    main_ratio=((8000, 7000), (8000, 7000, 6000)),
    rd_ratio=((300, 1000, 800), (300, 240, 400, 600, 800, 1000)),
    rd_expense=((100, 500, 400), (100, 80, 200, 300, 400, 500)),
    rd_two_years=(2000, 1600),
    growth=((1000, 800), (1000, 800, 600, 400, 0)),
    compound=NO_COMPOUND,
    debt_ratio=((5000, 6000), (5000, 6000, 7000)),
    profit_ratio=(1000, 800, 600, 400, 200),
    staff_ratio=(2000, 1000, 500),
    equity=(2000, 1600, 6000, 4800),
    equity_years=2,
    items=1,
    platform=(50,),
)

LITTLE_GIANT_2022 = Borders(
    tiers=("srdi",),
    niche_years=(3,),
    revenue=((10000, 5000, 4000), (10000, 5000, 8000, 4000)),
    main_ratio=((7000,), (7000, 5600)),
    rd_ratio=((300, 600), (300, 600, 240, 480)),
    rd_expense=((3000,), (3000, 2400)),
    rd_two_years=(),
    growth=((500,), (500, 400)),
    compound=NO_COMPOUND,
    debt_ratio=((7000,), (7000, 8400)),
    profit_ratio=(0,),
    staff_ratio=(5000, 5000, 4000),
    equity=(8000, 8000, 6400),
    equity_years=2,
    items=2,
    platform=(60,),
)

SRDI_2026 = Borders(
    tiers=("innovative", "tech_sme"),
    niche_years=(3,),
    revenue=((1500, 3400), (1500, 1200)),
    main_ratio=((8000,), (8000, 6400)),
    rd_ratio=((300,), (300, 240)),
    rd_expense=((100,), (100, 80)),
    rd_two_years=(),
    growth=((500,), (500,)),
    compound=NO_COMPOUND,
    debt_ratio=((8000,), (8000, 9600)),
    profit_ratio=(0,),
    staff_ratio=(500,),
    equity=(2000, 1600),
    equity_years=2,
    items=1,
    platform=(50, 40),
)

LITTLE_GIANT_2026 = Borders(
    tiers=("srdi",),
    niche_years=(3,),
    revenue=((5000, 20000), (5000, 4000)),
    main_ratio=((9000,), (9000, 7200)),
    rd_ratio=((300, 1200), (300, 240)),
    rd_expense=((600,), (600, 480)),
    rd_two_years=(1200, 960),
    growth=((500,), (500,)),
    compound=((11025,), (11025, 10816)),
    debt_ratio=((7500,), (7500, 9000)),
    profit_ratio=(0,),
    staff_ratio=(500,),
    equity=(2000,),
    equity_years=2,
    items=4,
    platform=(60, 48),
)

BORDERS = {
    "innovative-2022": INNOVATIVE_2022,
    "srdi-2022": SRDI_2022,
    "little-giant-2022": LITTLE_GIANT_2022,
    "srdi-2026": SRDI_2026,
    "little-giant-2026": LITTLE_GIANT_2026,
}

# An industry code with the bounds of staff in heads and of revenue and total assets in 万元 that part its sizes.
SIZES: tuple[tuple[str | None, tuple[int, ...], tuple[int, ...], tuple[int, ...]], ...] = (
    ("C3563", (1000, 300, 20), (40000, 2000, 300), ()),
    ("B06", (1000, 300, 20), (40000, 2000, 300), ()),
    ("D44", (1000, 300, 20), (40000, 2000, 300), ()),
    ("A01", (), (20000, 500, 50), ()),
    ("E4700", (), (80000, 6000, 300), (80000, 5000, 300)),
    ("F5123", (200, 20, 5), (40000, 5000, 1000), ()),
    ("F52", (300, 50, 10), (20000, 500, 100), ()),
    ("G53", (1000, 300, 20), (30000, 3000, 200), ()),
    ("G5431", (1000, 300, 20), (30000, 3000, 200), ()),
    ("G58", (1000, 300, 20), (30000, 3000, 200), ()),
    ("G59", (200, 100, 20), (30000, 1000, 100), ()),
    ("G60", (1000, 300, 20), (30000, 2000, 100), ()),
    ("H61", (300, 100, 10), (10000, 2000, 100), ()),
    ("H622", (300, 100, 10), (10000, 2000, 100), ()),
    ("I63", (2000, 100, 10), (100000, 1000, 100), ()),
    ("I6420", (2000, 100, 10), (100000, 1000, 100), ()),
    ("I65", (300, 100, 10), (10000, 1000, 50), ()),
    ("J66", (300,), (40000,), (80000,)),
    ("K70", (1000, 300), (200000, 5000), (10000, 5000)),
    ("K701", (), (200000, 1000, 100), (10000, 5000, 2000)),
    ("K7020", (1000, 300, 100), (5000, 1000, 500), ()),
    ("K703", (300, 100, 10), (), ()),
    ("K704", (300, 100, 10), (), ()),
    ("K709", (300, 100, 10), (), ()),
    ("L7212", (300, 100, 10), (), (120000, 8000, 100)),
    ("M73", (300, 100, 10), (), ()),
    ("N77", (300, 100, 10), (), ()),
    ("O8111", (300, 100, 10), (), ()),
    ("P83", (300, 100, 10), (), ()),
    ("Q84", (300, 100, 10), (), ()),
    ("Q85", (300, 100, 10), (), ()),
    ("R86", (300, 100, 10), (), ()),
    ("S91", (300,), (40000,), ()),
    ("T97", (300,), (40000,), ()),
    (None, (300,), (40000,), ()),
)
