"""The search for witnesses: other tables that agree with all that is printed, in which a hidden cell differs."""

from __future__ import annotations

from typing import Any

import numpy as np

from pipelines.analysis.disclosure.complement import Goal, by_relation
from pipelines.analysis.disclosure.movement import FloatArray, Web, best, best_whole, whole, whole_search
from pipelines.analysis.disclosure.tables import BoolArray, IntArray, TableSystem

BLOCK = 20_000  # cells in a joint search
GAIN = 1000  # cells of a block for each cell a joint search has to find for another to be worth its time
PRICES = (0.05, 0.003)  # of moving a shown cell of 10 by one, when the goal of a sensitive cell is worth 1
NEAR = (200, 1500)  # cells around a sensitive one that are searched before more is hidden
LIKELY = 20  # times the largest goal: shown cells above it are hidden only when smaller ones do not do


class Search:
    """What is hidden so far, and what has been shown to be possible; see `protect.protect` for the order of the steps."""

    def __init__(self, system: TableSystem, goal: Goal) -> None:
        self.goal = goal
        self.values = system.values
        self.web = Web(system.relations)
        self.unknown = by_relation(system, goal) | ~system.printed
        self.hideable = system.printed & ~system.known & (system.values > 0)
        self.down = np.minimum(goal.lowest - system.values, 0).astype(float)
        self.least, self.most = system.values.copy(), system.values.copy()
        self.moved, self.fractional, self.open = (np.zeros(len(system.values), dtype=bool) for _ in range(3))
        self.drawn = np.random.default_rng(0)  # directions of joint searches: the same in every run

    def missing(self) -> BoolArray:
        """Return the sensitive cells whose goal is not yet shown to be possible."""
        goal = self.goal
        short = (self.most < goal.reach) | (self.least > goal.fall) | (self.most - self.least < goal.width)
        return np.asarray(goal.sensitive & short & ~self.open & ~self.fractional)

    def targets(self, cells: IntArray, upwards: BoolArray) -> FloatArray:
        """Return how far each cell has to move for its goal; its width is sought upwards or, where there is room, downwards."""
        goal, value = self.goal, self.values[cells]
        rise = self.least[cells] + goal.width[cells] - value
        drop = self.most[cells] - goal.width[cells] - value
        either = np.where(upwards | (drop < self.down[cells]), np.maximum(rise, 1), np.minimum(drop, -1))
        below = np.where(self.least[cells] > goal.fall[cells], goal.fall[cells] - value, either)
        return np.where(self.most[cells] < goal.reach[cells], goal.reach[cells] - value, below).astype(float)

    def note(self, cells: IntArray, moved: IntArray) -> None:
        """Keep a witness: the cells could all be at their value plus `moved`."""
        there = self.values[cells] + moved
        self.most[cells] = np.maximum(self.most[cells], there)
        self.least[cells] = np.minimum(self.least[cells], there)
        self.moved[cells[moved != 0]] = True

    def blocks(self, allowed: BoolArray) -> list[IntArray]:
        """Return the allowed cells in blocks of about `BLOCK`, small groups together and large ones cut, each once."""
        found: list[IntArray] = []
        rest: list[IntArray] = []
        for group in self.web.components(allowed):
            left = np.zeros(len(self.values), dtype=bool)
            left[group] = True
            while left.any():
                piece = self.web.near(int(left.argmax()), left, BLOCK)
                left[piece] = False
                rest.append(piece)
                if sum(map(len, rest)) >= BLOCK:
                    found.append(np.concatenate(rest))
                    rest = []
        return [*found, np.concatenate(rest)] if rest else found

    def sweep(self, cells: IntArray, rounds: int) -> None:
        """Look for witnesses of many cells of a block at a time, at most `rounds` times and as long as that is worth it."""
        part = self.web.part(cells)
        wanted = self.missing()[cells]
        for _ in range(rounds):
            before = int(wanted.sum())
            if not before:
                return
            target = self.targets(cells, self.drawn.random(len(cells)) < 0.5)
            lower, upper, weight = self.aim(cells, wanted, target)
            moved = best_whole(part, lower, upper, weight)
            if moved is None:
                return
            self.note(cells, moved)
            wanted = self.missing()[cells]
            if (before - int(wanted.sum())) * GAIN <= len(cells):
                return

    def relax(self, cells: IntArray) -> None:
        """Settle what is left of a large block by linear programming alone: the cells it moves to their goal are protected
        against that, and marked as proven in fractions only."""
        part = self.web.part(cells)
        for _ in range(8 if len(cells) > NEAR[-1] else 0):
            wanted = self.missing()[cells]
            if not wanted.any():
                return
            target = self.targets(cells, self.drawn.random(len(cells)) < 0.5)
            lower, upper, weight = self.aim(cells, wanted, target)
            found = best(part, lower, upper, weight, np.zeros(len(cells)))
            if found is not None:
                self.fractional[cells[wanted & (np.abs(found - target) < 1e-6)]] = True
                self.moved[cells[np.abs(found) > 1e-6]] = True

    def buy(self, cells: IntArray, price: float) -> None:
        """Hide the shown cells of a block whose movement brings more sensitive cells to their goal than it costs."""
        wanted = self.missing()[cells]
        if not wanted.any():
            return
        target = self.targets(cells, self.drawn.random(len(cells)) < 0.5)
        lower, upper, weight = self.aim(cells, wanted, target)
        found = best(self.web.part(cells), lower, upper, weight, self.cost(cells) * price / 10.0)
        if found is not None:
            self.unknown[cells[np.abs(found) > 1e-6]] = True

    def cost(self, cells: IntArray) -> FloatArray:
        """Return what moving each cell by one costs: nothing for those hidden already, else its value."""
        return np.where(self.unknown[cells], 0.0, self.values[cells])

    def likely(self) -> BoolArray:
        """Return the unknown cells and those shown ones that are small enough to be hidden readily."""
        most = LIKELY * max(5, int(self.goal.reach[self.goal.sensitive].max(initial=0)))
        return self.unknown | (self.hideable & (self.values <= most))

    def aim(self, cells: IntArray, wanted: BoolArray, target: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return how far cells may move, those wanted no further than their target, and what a unit of movement is worth."""
        lower, upper = self.down[cells], np.full(len(cells), np.inf)
        up, down = wanted & (target > 0), wanted & (target < 0)
        upper[up] = target[up]
        lower[down] = np.maximum(target[down], lower[down])
        weight = np.divide(1.0, target, out=np.zeros(len(cells)), where=up | down)
        return lower, upper, weight

    def alone(self, cell: int) -> bool:
        """Look for a witness of one cell among what is hidden, near it first; return whether one was found.

        Other cells that lack theirs are moved as far as that does not stand in the way.
        """
        reached = 0
        for limit in NEAR:
            cells = self.web.near(cell, self.unknown, limit)
            if len(cells) == reached:
                return False
            reached = len(cells)
            part, wanted = self.web.part(cells), self.missing()[cells]
            tried: set[float] = set()
            for upwards in (True, False):
                target = self.targets(cells, np.full(len(cells), upwards))
                if target[0] in tried:
                    continue
                tried.add(float(target[0]))
                lower, upper, weight = self.aim(cells, wanted, target)
                weight[1:] *= 0.001
                found = best(part, lower, upper, weight, np.zeros(len(cells)))
                if found is not None and abs(found[0] - target[0]) < 1e-6 and self.settle(cells, part, found):
                    return True
        return False

    def widen(self, cell: int) -> bool:
        """Hide the cells through which one cell can move most cheaply to its goal; return whether its witness is kept.

        Where only fractions do, or nothing does, the cell is marked so.
        """
        likely = self.likely()
        for allowed, limit in [*((likely, limit) for limit in NEAR), (self.unknown | self.hideable, len(self.values))]:
            cells = self.web.near(cell, allowed, limit)
            part, lower, upper = self.web.part(cells), self.down[cells], np.full(len(cells), np.inf)
            lower[0] = upper[0] = self.targets(cells[:1], np.array([True]))[0]
            found = best(part, lower, upper, np.zeros(len(cells)), self.cost(cells))
            if found is not None:
                passed = cells[np.abs(found) > 1e-6]
                self.unknown[passed] = True
                if self.settle(cells, part, found):
                    return True
                self.fractional[cell] = True
                self.moved[passed] = True
                return False
        self.open[cell] = True
        return False

    def settle(self, cells: IntArray, part: Any, found: FloatArray) -> bool:
        """Keep a movement of the first cell to its goal if it can be had in whole numbers; return whether it can."""
        lower, upper = self.down[cells], np.full(len(cells), np.inf)
        exact = whole(part, found, lower, upper)
        if exact is None:
            free = self.unknown[cells]
            lower, upper = np.where(free, lower, 0.0), np.where(free, upper, 0.0)
            lower[0] = upper[0] = np.rint(found[0])
            exact = best_whole(part, lower, upper, np.zeros(len(cells)))
            if exact is None and len(cells) <= NEAR[0]:
                exact = whole_search(part, lower, upper)
        if exact is not None:
            self.note(cells, exact)
        return exact is not None
