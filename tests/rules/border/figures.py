"""Three years of figures that lie on, one fen under and one fen over the limits of a rulebook."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.rules.border.choice import Choice
from tests.rules.border.limits import SIZES, Borders

FEN = 1_000_000  # in one 万元
WHOLE = 10_000  # hundredths of a percent
Amounts = dict[str, int | None]

ONWARD = (0, 0, 0, 1)
AROUND = (0, -1, 1)
BACKWARD = (0, 0, 0, -1)
# Amounts in 万元 at which products of two overflow 64 bits, and amounts in fen that do so alone.
VAST = (9_000_000, 90_000_000, 999_999_999, 1_000_000_000)
BOUNDLESS = (10**15, 10**15 + 1, 2**63 - 1, 2**63, 10**24)
# Pairs of yearly growths around one mean: apart, alike, and one of them a fall.
SPREADS = (0, 0, 500, -500, 2500, -2500)


def on_or_over(choice: Choice, base: int, ratio: int) -> int:
    """The smallest amount that reaches the ratio, or one fen beside it."""
    return -(-base * ratio // WHOLE) + choice.either(ONWARD, AROUND)


def on_or_under(choice: Choice, base: int, ratio: int) -> int:
    return base * ratio // WHOLE + choice.either(BACKWARD, AROUND)


def base_of(choice: Choice, part: int, ratio: int) -> int:
    """The largest base of which the part is still the ratio, or one fen beside it."""
    return part * WHOLE // ratio + choice.either(BACKWARD, AROUND) if ratio > 0 else part


def grown_from(choice: Choice, later: int, ratio: int) -> int:
    return base_of(choice, later, WHOLE + ratio)


class Books:
    """The amounts of one row by years before Y, in fen."""

    def __init__(self, choice: Choice, borders: Borders, bounds: tuple[tuple[int, ...], ...]) -> None:
        self.choice = choice
        self.borders = borders
        self.staff_bounds, self.revenue_bounds, self.asset_bounds = bounds
        self.years: list[Amounts] = [{}, {}, {}]

    def fill(self) -> list[Amounts]:
        begin = self.choice.of((self.from_revenue, self.from_growth, self.from_compound, self.from_spending))
        begin()
        self.add_profit()
        self.add_balance()
        self.add_staff()
        return self.years

    def pick(self, pair: tuple[tuple[int, ...], tuple[int, ...]]) -> int:
        return self.choice.either(*pair)

    def limit_of_revenue(self) -> int:
        straying = (*self.borders.revenue[1], *self.revenue_bounds, *VAST)
        limit = self.choice.either(self.borders.revenue[0], straying)
        return limit * FEN + self.choice.either(ONWARD, AROUND)

    def from_revenue(self) -> None:
        revenue = self.limit_of_revenue()
        self.set_revenues(revenue, base_of(self.choice, revenue, self.pick(self.borders.compound)))
        self.set_main(on_or_over(self.choice, revenue, self.pick(self.borders.main_ratio)))
        self.add_spending()

    def from_growth(self) -> None:
        """Growth exactly on its limit, with revenue following from it."""
        mean, spread = self.pick(self.borders.growth), self.choice.of(SPREADS)
        first = self.choice.of((1700, 2500, 4711, 12000, 90_000_000)) * FEN
        second = first * (WHOLE + mean - spread) // WHOLE
        third = second * (WHOLE + mean + spread) // WHOLE + self.choice.either(ONWARD, AROUND)
        for back, amount in enumerate((third, second, first)):
            self.years[back]["main_revenue"] = amount
        revenue = base_of(self.choice, third, self.pick(self.borders.main_ratio))
        self.set_revenues(revenue, base_of(self.choice, revenue, self.pick(self.borders.compound)))
        self.add_spending()

    def from_compound(self) -> None:
        """Two years' growth of revenue exactly on its limit: a base in whole 万元 makes it exact."""
        earlier = self.choice.of((1361, 1500, 4536, 10000, 50000, 80_000_000)) * FEN
        revenue = earlier * self.pick(self.borders.compound) // WHOLE + self.choice.either(ONWARD, AROUND)
        self.set_revenues(revenue, earlier)
        self.set_main(on_or_over(self.choice, revenue, self.pick(self.borders.main_ratio)))
        self.add_spending()

    def from_spending(self) -> None:
        """Expenses on their own limits, with revenue following from them."""
        self.add_expenses()
        revenues = [base_of(self.choice, self.expense(back), self.pick(self.borders.rd_ratio)) for back in (0, 1)]
        self.set_revenues(revenues[0], base_of(self.choice, revenues[0], self.pick(self.borders.compound)))
        self.years[1]["revenue"] = revenues[1]
        self.set_main(on_or_over(self.choice, revenues[0], self.pick(self.borders.main_ratio)))

    def expense(self, back: int) -> int:
        return self.years[back]["rd_expense"] or 0

    def set_revenues(self, revenue: int, earlier: int) -> None:
        self.years[0]["revenue"] = max(revenue, 0)
        self.years[1]["revenue"] = self.choice.of((max(revenue, 1), 5000 * FEN, 123_456_789_01))
        self.years[2]["revenue"] = max(earlier, 0)

    def set_main(self, amount: int) -> None:
        mean, spread = self.pick(self.borders.growth), self.choice.of(SPREADS)
        before = grown_from(self.choice, amount, mean + spread)
        for back, value in enumerate((amount, before, grown_from(self.choice, before, mean - spread))):
            self.years[back]["main_revenue"] = max(value, 0)

    def add_spending(self) -> None:
        """Expenses by ratio to revenue, or on their own limits."""
        if self.choice.happens(0.6):
            for back in (0, 1):
                ratio = self.pick(self.borders.rd_ratio)
                amount = on_or_over(self.choice, self.years[back]["revenue"] or 0, ratio)
                self.years[back]["rd_expense"] = max(amount, 0)
        else:
            self.add_expenses()

    def add_expenses(self) -> None:
        for back in (0, 1):
            limit = self.pick(self.borders.rd_expense) * FEN
            self.years[back]["rd_expense"] = limit + self.choice.either(ONWARD, AROUND)
        if self.borders.rd_two_years and self.choice.happens(0.5):
            total = self.choice.either(self.borders.rd_two_years[:1], self.borders.rd_two_years) * FEN
            self.years[1]["rd_expense"] = max(total - self.expense(0) + self.choice.either(ONWARD, AROUND), 0)

    def add_profit(self) -> None:
        profit = on_or_over(self.choice, self.years[0]["revenue"] or 0, self.choice.of(self.borders.profit_ratio))
        self.years[0]["net_profit"] = self.choice.either((profit,), (profit, -profit, -1, 0))

    def add_balance(self) -> None:
        limits = self.choice.either((3000, 4999), (3000, *self.asset_bounds))
        assets = limits * FEN + self.choice.either((0,), AROUND)
        self.years[0]["total_assets"] = assets
        debts = on_or_under(self.choice, assets, self.pick(self.borders.debt_ratio))
        self.years[0]["total_liabilities"] = max(debts, 0)

    def add_staff(self) -> None:
        employees = self.choice.either((100, 200, 99), (101, *self.staff_bounds)) + self.choice.either((0,), AROUND)
        self.years[0]["employees"] = employees
        staff = -(-employees * self.choice.of(self.borders.staff_ratio) // WHOLE)
        self.years[0]["rd_staff"] = max(staff + self.choice.of(AROUND), 0)


FIELDS = (
    "revenue",
    "main_revenue",
    "rd_expense",
    "net_profit",
    "total_assets",
    "total_liabilities",
    "employees",
    "rd_staff",
)
HEADS = frozenset({"employees", "rd_staff"})
NOTHING_KNOWN = ((), None)


def money(fen: int) -> str:
    """Yuan as people write them: without decimals where there are none."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    whole, rest = divmod(fen, 100)
    return f"{sign}{whole}.{rest:02d}" if rest else f"{sign}{whole}"


def blotted(choice: Choice, amounts: Amounts) -> None:
    """Takes a figure away, or makes it nothing or boundless, where the row strays."""
    for name in FIELDS:
        if choice.happens(choice.strain / 8):
            amounts[name] = choice.of(BOUNDLESS) if choice.happens(0.03) else choice.of((None, None, 0))


def written(amounts: Amounts, year: int) -> dict[str, Any]:
    row: dict[str, Any] = {"year": year}
    for name, amount in amounts.items():
        row[name] = amount if amount is None or name in HEADS else money(amount)
    return row


def industry_and_figures(choice: Choice, borders: Borders, as_of: date) -> tuple[str | None, Any]:
    """An industry code and the figures of Y and the two years before it, some of them missing."""
    code, *bounds = choice.either(SIZES[:1], SIZES)
    years = Books(choice, borders, (bounds[0], bounds[1], bounds[2])).fill()
    rows = []
    for back, amounts in enumerate(years):
        blotted(choice, amounts)
        rows.append(written(amounts, as_of.year - 1 - back))
    if choice.strays():
        return code, choice.of((rows[1:], rows[:1], rows[:2], rows[::2], [], None, rows[::-1]))
    return code, rows
