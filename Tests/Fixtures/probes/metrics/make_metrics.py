"""What numpy, scipy and scikit-learn say about metrics of shape, subspace and population, from their definitions.

Run in this folder with the versions of ../../requirements.txt: `python make_metrics.py`. It writes metrics.json.
"""
import json

import numpy as np
from scipy.linalg import sqrtm, subspace_angles
from scipy.spatial import procrustes as scipy_procrustes
from scipy.spatial.distance import cdist, pdist
from scipy.stats import spearmanr
from sklearn.covariance import LedoitWolf, ledoit_wolf
from sklearn.cross_decomposition import CCA
from sklearn.metrics import roc_auc_score


def procrustes(a, b):
    a, b = a - a.mean(0), b - b.mean(0)
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    norm = np.linalg.norm(a.T @ b, "nuc")
    if a.shape[1] < len(a):
        assert abs(scipy_procrustes(a, b)[2] - (1 - norm**2)) < 1e-12
    return 1 - norm


def neighbours(x, k):
    distances = cdist(x, x)
    np.fill_diagonal(distances, np.inf)
    return [set(np.argsort(row)[:k]) for row in distances]


def mutual_knn(a, b, k=10):
    return np.mean([len(x & y) / k for x, y in zip(neighbours(a, k), neighbours(b, k))])


def between(x, y, metric, groups):
    """Mean product by `metric` over pairs of prompts of different clusters."""
    return np.mean([x[i] @ metric @ y[j] for i in range(len(x)) for j in range(len(x)) if groups[i] != groups[j]])


def whitened(a, b, r, groups):
    inverse = np.linalg.inv(LedoitWolf().fit(r).covariance_)
    t, w = a - r, b - r
    return between(t, w, inverse, groups) / np.sqrt(between(t, t, inverse, groups) * between(w, w, inverse, groups))


def frechet(a, b):
    s, t = ledoit_wolf(a)[0], ledoit_wolf(b)[0]
    root = sqrtm(s)
    return ((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(s + t) - 2 * np.trace(sqrtm(root @ t @ root)).real


def principal(x):
    x = x - x.mean(0)
    _, s, v = np.linalg.svd(x, full_matrices=False)
    share = np.cumsum(s**2) / (s**2).sum()
    return v[: min(np.searchsorted(share, 0.99) + 1, len(x) // 10)]


def canonical(a, b):
    axes = principal(a), principal(b)
    x, y = (a - a.mean(0)) @ axes[0].T, (b - b.mean(0)) @ axes[1].T
    count = min(x.shape[1], y.shape[1])
    u, v = CCA(count, scale=False, max_iter=100000, tol=1e-14).fit(x, y).transform(x, y)
    rho = np.array([abs(np.corrcoef(u[:, i], v[:, i])[0, 1]) for i in range(count)])
    h = (u - u.mean(0)) / np.linalg.norm(u - u.mean(0), axis=0)
    alpha = np.abs(h.T @ x).sum(1)
    angles = subspace_angles(axes[0][:count].T, axes[1][:count].T)
    return rho.mean(), (alpha * rho).sum() / alpha.sum(), angles.mean()


def auc(a, b, folds, components=None):
    won = pairs = 0
    for f in sorted(set(folds)):
        test = np.array(folds) == f
        x, y = a[~test], b[~test]
        axes = np.eye(a.shape[1])
        if components:
            pooled = np.vstack([x, y])
            axes = np.linalg.svd(pooled - pooled.mean(0), full_matrices=False)[2][:components]
        x, y, p, q = (s @ axes.T for s in (x, y, a[test], b[test]))
        covariance = ledoit_wolf(np.vstack([x - x.mean(0), y - y.mean(0)]), assume_centered=True)[0]
        w = np.linalg.solve(covariance, y.mean(0) - x.mean(0))
        n = test.sum()
        won += roc_auc_score([0] * n + [1] * n, np.concatenate([p @ w, q @ w])) * n * n
        pairs += n * n
    return won / pairs


def case(name, a, b, r, groups):
    a, b, r = (np.float32(np.round(x, 4)) for x in (a, b, r))
    result = {"name": name, "prompts": len(a), "width": a.shape[1], "groups": groups}
    result |= {key: [float(f"{v:.9g}") for v in x.ravel()] for key, x in (("a", a), ("b", b), ("reference", r))}
    a, b, r = (np.float64(x) for x in (a, b, r))
    result["folds"] = [g % 5 for g in groups]
    values = {
        "mean_cosine_whitened": whitened(a, b, r, groups),
        "procrustes": procrustes(a, b),
        "rsa": spearmanr(pdist(a), pdist(b))[0],
        "mutual_knn": mutual_knn(a, b),
        "frechet": frechet(a, b),
        "two_sample_auc": auc(a, b, result["folds"]),
        "two_sample_auc_pc1": auc(a, b, result["folds"], 1),
        "two_sample_auc_pc2": auc(a, b, result["folds"], 2),
    }
    values["svcca"], values["pwcca"], values["principal_angles"] = canonical(a, b)
    result["expected"] = {key: float(value) for key, value in values.items()}
    return result


def jackknife(name, statistic, a, b, groups):
    """Deleting a cluster, computed anew each time."""
    groups = np.array(groups)
    without = [statistic(a[groups != g], b[groups != g]) for g in sorted(set(groups))]
    return {name: [float(v) for v in without]}


if __name__ == "__main__":
    rng = np.random.default_rng(20260414)
    mix = np.eye(7) + 0.4 * rng.normal(size=(7, 7))
    spread = np.array([2, 1.6, 1.3, 1, 0.8, 0.6, 0.5])
    r = rng.normal(size=(44, 7)) * spread
    a = r + 0.3 + 0.5 * rng.normal(size=(44, 7))
    b = r @ mix + np.array([0.5, 0.3, 0.2, 0.3, 0.4, 0.1, 0.3]) + 0.5 * rng.normal(size=(44, 7))
    wide = rng.normal(size=(24, 3)) @ rng.normal(size=(3, 60)) * 2 + 0.3 * rng.normal(size=(24, 60))
    cases = [
        case("independent prompts", a, b, r, list(range(44))),
        case("clusters", a, b, r, [i // 2 for i in range(44)]),
        case("wider than all prompts", wide + 0.3 + 0.4 * rng.normal(size=(24, 60)),
             wide + 0.2 + 0.4 * rng.normal(size=(24, 60)), wide, list(range(24))),
    ]
    clusters = cases[1]
    x, y = (np.float64(np.float32(clusters[k])).reshape(44, 7) for k in "ab")
    clusters["without"] = {}
    for name, statistic in [("procrustes", procrustes), ("rsa", lambda p, q: spearmanr(pdist(p), pdist(q))[0]),
                            ("frechet", frechet)]:
        clusters["without"] |= jackknife(name, statistic, x, y, clusters["groups"])
    with open("metrics.json", "w") as file:
        json.dump(cases, file, separators=(",", ":"))
        file.write("\n")
