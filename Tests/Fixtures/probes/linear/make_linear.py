"""What scikit-learn and numpy say about the probes of Sources/Probes/Linear.

Run in this folder with the versions of ../../requirements.txt: `python make_linear.py`. It writes linear.json, the same
bytes every time. States are float32; everything computed from them is float64.
"""
import json

import numpy as np
from sklearn.covariance import ledoit_wolf
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression, Ridge, RidgeClassifier, RidgeCV
from sklearn.metrics import log_loss
from sklearn.neighbors import NearestCentroid
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def states(rng, n, d, classes, noise):
    """Classes that overlap, correlated dimensions of unlike scale, one far from 0."""
    labels = rng.permutation(np.arange(n) % classes)
    labels[: n // 8] = 0  # uneven classes
    centres = rng.normal(size=(classes, d))
    mixing = rng.normal(size=(d, d)) / np.sqrt(d)
    x = (noise * rng.normal(size=(n, d)) + centres[labels]) @ mixing * rng.uniform(0.3, 3, d)
    x[:, 0] += 50
    return np.round(x, 3).astype(np.float32), labels


def unfold(pipeline):
    """Weights and intercepts for raw states."""
    scaler, model = pipeline[0], pipeline[-1]
    coef = np.atleast_2d(model.coef_) / scaler.scale_
    return coef, np.ravel(model.intercept_) - coef @ scaler.mean_


class Centring(StandardScaler):
    """Takes only the mean off: what a fit with an intercept does by itself, but better conditioned."""

    def __init__(self):
        super().__init__(with_std=False)

    def fit(self, x, y=None, sample_weight=None):
        super().fit(x)
        self.scale_ = np.ones(x.shape[1])
        return self


def model(probe, penalty, balance):
    weight = None if balance == "none" else balance
    if probe == "logistic":
        return LogisticRegression(C=penalty, tol=1e-10, max_iter=20000, class_weight=weight)
    if probe == "ridge":
        return RidgeClassifier(alpha=penalty, class_weight=weight, solver="cholesky")
    if probe == "lda":
        return LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto" if penalty is None else penalty)
    raise ValueError(probe)


def fit(x, y, folds, probe, penalty, balance="none", standardised=True):
    make = lambda: make_pipeline(StandardScaler() if standardised else Centring(), model(probe, penalty, balance))
    pipeline = make().fit(x, y)
    coef, intercept = unfold(pipeline)
    predictions = np.zeros(len(y), int)
    for fold in range(folds.max() + 1):
        train = folds != fold
        predictions[~train] = make().fit(x[train], y[train]).predict(x[~train])
    return dict(
        probe=probe, penalty=penalty, balance=balance, standardised=standardised, weights=coef.ravel().tolist(),
        biases=intercept.tolist(), predictions=predictions.tolist())


def centroid(x, y, folds):
    predictions = np.zeros(len(y), int)
    for fold in range(folds.max() + 1):
        train = folds != fold
        scaler = StandardScaler().fit(x[train])
        probe = NearestCentroid().fit(scaler.transform(x[train]), y[train])
        predictions[~train] = probe.predict(scaler.transform(x[~train]))
    return predictions.tolist()


def leave_one_out(x, y, alphas):
    """Mean squared error of RidgeCV's leave-one-out predictions of a number, by alpha; standardised beforehand."""
    z = StandardScaler().fit_transform(x)
    target = (x[:, 1] * 0.5 + y).astype(np.float64)
    cv = RidgeCV(alphas=alphas, store_cv_results=True).fit(z, target)
    coefs = [Ridge(alpha=a, solver="cholesky").fit(z, target) for a in alphas]
    return dict(
        alphas=alphas, target=target.tolist(), errors=cv.cv_results_.mean(axis=0).tolist(), best=float(cv.alpha_),
        weights=[c.coef_.tolist() for c in coefs], intercepts=[float(c.intercept_) for c in coefs])


def chosen_penalty(x, y, folds, grid):
    """For each outer fold the C of least log-loss over the other folds, each held out once."""
    result = []
    for outer in range(folds.max() + 1):
        losses = []
        for c in grid:
            loss = 0.0
            for inner in range(folds.max() + 1):
                if inner == outer:
                    continue
                train = (folds != outer) & (folds != inner)
                probe = make_pipeline(StandardScaler(), model("logistic", c, "none")).fit(x[train], y[train])
                p = probe.predict_proba(x[folds == inner])
                loss += log_loss(y[folds == inner], p, normalize=False, labels=sorted(set(y)))
            losses.append(loss)
        result.append(grid[int(np.argmin(losses))])
    return dict(grid=grid, chosen=result)


def ccs(rng, n, d):
    """Burns et al. 2022: loss and gradient at given weights, on pairs normalised side by side."""
    first, second = rng.normal(size=(n, d)), rng.normal(size=(n, d)) + 0.4
    first, second = np.round(first, 3).astype(np.float32), np.round(second, 3).astype(np.float32)
    normal = lambda s: (s - s.mean(0)) / s.std(0)
    w, b = rng.normal(size=d) / np.sqrt(d), 0.3
    a, c = normal(first.astype(float)), normal(second.astype(float))
    loss = lambda w, b: np.mean(
        (sigmoid(a @ w + b) - (1 - sigmoid(c @ w + b))) ** 2
        + np.minimum(sigmoid(a @ w + b), sigmoid(c @ w + b)) ** 2)
    step = 1e-6
    gradient = [(loss(w + step * e, b) - loss(w - step * e, b)) / (2 * step) for e in np.eye(d)]
    gradient.append((loss(w, b + step) - loss(w, b - step)) / (2 * step))
    return dict(
        prompts=n, width=d, first=first.ravel().tolist(), second=second.ravel().tolist(), weights=w.tolist(), bias=b,
        loss=float(loss(w, b)), gradient=gradient)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def case(name, rng, n, d, classes, noise, grid):
    x, y = states(rng, n, d, classes, noise)
    folds = rng.permutation(np.arange(n) % 4)
    wide = x.astype(np.float64)
    fits = []
    for c in (1e-3, 0.1, 1.0):
        fits.append(fit(wide, y, folds, "logistic", c))
    fits.append(fit(wide, y, folds, "logistic", 0.1, "balanced"))
    fits.append(fit(wide, y, folds, "logistic", 0.05, "none", False))
    for alpha in (0.5, 30.0):
        fits.append(fit(wide, y, folds, "ridge", alpha))
    fits.append(fit(wide, y, folds, "ridge", 5.0, "balanced"))
    fits.append(fit(wide, y, folds, "ridge", 5.0, "none", False))
    fits.append(fit(wide, y, folds, "lda", None))
    fits.append(fit(wide, y, folds, "lda", 0.2))
    fits.append(fit(wide, y, folds, "lda", None, "none", False))
    return dict(
        name=name, prompts=n, width=d, classes=classes, states=x.ravel().tolist(), labels=y.tolist(),
        folds=folds.tolist(), fits=fits, centroid=centroid(wide, y, folds), choice=chosen_penalty(wide, y, folds, grid),
        ridge=leave_one_out(wide, y, [0.01, 0.3, 3.0, 40.0, 1000.0]),
        ledoit_wolf=float(ledoit_wolf(StandardScaler().fit_transform(wide))[1]))


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.10g}")
    if isinstance(value, list):
        return [rounded(v) for v in value]
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    return value


rng = np.random.default_rng(13)
grid = [0.0003, 0.01, 0.3]
result = dict(
    cases=[
        case("binary", rng, 96, 12, 2, 2.5, grid),
        case("four classes", rng, 120, 9, 4, 1.5, grid),
        case("wide", rng, 32, 60, 2, 3.0, grid),
        case("wide, three classes", rng, 36, 50, 3, 2.5, grid),
    ],
    ccs=ccs(rng, 30, 6))
with open("linear.json", "w") as file:
    json.dump(rounded(result), file, separators=(",", ":"))
    file.write("\n")
