"""Release profiles (counting.md §6): the listed tables, protected together when a build is made, and answered from.

`listing` says what is on the lists, `cells` takes the engine's internal answers apart into counts, `relations` ties these by
every sum a reader could write down, `protected` decides what is hidden, `printed` makes the rows of table `released`,
`answer` reads them back.
"""
