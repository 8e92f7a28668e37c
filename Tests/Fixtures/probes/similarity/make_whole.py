"""What numpy says about the metrics of whole conditions, written from their definitions as loops over pairs.

Run in this folder with the versions of ../../requirements.txt: `python make_whole.py`. It writes whole.json.
"""
import json

import numpy as np


def between(x, y, groups):
    """Mean product over pairs of prompts of different clusters."""
    values = [x[i] @ y[j] for i in range(len(x)) for j in range(len(x)) if groups[i] != groups[j]]
    return np.mean(values)


def hsic1(k, l):
    """Song et al. 2012, eq. 5, matrix by matrix."""
    n = len(k)
    k, l = k - np.diag(np.diag(k)), l - np.diag(np.diag(l))
    one = np.ones((n, 1))
    value = np.trace(k @ l)
    value += (one.T @ k @ one * (one.T @ l @ one)).item() / ((n - 1) * (n - 2))
    value -= 2 / (n - 2) * (one.T @ k @ l @ one).item()
    return value / (n * (n - 3))


def cka(a, b):
    k, l = a @ a.T, b @ b.T
    return hsic1(k, l) / np.sqrt(hsic1(k, k) * hsic1(l, l))


def discrepancy(a, b, groups, kernel):
    pairs = [(i, j) for i in range(len(a)) for j in range(len(a)) if groups[i] != groups[j]]
    return np.mean([kernel(a[i], a[j]) + kernel(b[i], b[j]) - kernel(a[i], b[j]) - kernel(a[j], b[i]) for i, j in pairs])


def jackknife(statistic, groups, *states):
    values = []
    for g in sorted(set(groups)):
        keep = [i for i in range(len(groups)) if groups[i] != g]
        values.append(statistic(*(x[keep] for x in states), [groups[i] for i in keep]))
    count = len(values)
    return float(np.sqrt((count - 1) / count * ((values - np.mean(values)) ** 2).sum()))


def case(name, a, b, r, groups):
    a, b, r = (np.float32(x) for x in (a, b, r))
    result = {"name": name, "prompts": len(a), "width": a.shape[1], "groups": groups}
    result |= {key: x.ravel().tolist() for key, x in (("a", a), ("b", b), ("reference", r))}
    a, b, r = (np.float64(x) for x in (a, b, r))
    t, w = a - r, b - r
    tt, ww, tw = between(t, t, groups), between(w, w, groups), between(t, w, groups)
    ct, cw = t - t.mean(0), w - w.mean(0)
    pooled = np.vstack([a, b])
    sigma = np.median([np.linalg.norm(pooled[i] - pooled[j]) for i in range(len(pooled)) for j in range(i)])
    gram = [np.cov(x.T, bias=True) for x in (a, b)]
    centred = [x - x.mean(0) for x in (a, b)]
    unit = [(x @ x.T) / np.linalg.norm(x @ x.T) for x in centred]
    below = (t**2).sum()
    values = {
        "displacement_projection": tw / tt,
        "displacement_orthogonal": np.sqrt(max(0, ww - tw**2 / tt) / tt),
        "displacement_cosine_mean": tw / np.sqrt(tt * ww),
        "displacement_cosine_specific": np.mean(
            (ct * cw).sum(1) / np.linalg.norm(ct, axis=1) / np.linalg.norm(cw, axis=1)),
        "displacement_recovered": 1 - ((w - t) ** 2).sum() / below,
        "displacement_recovered_mean": len(a) * ((t.mean(0) ** 2).sum() - ((w - t).mean(0) ** 2).sum()) / below,
        "displacement_recovered_specific": ((ct**2).sum() - ((cw - ct) ** 2).sum()) / below,
        "cka_debiased": cka(a, b),
        "gram_distance": np.linalg.norm(unit[0] - unit[1]),
        "effective_rank_a": np.trace(gram[0]) ** 2 / np.trace(gram[0] @ gram[0]),
        "effective_rank_b": np.trace(gram[1]) ** 2 / np.trace(gram[1] @ gram[1]),
        "mmd": discrepancy(a, b, groups, lambda x, y: np.exp(-((x - y) ** 2).sum() / (2 * sigma**2))),
        "energy": discrepancy(a, b, groups, lambda x, y: -np.linalg.norm(x - y)),
        "dispersion_a": np.mean(np.linalg.norm(centred[0], axis=1)),
        "dispersion_ratio": np.linalg.norm(centred[0], axis=1).sum() / np.linalg.norm(centred[1], axis=1).sum(),
        "entropy_a": np.mean([-(p * np.log2(p)).sum() for p in np.exp(a) / np.exp(a).sum(1, keepdims=True)]),
    }
    result["expected"] = {key: float(value) for key, value in values.items()}
    result["errors"] = {
        "cka_debiased": jackknife(lambda x, y, g: cka(x, y), groups, a, b),
        "displacement_cosine_mean": jackknife(
            lambda x, y, g: between(x, y, g) / np.sqrt(between(x, x, g) * between(y, y, g)), groups, t, w),
    }
    return result


def halves(rng):
    """The product between halves, averaged over random splits: what `between` is the limit of."""
    x, y = rng.normal(size=(12, 3)) + 1, rng.normal(size=(12, 3)) + 1
    values = []
    for _ in range(20000):
        order = rng.permutation(12)
        values.append(x[order[:6]].mean(0) @ y[order[6:]].mean(0))
    return abs(np.mean(values) - between(x, y, list(range(12)))) / (np.std(values) / np.sqrt(20000))


if __name__ == "__main__":
    rng = np.random.default_rng(20260402)
    assert halves(rng) < 3
    r = rng.normal(size=(16, 6))
    a = r + 1 + 0.5 * rng.normal(size=(16, 6))
    b = r + np.array([1.5, 1, 1, 0.5, 1, 1]) + 0.7 * rng.normal(size=(16, 6))
    wide = rng.normal(size=(9, 40))
    with open("whole.json", "w") as file:
        json.dump([
            case("independent prompts", a, b, r, list(range(16))),
            case("clusters of unequal size", a, b, r, [0, 0, 0, 1, 2, 2, 3, 4, 4, 4, 4, 5, 6, 6, 7, 8]),
            case("wider than prompts", wide + 1 + 0.4 * rng.normal(size=(9, 40)),
                 wide + 1 + 0.4 * rng.normal(size=(9, 40)), wide, list(range(9))),
        ], file, separators=(",", ":"))
        file.write("\n")
