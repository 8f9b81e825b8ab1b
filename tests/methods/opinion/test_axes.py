"""Axes are the leading eigenvectors, the same bits on every machine, and honest where they are not unique."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.decomposition import PCA
from tests.methods.opinion.samples import UNSEEN, from_matrix, matrices

from pshub.methods.opinion import Votes, analyse, constants
from pshub.methods.opinion.axes import Axes, axes_agree, find_axes
from pshub.methods.opinion.counts import pair_counts
from pshub.methods.opinion.covariance import covariance
from pshub.methods.opinion.eigenvectors import VECTOR_BITS, spectrum


def axes_of(votes: Votes) -> tuple[Axes, np.ndarray, np.ndarray]:
    live = ~(votes.moderated_out | votes.meta)
    matrix = covariance(pair_counts(votes), live=live)
    return find_axes(matrix, live=live), matrix, live


@settings(max_examples=60, deadline=None)
@given(matrix=matrices())
def test_the_covariance_is_that_of_the_matrix_filled_with_column_means(matrix: np.ndarray) -> None:
    masked = np.where(matrix == UNSEEN, np.nan, matrix)
    seen = (matrix != UNSEEN).any(axis=0)
    filled = np.zeros(matrix.shape)
    filled[:, seen] = np.nan_to_num(masked[:, seen] - np.nanmean(masked[:, seen], axis=0))
    found = covariance(pair_counts(from_matrix(matrix)), live=np.ones(matrix.shape[1], dtype=np.bool_))
    assert np.allclose(found, filled.T @ filled, atol=1e-12)
    assert np.array_equal(found, found.T)


def test_axes_are_the_principal_components_of_the_filled_matrix(town: Votes) -> None:
    axes, _, live = axes_of(town)
    table = np.full((90, 30), np.nan)
    table[town.rows, town.columns] = town.values
    filled = np.where(np.isnan(table), np.nanmean(table, axis=0), table)[:, live]
    theirs = PCA(2, svd_solver="full").fit(filled)
    assert axes.status == "two"
    assert np.abs(np.abs(np.sum(axes.vectors[live] * theirs.components_.T, axis=0)) - 1).max() < 1e-8
    assert np.allclose(axes.explained, theirs.explained_variance_ratio_, rtol=1e-9)
    assert not axes.vectors[~live].any()


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), size=st.integers(2, 12))
def test_refined_eigenvectors_are_far_more_exact_than_a_step(seed: int, size: int) -> None:
    factor = np.random.default_rng(seed).integers(-4, 5, (size, size + 2)).astype(float)
    matrix = factor @ factor.T
    found = spectrum(matrix)
    if found.values[0] - found.values[1] < 1e-3 * found.values[0] or found.values[0] == 0:
        return
    vector, value = found.refined(0)
    with localcontext() as context:
        context.prec = 60
        exact = [Decimal(int(part)) / (1 << VECTOR_BITS) for part in vector]
        image = [sum(Decimal(entry) * part for entry, part in zip(row, exact, strict=True)) for row in matrix]
        length = sum(part * part for part in exact)
        quotient = sum(a * b for a, b in zip(image, exact, strict=True)) / length
        residual = max(abs(a - quotient * b) for a, b in zip(image, exact, strict=True))
        assert residual < Decimal(2) ** -70 * quotient
        assert abs(length - 1) < Decimal(2) ** -80
        assert abs(Decimal(value) - quotient) < Decimal(2) ** -48 * quotient


def test_another_linear_algebra_library_would_give_the_same_bits(town: Votes, monkeypatch: pytest.MonkeyPatch) -> None:
    axes, matrix, live = axes_of(town)
    solve = np.linalg.eigh
    random = np.random.default_rng(3)

    def other(given: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        values, vectors = solve(given)
        # What another processor changes, and much more; signs are free too.
        noise = 1e-11 * random.standard_normal(vectors.shape)
        return values * (1 + 1e-15), -(vectors + noise)

    monkeypatch.setattr(np.linalg, "eigh", other)
    for _ in range(5):
        again = find_axes(matrix, live=live)
        assert np.array_equal(again.v1, axes.v1)
        assert np.array_equal(again.v2, axes.v2)
        assert again.eigenvalues[:2] == axes.eigenvalues[:2]


def test_the_first_of_the_largest_components_is_positive(town: Votes) -> None:
    axes, matrix, live = axes_of(town)
    for axis in (axes.v1, axes.v2):
        assert axis[np.argmax(np.abs(axis))] > 0
    mirrored = find_axes(matrix[::-1, ::-1].copy(), live=live)
    assert mirrored.v1[live].tolist() == axes.v1[live][::-1].tolist()


def test_axes_have_unit_length_and_stand_square(town: Votes) -> None:
    vectors = axes_of(town)[0].vectors
    assert np.allclose(vectors.T @ vectors, np.eye(2), atol=1e-8)


def test_stored_axes_one_step_off_are_used_again(town: Votes) -> None:
    axes, matrix, live = axes_of(town)
    near = replace(axes, v1=axes.v1 + np.where(live & (np.arange(30) % 7 == 0), 1, 0))
    assert axes_agree(near, axes, matrix=matrix, live=live)
    drawn = analyse(town, axes=near)
    assert np.array_equal(drawn.axes.v1, near.v1)
    assert drawn.digest() == analyse(town, axes=near).digest()


def test_stored_axes_that_differ_are_not_used(town: Votes) -> None:
    axes, matrix, live = axes_of(town)
    far = replace(axes, v1=axes.v1 + np.where(np.arange(30) == 4, 2, 0))
    left_out = replace(axes, v2=axes.v2 + np.where(live, 0, 1))
    other = replace(axes, status="one")
    shorter = replace(axes, v1=axes.v1[:5], v2=axes.v2[:5])
    for stored in (far, left_out, other, shorter):
        assert not axes_agree(stored, axes, matrix=matrix, live=live)
    assert np.array_equal(analyse(town, axes=far).axes.v1, axes.v1)


def test_stored_axes_that_are_no_eigenvectors_are_not_used(town: Votes) -> None:
    axes, matrix, live = axes_of(town)
    changed = matrix + np.diag(np.linspace(0, 5, len(matrix)))
    assert not axes_agree(axes, axes, matrix=changed, live=live)


def test_a_single_axis_agrees_with_itself() -> None:
    votes = from_matrix(np.array([[1, -1], [-1, 1], [1, -1]], dtype=np.int8))
    axes, matrix, live = axes_of(votes)
    assert axes.status == "one"
    assert axes_agree(axes, axes, matrix=matrix, live=live)


def test_real_conversations_have_two_axes(real_votes: Callable[[str], Votes]) -> None:
    axes, _, _ = axes_of(real_votes("vtaiwan.uberx"))
    assert axes.status == "two"
    assert axes.explained[0] == pytest.approx(0.212158322968, rel=1e-9)
    assert axes.gap > constants.AXIS_GAP
