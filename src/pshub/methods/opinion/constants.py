"""Every number that an opinion map depends on, in one place.

The code reads them through this module each time it runs, and :func:`pshub.methods.opinion.method` seals all of them
with a result: a constant that was changed without a new version is noticed on verification. The reference page
``docs/reference/opinion-method.md`` explains each.
"""

from __future__ import annotations

# Counts.
MAX_STATEMENTS = 4000  # beyond it the table of pairs and its eigenvectors take too much memory and time

# Axes.
AXIS_BITS = 30  # axes are multiples of 2**-30
AXIS_GAP = 1e-6  # eigenvalues nearer than this share of the largest count as equal: no unique axis
SMALLEST_VARIANCE = 0.25  # a column of votes that varies at all adds at least 1/2; less than this is rounding
AXIS_RANK = 1e-9  # an eigenvalue below this share of the largest counts as nothing

# Positions.
PROJECTION_BITS = 40  # each vote's contribution is a multiple of 2**-40
POSITION_BITS = 30  # positions are multiples of 2**-30
RIDGE_LEAST = 1e-3  # bounds of the ridge on each axis; a person who voted on everything has information 1
RIDGE_MOST = 1.0

# Who is grouped.
IN_CONVERSATION_VOTES = 7  # votes that are enough, or all statements where there are fewer
IN_CONVERSATION_PEOPLE = 15  # where fewer people have enough votes, those with most are added up to this many

# Structure: is there more than noise?
STRUCTURE_PEOPLE = 800  # largest sample of participants
STRUCTURE_MIN_PEOPLE = 4  # with fewer people no shuffle can tell groups from chance
STRUCTURE_DEVIATIONS = 3.0  # a share must be this many standard deviations above the mean of the shuffled ones
STRUCTURE_MARGIN = 1e-6  # a share must be above every shuffled one by more than rounding
LANCZOS_FROM = 128  # above this many statements the largest eigenvalue is found by Lanczos steps
LANCZOS_STEPS = 32  # and this many of them

# Groups.
CLUSTER_BITS = 20  # coordinates are scaled to this many bits for clustering
CLUSTER_STARTS = 20  # starts for each number of groups: one maximin, the others seeded
CLUSTER_ITERATIONS = 100  # k-means stops after this many, if not before
SILHOUETTE_PEOPLE = 1000  # largest sample for silhouettes
SILHOUETTE_GAIN = 0.02  # one more group must make the mean silhouette better by this much
GROUP_PEOPLE = 12  # k groups need at least 12 (k - 2) people
GROUP_SHARE = 0.02  # no group smaller than this share of the people grouped

# What each group says.
Z90 = 1.2816  # one-sided 90 % point of the normal distribution
LISTED = 5  # statements in each of Polis's lists
FALSE_DISCOVERY = 0.1  # Benjamini-Hochberg level of the split-half test

# Which statement next.
META_PRIORITY = 49.0  # weight of a statement about the voters themselves
PRIORITY_FLOOR = 0.25  # least weight of a statement, as a share of the mean weight
PRIORITY_ENOUGH = 20  # until this many people saw a statement its least weight is the mean weight

# Results.
SIGNIFICANT_DIGITS = 9  # for numbers that follow from counts and positions
SOLVER_DIGITS = 6  # for numbers that come from an iterative eigenvalue solver
DENSITY_CELLS = 32  # the density grid has at most this many cells along the longer side
