"""What numpy, scipy and scikit-learn say about the metrics and procedures of Sources/Probes.

Run in this folder with the versions of ../requirements.txt: `python make_probes.py`. It writes statistics.json and
similarity.json, the same bytes every time. States are float32; everything computed from them is float64.
"""
import itertools
import json

import numpy as np
from scipy import stats
from scipy.spatial.distance import cdist, pdist
from sklearn.preprocessing import StandardScaler


def write(name, value):
    with open(name, "w") as file:
        json.dump(value, file, separators=(",", ":"))
        file.write("\n")


def normal():
    x = [-37.0, -12.5, -5.0, -1.96, -0.3, 0.0, 1e-9, 0.7, 2.5, 6.0, 9.0]
    p = [1e-300, 1e-20, 1e-6, 0.025, 0.2, 0.4999, 0.5, 0.6, 0.975, 0.999999, 1 - 1e-12]
    return {"x": x, "cdf": stats.norm.cdf(x).tolist(), "p": p, "quantile": stats.norm.ppf(p).tolist()}


def bootstrap(name, values, groups, rng, resamples):
    """BCa of a mean over clusters. scipy resamples cluster totals and gives its distribution; limits must follow."""
    labels = sorted(set(groups), key=groups.index)
    sums = np.array([sum(v for v, g in zip(values, groups) if g == label) for label in labels])
    counts = np.array([float(groups.count(label)) for label in labels])
    result = stats.bootstrap(
        (sums, counts), lambda s, c, axis: s.sum(axis=axis) / c.sum(axis=axis), paired=True, method="BCa",
        n_resamples=resamples, confidence_level=0.95, rng=rng)
    return {
        "name": name, "values": list(values), "groups": groups,
        "distribution": np.sort(result.bootstrap_distribution).tolist(),
        "low": result.confidence_interval.low, "high": result.confidence_interval.high,
    }


def bootstraps(rng):
    skewed = rng.lognormal(size=25).tolist()
    grouped = rng.lognormal(size=30).tolist()
    groups = [f"g{i}" for i in rng.integers(0, 9, size=30)]
    binary = (rng.random(40) < 0.3).astype(float).tolist()
    return [
        bootstrap("skewed", skewed, [f"p{i}" for i in range(25)], rng, 499),
        bootstrap("unequal clusters", grouped, groups, rng, 499),
        bootstrap("indicators", binary, [f"p{i}" for i in range(40)], rng, 499),
    ]


def discovery(rng):
    p = np.concatenate([rng.random(12), rng.random(6) * 0.01, [0.02, 0.02, 1.0]])
    return {"p": p.tolist(), "q": stats.false_discovery_control(p, method="bh").tolist()}


def repairing(rng):
    """Every permutation of five prompts, so the null is exact."""
    table = rng.random((5, 5))
    table[np.diag_indices(5)] *= 0.5
    null = [table[np.arange(5), list(order)].mean() for order in itertools.permutations(range(5))]
    observed = np.trace(table) / 5
    return {
        "table": table.ravel().tolist(), "mean": float(np.mean(null)), "sd": float(np.std(null)),
        "reached": int(sum(value <= observed + 1e-12 for value in null)), "permutations": len(null),
    }


def per_prompt(a, b, reference):
    def cosine(x, y):
        return 1 - (x * y).sum(1) / np.linalg.norm(x, axis=1) / np.linalg.norm(y, axis=1)

    scaler = StandardScaler().fit(reference)
    za, zb = scaler.transform(a), scaler.transform(b)
    similarity = 1 - cdist(za, zb, "cosine")

    def hits(s):
        ties = s >= s.max(1, keepdims=True) - 1e-12
        return np.diag(ties) / ties.sum(1)

    return {
        "cosine_distance": cosine(a, b).tolist(),
        "cosine_distance_standardised": cosine(za, zb).tolist(),
        "euclidean_relative": (np.linalg.norm(a - b, axis=1) / pdist(reference).mean()).tolist(),
        "retrieval_at_1": ((hits(similarity) + hits(similarity.T)) / 2).tolist(),
    }


def states(name, a, b, reference):
    a, b, reference = (np.float32(x) for x in (a, b, reference))
    case = {"name": name, "prompts": a.shape[0], "width": a.shape[1]}
    case |= {key: x.ravel().tolist() for key, x in (("a", a), ("b", b), ("reference", reference))}
    case["expected"] = per_prompt(*(np.float64(x) for x in (a, b, reference)))
    return case


def similarity(rng):
    base = rng.normal(size=(12, 16))
    near = base + 0.5 * rng.normal(size=(12, 16))
    # As in a residual stream: a direction common to all, one dimension far larger than the others, one constant.
    outlier = rng.normal(size=(20, 24)) + 3 * rng.normal(size=24)
    outlier[:, 5] = 900 + 40 * rng.normal(size=20)
    outlier[:, 9] = 2.5
    moved = outlier + 0.8 * rng.normal(size=(20, 24))
    moved[:, 9] = 2.5
    wide = rng.normal(size=(6, 200))
    # Prompts 1, 4 and 6 are copies of one another in b, 2 and 3 in a.
    twins_a, twins_b = rng.normal(size=(8, 10)), rng.normal(size=(8, 10))
    twins_a += 2 * twins_b
    twins_b[[4, 6]] = twins_b[1]
    twins_a[3] = twins_a[2]
    return [
        states("near", base, near, base),
        states("another reference", base, near, rng.normal(size=(12, 16)) * 2 + 1),
        states("outlier and constant dimension", outlier, moved, outlier),
        states("wider than prompts", wide, wide + rng.normal(size=(6, 200)), wide),
        states("ties", twins_a, twins_b, twins_a),
        states("two prompts", base[:2], near[:2], base[:2]),
    ]


def ragged(rng):
    """Several tokens a prompt; tokens whose ids differ are left out."""
    lengths = [3, 1, 4, 2]
    offsets = np.cumsum([0, *lengths]).tolist()
    a, b = (np.float32(rng.normal(size=(sum(lengths), 6))) for _ in range(2))
    ids_a = rng.integers(0, 50, size=sum(lengths)).tolist()
    ids_b = list(ids_a)
    ids_b[0] += 1  # the first token of the first prompt
    ids_b[6] += 1  # inside the third
    wide_a, wide_b = np.float64(a), np.float64(b)
    pairs = []
    for i, j in itertools.combinations(range(4), 2):
        shared = min(lengths[i], lengths[j])
        pairs.append(np.mean([np.linalg.norm(wide_a[offsets[i] + t] - wide_a[offsets[j] + t]) for t in range(shared)]))
    scaler = StandardScaler().fit(wide_a)

    def cosine(x, y):
        return 1 - (x * y).sum(1) / np.linalg.norm(x, axis=1) / np.linalg.norm(y, axis=1)

    rows = {
        "cosine_distance": cosine(wide_a, wide_b),
        "cosine_distance_standardised": cosine(scaler.transform(wide_a), scaler.transform(wide_b)),
        "euclidean_relative": np.linalg.norm(wide_a - wide_b, axis=1) / np.mean(pairs),
    }
    kept = [[r for r in range(offsets[i], offsets[i + 1]) if ids_a[r] == ids_b[r]] for i in range(4)]
    return {
        "offsets": offsets, "width": 6, "a": a.ravel().tolist(), "b": b.ravel().tolist(), "ids_a": ids_a,
        "ids_b": ids_b,
        "expected": {metric: float(np.mean([values[k].mean() for k in kept])) for metric, values in rows.items()},
    }


if __name__ == "__main__":
    rng = np.random.default_rng(20260401)
    write("statistics.json", {
        "normal": normal(), "bootstrap": bootstraps(rng), "discovery": discovery(rng), "repairing": repairing(rng),
    })
    write("similarity.json", {"cases": similarity(rng), "ragged": ragged(rng)})
