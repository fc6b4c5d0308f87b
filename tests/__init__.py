"""The tests mirror the package: `tests/<room>/test_<module>.py` holds the tests of one module.

`e2e/` drives the whole program from outside, `bench/` measures it, `packaging/` tests what makes
and ships it. The rules that hold for every test are in `conftest.py`.
"""
