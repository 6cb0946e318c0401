"""Killing the program at each of its writes, and cutting the power of its disk.

`trace` stops a child process at every system call that changes files (ptrace, Linux), so that the
program needs no hooks; `scenarios` are what is disturbed, `works` say what is to hold afterwards;
`python -m tests.faults` does it.
"""
