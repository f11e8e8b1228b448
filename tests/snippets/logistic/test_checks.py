import numpy as np
import pytest
import torch

from snippets.logistic import binary, checks, multiclass

X = [[1.0, 2.0], [-1.0, 0.5], [0.3, -2.0]]
y = [1, -1, 1]
labels = [0, 1, 2]
w = [0.1, 0.2]
W = [[0.1, 0.2], [0.3, -0.4]]

BAD_FEATURES = [
    ([1.0, 2.0, 3.0], ValueError, r"X must be real numbers of shape \(N, D\).*\(3,\)"),
    ([[[1.0]]], ValueError, r"X .*shape \(N, D\).*\(1, 1, 1\)"),
    (5.0, ValueError, r"X .*shape \(N, D\).*\(\)"),
    ([[1.0, 2.0], [3.0]], ValueError, "X .*rows differ in length"),
    (np.zeros((3, 0)), ValueError, r"X must have at least one column.*\(3, 0\)"),
    ([[1, 2], [3, np.nan], [5, 6]], ValueError, r"X must have finite.*\(1, 1\) is nan"),
    ([[1, 2], [3, 4], [-np.inf, 6]], ValueError, r"X must have finite.*\(2, 0\) is -inf"),
    ([[1, 2], [3, 4], [1e101, 6]], ValueError, r"X must have finite.*1e\+101"),
    ([["a", "b"]] * 3, TypeError, "X must be real numbers.*<U1"),
    ([[1j, 2]] * 3, TypeError, "X must be real numbers.*complex"),
    (None, TypeError, "X must be real numbers.*object"),
    (torch.ones(3, 2, requires_grad=True), TypeError, "X must be real numbers.*NumPy cannot"),
]


@pytest.mark.parametrize(("bad", "error", "message"), BAD_FEATURES)
def test_every_function_names_what_is_wrong_with_the_features(bad, error, message):
    calls = [
        lambda: binary.log_likelihood(w, bad, y),
        lambda: binary.probabilities(w, bad),
        lambda: binary.objective(w, bad, y, 1),
        lambda: binary.gradient(w, bad, y, 1),
        lambda: binary.hessian(w, bad, y, 1),
        lambda: binary.fit(bad, y, 1),
        lambda: multiclass.log_likelihood(W, bad, labels),
        lambda: multiclass.log_likelihood_gradient(W, bad, labels),
        lambda: multiclass.probabilities(W, bad),
        lambda: multiclass.objective(W, bad, labels, 1),
        lambda: multiclass.gradient(W, bad, labels, 1),
        lambda: multiclass.hessian(W, bad, labels, 1),
        lambda: multiclass.fit(bad, labels, 1),
    ]
    for call in calls:
        with pytest.raises(error, match=message):
            call()


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ([1, 0, 1], r"y must contain only -1 and \+1, but y\[1\] is 0"),
        ([1, -1, 2], r"y\[2\] is 2"),
        ([1, -1, 0.5], r"y\[2\] is 0.5"),
        ([1, -1], "one label a row of X, 3, but it has 2"),
        ([[1], [-1], [1]], r"y .*shape \(N,\).*\(3, 1\)"),
        ([1, -1, np.nan], "y must have finite"),
    ],
)
def test_binary_labels(bad, message):
    for call in (
        lambda: binary.log_likelihood(w, X, bad),
        lambda: binary.objective(w, X, bad, 1),
        lambda: binary.gradient(w, X, bad, 1),
        lambda: binary.hessian(w, X, bad, 1),
        lambda: binary.fit(X, bad, 1),
    ):
        with pytest.raises(ValueError, match=message):
            call()


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ([0, 1, -1], r"labels must be whole numbers.*labels\[2\] is -1"),
        ([0, 1, 1.5], r"labels\[2\] is 1.5"),
        ([0, 1, 20431], r"labels\[2\] is 20431\."),
        ([0, 1], "one entry a row of X, 3, but it has 2"),
        ([[0, 1, 2]], r"labels .*shape \(N,\).*\(1, 3\)"),
        ([0, 1, np.inf], "labels must have finite"),
    ],
)
def test_class_labels(bad, message):
    for call in (
        lambda: multiclass.log_likelihood(W, X, bad),
        lambda: multiclass.log_likelihood_gradient(W, X, bad),
        lambda: multiclass.objective(W, X, bad, 1),
        lambda: multiclass.gradient(W, X, bad, 1),
        lambda: multiclass.hessian(W, X, bad, 1),
        lambda: multiclass.fit(X, bad, 1),
    ):
        with pytest.raises(ValueError, match=message):
            call()


def test_the_largest_label_without_weights():
    assert checks.class_labels([999.0], 1).tolist() == [999]
    with pytest.raises(ValueError, match=r"among 0 … 999, but labels\[0\] is 1000\."):
        checks.class_labels([1000], 1)


def test_large_data_are_not_copied():
    data = np.ones((3, 2))
    assert checks.features(data) is data


def test_a_label_that_the_weights_have_no_class_for():
    with pytest.raises(ValueError, match=r"0 … 2 \(W has 2 rows\), but labels\[2\] is 3"):
        multiclass.log_likelihood(W, X, [0, 1, 3])


@pytest.mark.parametrize("bad", [[0.1], [0.1, 0.2, 0.3], [[0.1, 0.2]], 0.1, [0.1, np.nan], []])
def test_binary_weights(bad):
    for call in (
        lambda: binary.log_likelihood(bad, X, y),
        lambda: binary.probabilities(bad, X),
        lambda: binary.objective(bad, X, y, 1),
        lambda: binary.gradient(bad, X, y, 1),
        lambda: binary.hessian(bad, X, y, 1),
    ):
        with pytest.raises(ValueError, match=r"^w must "):
            call()
    with pytest.raises(ValueError, match=r"^start must "):
        binary.fit(X, y, 1, start=bad)


@pytest.mark.parametrize("bad", [[0.1, 0.2], [[0.1], [0.2]], [[np.inf, 0]], np.zeros((0, 2))])
def test_multiclass_weights(bad):
    for call in (
        lambda: multiclass.log_likelihood(bad, X, [0, 1, 0]),
        lambda: multiclass.gradient(bad, X, [0, 1, 0], 1),
        lambda: multiclass.hessian(bad, X, [0, 1, 0], 1),
        lambda: multiclass.probabilities(bad, X),
    ):
        with pytest.raises(ValueError, match=r"^W must "):
            call()
    with pytest.raises(ValueError, match=r"^start must "):
        multiclass.fit(X, [0, 1, 0], 1, start=bad)


def test_a_start_with_rows_for_another_number_of_classes():
    with pytest.raises(ValueError, match=r"start must have the shape \(2, 2\)"):
        multiclass.fit(X, labels, 1, start=[[0.0, 0.0]])


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        (-1e-9, ValueError),
        (np.nan, ValueError),
        (np.inf, ValueError),
        (10**400, ValueError),
        ("1", TypeError),
        (None, TypeError),
        (True, TypeError),
        (1j, TypeError),
        ([1.0], TypeError),
    ],
)
def test_penalty(bad, error):
    for call in (
        lambda: binary.objective(w, X, y, bad),
        lambda: binary.gradient(w, X, y, bad),
        lambda: binary.hessian(w, X, y, bad),
        lambda: binary.fit(X, y, bad),
        lambda: multiclass.objective(W, X, labels, bad),
        lambda: multiclass.gradient(W, X, labels, bad),
        lambda: multiclass.hessian(W, X, labels, bad),
        lambda: multiclass.fit(X, labels, bad),
    ):
        with pytest.raises(error, match=r"^lam must be"):
            call()


def test_fitting_to_no_observation():
    for lam in (0, 1):
        with pytest.raises(ValueError, match="at least one row"):
            binary.fit(np.zeros((0, 2)), [], lam)
        with pytest.raises(ValueError, match="at least one row"):
            multiclass.fit(np.zeros((0, 2)), [], lam)


def test_the_likelihood_of_no_observation_is_one():
    assert binary.log_likelihood(w, np.zeros((0, 2)), []) == 0
    assert multiclass.log_likelihood(W, np.zeros((0, 2)), []) == 0
    assert np.array_equal(binary.gradient(w, np.zeros((0, 2)), [], 1), 2 * np.array(w))


def test_lists_integers_and_narrow_types_are_accepted():
    whole = [[1, 2], [-1, 1], [0, -2]]
    exact = np.array(whole, dtype=np.float64)
    assert np.array_equal(binary.fit(whole, y, 1), binary.fit(exact, np.array(y, float), 1.0))
    assert np.array_equal(
        binary.fit(np.int8(whole), np.int8(y), np.float32(1)), binary.fit(exact, y, 1)
    )
    assert np.array_equal(
        multiclass.fit(whole, [0.0, 1.0, 2.0], np.int64(1)), multiclass.fit(exact, labels, 1)
    )
    assert binary.fit(np.float32(X), y, 1).dtype == np.float64
    assert np.array_equal(
        binary.gradient([1, 2], whole, y, 1), binary.gradient([1.0, 2], exact, y, 1)
    )
    assert multiclass.objective([[1, 2]], whole, [0, 1, 1], 1) == multiclass.objective(
        np.array([[1.0, 2.0]]), exact, [0, 1, 1], 1
    )


def test_weights_may_be_tensors():
    tensors = torch.tensor(w, dtype=torch.float64), torch.tensor(W, dtype=torch.float64)
    assert binary.objective(tensors[0], X, y, 1) == binary.objective(w, X, y, 1)
    assert multiclass.objective(tensors[1], X, labels, 1) == multiclass.objective(W, X, labels, 1)


def test_arguments_stay_as_they_were():
    data, signs, classes = np.array(X), np.array(y, float), np.array(labels)
    start, starts = np.array(w), np.array(W)
    binary.fit(data, signs, 0.5, start=start)
    multiclass.fit(data, classes, 0.5, start=starts)
    for array, original in ((data, X), (signs, y), (classes, labels), (start, w), (starts, W)):
        assert np.array_equal(array, original)
