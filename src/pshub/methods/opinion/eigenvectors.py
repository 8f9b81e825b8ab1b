"""Eigenvectors that are the same on every machine.

LAPACK's eigenvectors differ in the last digits between processors and thread counts. Here they are only a first
guess: the residual G v - lambda v is then computed in exact integers and Newton's correction applied until the vector
is right to some 22 digits, far beyond the step to which axes are snapped. What is snapped is therefore a property of
the matrix, not of the library that looked for it.

Source: iterative refinement of one eigenpair (Dongarra, Moler and Wilkinson 1983, "Improving the accuracy of computed
eigenvalues and eigenvectors"); splitting of a product into exact partial products (Ozaki et al. 2012, "Error-free
transformations of matrix multiplication by using fast routines of matrix multiplication").
"""

from __future__ import annotations

from dataclasses import dataclass
from math import frexp, isqrt

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
# An exact vector: Python integers, in units of 2**-VECTOR_BITS.
ExactVector = npt.NDArray[np.object_]

# A limb times a limb, summed over 10,000 statements, stays below 2**53, so float64 products of limbs are exact.
LIMB_BITS = 19
MATRIX_LIMBS = 3
VECTOR_LIMBS = 5
MATRIX_BITS = LIMB_BITS * MATRIX_LIMBS - 1
VECTOR_BITS = LIMB_BITS * VECTOR_LIMBS - 1
STEPS = 6
# Each step divides the error by 1e10 or more (1e-16 over the smallest gap of eigenvalues that is let through), so that
# what is left after a step this small lies below 2**-75.
SMALL_STEP = 2.0**-45


@dataclass(frozen=True, slots=True, eq=False)
class Spectrum:
    """The largest eigenvalues of a symmetric matrix, and eigenvectors for the leading ones.

    Attributes
    ----------
    values
        All eigenvalues, largest first; float64.
    trace
        Their sum, from the diagonal; float64.
    vectors
        As found by LAPACK, columns in the order of `values`; float64, shape (L, L).
    scale
        The matrix was divided by 2**scale before anything was computed, which costs no precision.
    limbs
        The scaled matrix as exact integers in limbs; float64, shape (3, L, L).
    """

    values: FloatArray
    trace: float
    vectors: FloatArray
    scale: int
    limbs: FloatArray

    def refined(self, index: int) -> tuple[ExactVector, float]:
        """Return eigenvector number `index` and its eigenvalue, the same on every machine.

        The vector has unit length, each component right to about 2**-75; the eigenvalue is right to the last digit or
        nearly so.
        """
        return _refined(self, index)


def spectrum(matrix: FloatArray) -> Spectrum:
    """Return all eigenvalues of a symmetric matrix and what is needed to refine its eigenvectors.

    Parameters
    ----------
    matrix
        float64, shape (L, L), exactly symmetric.

    Examples
    --------
    >>> found = spectrum(np.array([[2.0, 1.0], [1.0, 2.0]]))
    >>> [round(float(value), 12) for value in found.values], found.trace
    ([3.0, 1.0], 4.0)
    >>> bool(abs(int(abs(found.refined(0)[0][0])) / 2**VECTOR_BITS - 0.5**0.5) < 1e-15)
    True
    """
    largest = float(np.abs(matrix).max()) if matrix.size else 0.0
    scale = frexp(largest)[1]
    scaled = np.ldexp(matrix, -scale)
    values, vectors = np.linalg.eigh(scaled)
    integers = np.rint(np.ldexp(scaled, MATRIX_BITS)).astype(np.int64)
    return Spectrum(
        values=np.ldexp(values[::-1], scale),
        trace=float(np.ldexp(_exact_sum(np.diagonal(integers)), scale - MATRIX_BITS)),
        vectors=vectors[:, ::-1],
        scale=scale,
        limbs=_limbs(integers, MATRIX_LIMBS),
    )


def _exact_sum(integers: npt.NDArray[np.int64]) -> float:
    return float(sum(integers.tolist()))


def _limbs(integers: npt.NDArray[np.int64] | ExactVector, count: int) -> FloatArray:
    """Split integers below 2**(19 count - 1) into limbs of 19 bits, lowest first; the top one carries the sign."""
    mask = (1 << LIMB_BITS) - 1
    parts = [((integers >> (LIMB_BITS * limb)) & mask).astype(np.float64) for limb in range(count - 1)]
    parts.append((integers >> (LIMB_BITS * (count - 1))).astype(np.float64))
    return np.stack(parts)


def _product(limbs: FloatArray, vector: ExactVector) -> ExactVector:
    """Return the exact product of matrix and vector, in units of 2**-(MATRIX_BITS + VECTOR_BITS)."""
    pieces = _limbs(vector, VECTOR_LIMBS).T
    result: ExactVector = np.zeros(len(vector), dtype=np.object_)
    for row, matrix in enumerate(limbs):
        partial = (matrix @ pieces).astype(np.int64).astype(np.object_)
        for column in range(VECTOR_LIMBS):
            result = result + partial[:, column] * (1 << (LIMB_BITS * (row + column)))
    return result


def _unit(vector: ExactVector) -> ExactVector:
    length = isqrt(sum(int(part) * int(part) for part in vector))
    return np.array([_divided(int(part) << VECTOR_BITS, length) for part in vector], dtype=np.object_)


def _divided(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def _refined(found: Spectrum, index: int) -> tuple[ExactVector, float]:
    values = np.ldexp(found.values, -found.scale)
    differences = values - values[index]
    differences[index] = np.inf
    vector = _unit(
        np.array([int(part) for part in np.rint(np.ldexp(found.vectors[:, index], 62))], dtype=np.object_)
        * (1 << (VECTOR_BITS - 62))
    )
    for _ in range(STEPS):
        step, exponent = _correction(found, vector, differences)
        vector = _unit(vector + np.array([_scaled(float(part), exponent) for part in step], dtype=np.object_))
        largest = float(np.abs(step).max()) if len(step) else 0.0
        if np.ldexp(largest, exponent - VECTOR_BITS) < SMALL_STEP:
            break
    image = _product(found.limbs, vector)
    value = int(sum(image * vector)) / int(sum(vector * vector))
    return vector, float(np.ldexp(value, found.scale - MATRIX_BITS))


def _correction(found: Spectrum, vector: ExactVector, differences: FloatArray) -> tuple[FloatArray, int]:
    """Return Newton's correction: float64 numbers and the power of two, in units of 2**-VECTOR_BITS, they stand at."""
    image = _product(found.limbs, vector)
    value = _divided(int(sum(image * vector)), int(sum(vector * vector)))
    residual = image - vector * value
    # The residual is far below 1; shifted so, it keeps some 53 bits of its own as float64.
    size = max((abs(int(part)) for part in residual), default=0).bit_length()
    shift = max(size - 60, 0)
    small = np.array([int(part) >> shift for part in residual], dtype=np.float64)
    step = -(found.vectors @ ((found.vectors.T @ small) / differences))
    return step, shift - MATRIX_BITS


def _scaled(value: float, exponent: int) -> int:
    """Return value * 2**exponent as the nearest integer, whatever the size."""
    mantissa, own = frexp(value)
    whole = int(mantissa * (1 << 53))
    power = own - 53 + exponent
    return whole << power if power >= 0 else _divided(whole, 1 << -power)
