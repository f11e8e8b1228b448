import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import nnls

from snippets.logistic import binary, multiclass
from snippets.logistic.existence import column_space, recession_direction

SMALL = st.integers(-3, 3)
SEPARABLE = "a hyperplane separates them"


def separates_in_the_plane(A):
    """Exact for integer rows of length 2: a separating cone has an edge across some row."""
    edges = [(-b, a) for a, b in A] + [(b, -a) for a, b in A]
    return any(
        min(u * a + v * b for a, b in A) >= 0 and max(u * a + v * b for a, b in A) > 0
        for u, v in edges
    )


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.tuples(SMALL, SMALL), min_size=1, max_size=12))
def test_finds_a_direction_exactly_where_there_is_one(rows):
    if np.linalg.matrix_rank(np.array(rows)) < 2:
        rows = [*rows, (1, 0), (0, 1)]
    A = np.array(rows, dtype=float)
    v = recession_direction(A)
    assert (v is not None) == separates_in_the_plane(rows)
    if v is not None:
        assert (A @ v).min() >= -1e-9 * np.linalg.norm(v)
        assert (A @ v).max() > 1e-3 * np.linalg.norm(v)


@pytest.mark.parametrize("P", [1, 2, 3, 5])
def test_the_direction_is_the_shortest_sum_of_the_rows_each_taken_at_least_once(P):
    rng = np.random.default_rng(547)
    found = []
    for _ in range(60):
        A = rng.integers(-3, 4, size=(int(rng.integers(1, 4 * P + 1)), P)).astype(float)
        A[:, 0] = np.abs(A[:, 0]) if rng.random() < 0.4 else A[:, 0]
        rows = A[A.any(axis=1)]
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        more = nnls(rows.T, -rows.sum(axis=0))[0] if len(rows) else np.zeros(0)
        shortest = rows.T @ (1 + more)
        v = recession_direction(A)
        assert np.linalg.norm(shortest - (0 if v is None else v)) < 1e-8
        found.append(v is not None)
    assert 5 < sum(found) < 58


def test_rows_leave_the_search_in_the_order_in_which_they_are_used_up():
    A = """ 0  0 -2  0 -2    0 -2 -1 -2 -1    0  2 -1  2  1    0  2  1  0  2    0 -2  1 -1 -1
            1 -1 -2 -1 -2    2 -2  0 -1  0    0 -2 -1  2 -1    1 -2  0  2  0    0 -1  0  2 -1"""
    v = recession_direction(np.array(A.split(), dtype=float).reshape(10, 5))
    assert np.allclose(v / v[0], [1, 0, 0, 0, 0])  # in any other order, v would be missed
    B = """ 0  0 -2  1 -1    0 -2 -3  1  0    1  0 -1 -2  1    0  1  0  0 -1
            3  0  0  0 -1   -1  0  3  0  0    2  0  1  1  2"""
    v = recession_direction(np.array(B.split(), dtype=float).reshape(7, 5))
    assert np.allclose(v / v[0], [1, -1 / 2, 1 / 3, 0, -2 / 3])


def test_what_is_separable_up_to_rounding_counts_as_separable():
    for size in (1, 3):
        tilted = [[1, -1e-10], [-1, 1e-10]] + [[0, 1]] * size  # the first lies 1e-10 behind
        assert np.array_equal(recession_direction(np.array(tilted)), [0, size])
    further = [[1, -1e-9], [-1, 1e-9]] + [[0, 1]] * 30
    assert (further @ recession_direction(np.array(further)))[0] >= 0
    assert np.array_equal(recession_direction(np.array([[1, 0], [-1, 3e-10]])), [0, 3e-10])
    assert recession_direction(np.array([[1, 0], [-1, 1e-10]])) is None


def test_no_rows_or_none_but_zeros_separate_nothing():
    assert recession_direction(np.zeros((0, 2))) is None
    assert recession_direction(np.zeros((3, 2))) is None


def test_a_search_that_rounding_sends_in_circles_ends():
    v = recession_direction(np.array([[-3e3, 2e-6], [2e3, 2e-6], [-3e3, -2e-6]]))
    assert v is None or (np.array([[-1, 0], [1, 1e-9], [-1, 0]]) @ v).min() > -1e-8 * v[1]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(SMALL, SMALL, st.sampled_from([-1, 1])), min_size=2, max_size=10),
    st.sampled_from([1e-6, 1.0, 1e6]),
    st.sampled_from([1e-6, 1.0, 1e6]),
)
def test_a_fit_without_penalty_either_has_gradient_zero_or_says_why_not(data, first, second):
    X = np.array([row[:2] for row in data], dtype=float)
    y = np.array([row[2] for row in data])
    scaled = X * [first, second]
    if np.linalg.matrix_rank(X) < 2:
        with pytest.raises(ValueError, match="linearly independent"):
            binary.fit(scaled, y, 0)
    elif separates_in_the_plane([(s * a, s * b) for a, b, s in data]):
        with pytest.raises(ValueError, match=SEPARABLE):
            binary.fit(scaled, y, 0)
        if (y < 0).any():
            with pytest.raises(ValueError, match=SEPARABLE):
                multiclass.fit(scaled, (1 - y) // 2, 0)
    else:
        slope = binary.gradient(binary.fit(scaled, y, 0), scaled, y, 0)
        assert np.abs(slope / [first, second]).max() < 1e-9


QUASI = {
    "a point on the boundary": ([[1, 0], [1, 0], [1, 1]], [1, -1, 1]),
    "two classes touch in one point": ([[1, -1], [1, 0], [1, 0], [1, 1]], [-1, -1, 1, 1]),
    "one column separates, one does not": (
        [[1, 0], [2, 0], [-1, 0], [0.5, 1], [1, -1]],
        [1, -1, -1, 1, -1],
    ),
}


@pytest.mark.parametrize("name", QUASI)
def test_quasi_separable_data(name):
    X, y = QUASI[name]
    with pytest.raises(ValueError, match=SEPARABLE):
        binary.fit(X, y, 0)
    with pytest.raises(ValueError, match=SEPARABLE):
        multiclass.fit(X, (1 - np.array(y)) // 2, 0)
    w = binary.fit(X, y, 1e-8)
    assert np.abs(binary.gradient(w, X, y, 1e-8)).max() < 1e-13


def test_one_observation_turned_round_makes_the_data_overlap():
    X, y = [[1, -2], [1, -1], [1, 1], [1, 2]], [-1, -1, 1, 1]
    with pytest.raises(ValueError, match=SEPARABLE):
        binary.fit(X, y, 0)
    w = binary.fit([*X, [1, 3]], [*y, -1], 0)
    assert np.abs(binary.gradient(w, [*X, [1, 3]], [*y, -1], 0)).max() < 1e-12


def test_one_class_only():
    with pytest.raises(ValueError, match=SEPARABLE):
        binary.fit([[1, 0.5], [1, -0.5], [1, 2]], [1, 1, 1], 0)
    assert np.allclose(binary.fit([[1.0], [-1.0]], [1, 1], 0), 0)


@pytest.mark.parametrize(
    ("X", "rank"),
    [
        ([[1, 1], [2, 2], [-1, -1], [3, 3]], 1),
        ([[1, 0], [2, 0], [-1, 0], [3, 0]], 1),
        ([[0, 0], [0, 0], [0, 0], [0, 0]], 0),
        ([[1e-6, 1e6, 1], [2e-6, 2e6, -1], [1e-6, 1e6, 3], [3e-6, 3e6, 0]], 2),
        ([[1, 2, 3, 4, 5]] * 4, 1),
    ],
)
def test_dependent_columns(X, rank):
    y, labels = [1, -1, -1, 1], [0, 1, 2, 0]
    message = f"X has {len(X[0])} columns and rank {rank}"
    with pytest.raises(ValueError, match=message):
        binary.fit(X, y, 0)
    with pytest.raises(ValueError, match=message):
        multiclass.fit(X, labels, 0)
    w = binary.fit(X, y, 1e-3)
    assert np.abs(binary.gradient(w, X, y, 1e-3) / np.abs(X).max(axis=0).clip(1)).max() < 1e-9


def test_separable_classes_among_several():
    rng = np.random.default_rng(547)
    X = rng.normal(size=(40, 2))
    three = np.argmax(X @ rng.normal(size=(2, 3)), axis=1)
    with pytest.raises(ValueError, match=SEPARABLE):
        multiclass.fit(X, three, 0)
    noisy = np.where(np.arange(40) % 3 == 0, 0, three)
    only_one_apart = np.where(X[:, 0] > 0.3, 0, rng.integers(1, 3, 40))
    W = multiclass.fit(X, rng.integers(0, 3, 40), 0)
    assert W.shape == (2, 2)
    assert np.isfinite(multiclass.fit(X, noisy, 1e-9)).all()
    with pytest.raises(ValueError, match=SEPARABLE):
        multiclass.fit(np.c_[np.ones(40), X - [0.3, 0]], only_one_apart, 0)


def test_data_that_barely_overlap_still_fit():
    X = np.array([[1.0], [1.0], [1e-6]])
    w = binary.fit(X, [1, 1, -1], 0)
    assert 14 < w[0] < 16
    assert abs(binary.gradient(w, X, [1, 1, -1], 0)[0]) < 1e-18


def test_column_space_survives_scales_that_differ():
    rng = np.random.default_rng(547)
    X = rng.normal(size=(20, 2)) * [1e-9, 1e9]
    basis, idle = column_space(np.c_[X, X[:, 0], np.zeros(20)])
    assert basis.shape == (20, 2)
    assert idle.shape == (4, 2)
    assert np.allclose(basis.T @ basis, np.eye(2))
    assert np.allclose(idle.T @ idle, np.eye(2))


def test_column_space_survives_rows_and_columns_of_all_sizes():
    rng = np.random.default_rng(547)
    Z, rows, columns = rng.normal(size=(30, 4)), 10.0 ** rng.integers(-9, 9, 30), [1e-9, 1, 1e9, 1]
    X = rows[:, None] * Z * columns
    X[3] = 0
    basis, idle = column_space(np.c_[X, X[:, :2] @ [1e9, 1]])
    assert np.allclose(basis.T @ basis, np.eye(4), atol=1e-12)
    assert not basis[3].any()
    assert np.allclose(idle[:, 0] / idle[4, 0], [-1e9, -1, 0, 0, 1], rtol=1e-6, atol=1e-6)
