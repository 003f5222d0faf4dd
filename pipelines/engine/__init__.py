"""From a declaration to an observation: compile, compute, add the interval, say the status. Once, for all indicators."""
