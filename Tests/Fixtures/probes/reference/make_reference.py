"""What numpy, scipy and scikit-learn say about probes without a scikit-learn class of their own (mass-mean, whitened
mass-mean, reading vectors) and about probes of numbers.

Run in this folder with the versions of ../../requirements.txt: `python make_reference.py`. It writes reference.json, the
same bytes every time. States are float32; everything computed from them is float64.
"""
import json

import numpy as np
from scipy.stats import spearmanr
from sklearn.covariance import ledoit_wolf
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def mixed(rng, n, d):
    """Correlated dimensions of unlike scale, one far from 0."""
    x = rng.normal(size=(n, d)) @ (rng.normal(size=(d, d)) / np.sqrt(d)) * rng.uniform(0.3, 3, d)
    x[:, 0] += 50
    return x


def single(x):
    return np.round(x, 3).astype(np.float32).astype(np.float64)


def scaled(x, standardised):
    """Centred states, over their sd if asked, and what they were divided by."""
    scale = x.std(0) if standardised else np.ones(x.shape[1])
    return (x - x.mean(0)) / scale, scale


def raw(direction, middle, x, scale):
    """A direction of scaled states with the threshold at `middle` along it, for raw states."""
    weights = direction / scale
    return dict(weights=weights.tolist(), bias=float(-middle - weights @ x.mean(0)))


def mass_mean(x, y, standardised):
    """Marks & Tegmark: along the difference of the class means, threshold half-way."""
    z, scale = scaled(x, standardised)
    a, b = z[y == 1].mean(0), z[y == 0].mean(0)
    return raw(a - b, (a - b) @ (a + b) / 2, x, scale)


def class_covariance(z, shrinkage):
    """Of one class; None: Ledoit & Wolf's on rows over their sd, scaled back."""
    if shrinkage is None:
        scaler = StandardScaler()
        covariance, _ = ledoit_wolf(scaler.fit_transform(z))
        return scaler.scale_[:, None] * covariance * scaler.scale_[None]
    covariance = np.cov(z.T, bias=True)
    return (1 - shrinkage) * covariance + shrinkage * np.trace(covariance) / len(covariance) * np.eye(len(covariance))


def whitened(x, y, shrinkage, standardised):
    z, scale = scaled(x, standardised)
    within = sum((y == k).mean() * class_covariance(z[y == k], shrinkage) for k in (0, 1))
    a, b = z[y == 1].mean(0), z[y == 0].mean(0)
    direction = np.linalg.solve(within, a - b)
    return raw(direction, direction @ (a + b) / 2, x, scale)


def reading(x, y, standardised):
    """Zou et al.: first right singular vector of class 1 less class 0; here all of class 0 are one state, so that it
    does not matter who is paired with whom."""
    z, scale = scaled(x, standardised)
    direction = np.linalg.svd(z[y == 1] - z[y == 0], full_matrices=False)[2][0]
    a, b = z[y == 1].mean(0), z[y == 0].mean(0)
    direction *= np.sign(direction @ (a - b))
    return raw(direction, direction @ (a + b) / 2, x, scale)


def directions(name, rng, n, d):
    y = rng.permutation(np.arange(n) % 3 == 0).astype(int)
    x = single(mixed(rng, n, d) + 0.8 * y[:, None] * rng.normal(size=d))
    labels = np.arange(n) % 2
    paired = single(np.where(labels[:, None] == 1, mixed(rng, n, d) + rng.normal(size=d), mixed(rng, 1, d)))
    fits = []
    for standardised in (True, False):
        fits.append(dict(probe="mass-mean", standardised=standardised, **mass_mean(x, y, standardised)))
        for shrinkage in (None, 0.3):
            fits.append(
                dict(
                    probe="mass-mean-whitened", standardised=standardised, shrinkage=shrinkage,
                    **whitened(x, y, shrinkage, standardised)))
        fits.append(dict(probe="pca", standardised=standardised, **reading(paired, labels, standardised)))
    differences = x[: n // 2] - x[n // 2 : n // 2 * 2]
    top = np.linalg.svd(differences, full_matrices=False)[2][0]
    return dict(
        name=name, prompts=n, width=d, states=x.ravel().tolist(), labels=y.tolist(), paired=paired.ravel().tolist(),
        paired_labels=labels.tolist(), fits=fits, differences=differences.ravel().tolist(), top=top.tolist())


def numbers(name, rng, n, d, signal, grid):
    x = single(mixed(rng, n, d))
    t = np.round(signal * (x[:, 1] - x[:, 1].mean()) + rng.normal(size=n) + 3, 1)  # ties among them
    folds = rng.permutation(np.arange(n) % 4)
    fit = lambda train, alpha: make_pipeline(StandardScaler(), Ridge(alpha=alpha)).fit(x[train], t[train])
    predicted, baseline, chosen = np.zeros(n), np.zeros(n), []
    for outer in range(4):
        losses = [
            sum(
                ((t[folds == inner] - fit((folds != outer) & (folds != inner), alpha).predict(x[folds == inner])) ** 2).sum()
                for inner in range(4) if inner != outer)
            for alpha in grid]
        chosen.append(grid[int(np.argmin(losses))])
        held = folds == outer
        predicted[held] = fit(~held, chosen[-1]).predict(x[held])
        baseline[held] = t[~held].mean()
    return dict(
        name=name, prompts=n, width=d, states=x.ravel().tolist(), target=t.tolist(), folds=folds.tolist(), grid=grid,
        chosen=chosen, predictions=predicted.tolist(),
        r2=float(1 - ((t - predicted) ** 2).sum() / ((t - baseline) ** 2).sum()),
        mae=float(mean_absolute_error(t, predicted)), mae_baseline=float(mean_absolute_error(t, baseline)),
        spearman=float(
            sum((folds == f).sum() * spearmanr(t[folds == f], predicted[folds == f]).statistic for f in range(4)) / n))


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.10g}")
    if isinstance(value, list):
        return [rounded(v) for v in value]
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    return value


rng = np.random.default_rng(31)
grid = [1000.0, 100.0, 10.0, 1.0]
result = dict(
    directions=[directions("tall", rng, 90, 8), directions("wide", rng, 36, 50)],
    numbers=[
        numbers("signal", rng, 80, 6, 0.8, grid), numbers("wide", rng, 40, 60, 0.8, grid),
        numbers("no signal", rng, 60, 5, 0.0, grid)])
with open("reference.json", "w") as file:
    json.dump(rounded(result), file, separators=(",", ":"))
    file.write("\n")
