"""Measurements of speed and memory, beside other programs; `make bench` runs them.

`run` goes through the cases of `cases`. Every program of a case has a process of its own (`child`),
which `contest` lets take turns. One line per program and case goes into `results.jsonl`; `report`
makes the tables and charts of `docs/performance.md` from such lines.
"""
