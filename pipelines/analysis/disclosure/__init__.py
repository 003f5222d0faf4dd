"""Statistical disclosure control of linked tables: what may be printed so that no small count can be computed.

`tables` says what a set of linked tables is, `small` which cells are sensitive, `protect` hides them and what gives them
away, `printed` rounds and divides what is left, `steps` merges a survival table. Sources for all of it: Hundepool et al.
(2012), Statistical Disclosure Control, ch. 4; Fischetti & Salazar (2001), Management Science 47:1008-1027 (protection
levels, the attacker's intervals by linear programming); Kelly, Golden & Assad (1992), Networks 22:397-417, and Castro
(2007), INFORMS J. Computing 19:14-26 (finding complementary cells by a cheapest movement between them).
"""
