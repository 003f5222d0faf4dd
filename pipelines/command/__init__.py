"""The command line: `xiangyi`, whose loading half also runs as `python -m pipelines`."""
