"""The range of points a node can give, whatever the facts; giving them is the interpreters' work."""

from __future__ import annotations

from crm.rules.law.nodes import Bands, BestOf, EachAnswer, EachSpan, FirstRow, Points, PointsByWord, StatedPoints


def lowest(points: Points) -> int:
    """The least these points can be, whatever the facts."""
    return _extremes(points)[0]


def highest(points: Points) -> int:
    """The most these points can be, whatever the facts."""
    return _extremes(points)[1]


def _extremes(points: Points) -> tuple[int, int]:
    match points:
        case Bands():
            return points.otherwise, points.steps[0][1]
        case FirstRow():
            return points.otherwise, points.rows[0][1]
        case BestOf():
            return max(map(lowest, points.parts)), max(map(highest, points.parts))
        case EachAnswer():
            return 0, min(points.at_most, points.points * len(points.facts))
        case EachSpan():
            return 0, points.at_most
        case PointsByWord():
            return min(points.points.values()), max(points.points.values())
        case StatedPoints():
            return points.lowest, points.highest
