"""Krylov steps agree with linear algebra."""

import numpy as np
import pytest

from standoff.solve.krylov import gmres


@pytest.mark.parametrize("size", [1, 2, 30, 200])
def test_the_solution_is_that_of_the_dense_system(size):
    rng = np.random.default_rng(size)
    a = np.eye(size) + rng.normal(size=(size, size)) / (2.0 * np.sqrt(size))
    b = rng.normal(size=size)
    x, relative = gmres(lambda v: a @ v, b, 1e-12)
    assert relative <= 1e-12
    np.testing.assert_allclose(x, np.linalg.solve(a, b), atol=1e-9)


def test_the_residual_that_is_returned_is_that_of_the_solution():
    rng = np.random.default_rng(5)
    a, b = rng.normal(size=(300, 300)), rng.normal(size=300)
    x, relative = gmres(lambda v: a @ v, b, 1e-12)
    assert relative > 1e-12
    assert np.linalg.norm(a @ x - b) / np.linalg.norm(b) == pytest.approx(relative, rel=1e-6)


def test_nothing_to_solve_is_zero():
    x, relative = gmres(lambda v: v, np.zeros(3), 1e-6)
    assert x.tolist() == [0.0, 0.0, 0.0]
    assert relative == 0.0


def test_what_is_not_a_number_is_given_up():
    assert gmres(lambda v: v, np.array([np.nan, 1.0]), 1e-6)[1] == np.inf
