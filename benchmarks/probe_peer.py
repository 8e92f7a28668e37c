#!/usr/bin/env python3
"""The tasks of probe_bench.py as an expert does them with scikit-learn and numpy: one BLAS thread, two jobs over layers
and folds, threads or processes, the best solver for each; matrix products alone may use all threads. Prints JSON: the
fastest of its ways (or the one asked for), its seconds, and the quality.

usage: probe_peer.py CAPTURE TASK [--way NAME] [--repeats N] [--jobs N]
"""
import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import argparse
import json
import time
import warnings

import numpy
from joblib import Parallel, delayed
from safetensors import safe_open
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression, RidgeClassifierCV
from sklearn.metrics import log_loss
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

warnings.filterwarnings("ignore")
PENALTIES = numpy.logspace(-5, 0, 10)
ALPHAS = numpy.logspace(0, 5, 9)


def fold_logistic(states, labels, folds, fold, penalties, solver):
    """Held-out log-loss of one fold for each penalty, from the strongest on."""
    train = folds != fold
    scaler = StandardScaler().fit(states[train])
    x, held = scaler.transform(states[train]), scaler.transform(states[~train])
    probe = LogisticRegression(C=1, solver=solver, tol=1e-4 if solver == "lbfgs" else 1e-6, max_iter=2000, warm_start=True)
    losses = []
    for c in penalties:
        probe.C = c
        probe.fit(x, labels[train])
        losses.append(log_loss(labels[~train], probe.predict_proba(held), labels=[0, 1]))
    return losses


def logistic(data, parallel, solver, penalties, layers):
    losses = parallel(delayed(fold_logistic)(data.states[:, layer], data.binary, data.folds, fold, penalties, solver)
                      for layer in layers for fold in range(5))
    return numpy.array(losses).reshape(len(layers), 5, -1).mean(1).T


def ridge_layer(states, labels):
    x = StandardScaler().fit_transform(states)
    probe = RidgeClassifierCV(alphas=ALPHAS).fit(x, labels)
    return float(probe.alpha_), -float(probe.best_score_)


def fold_lda(states, labels, folds, fold):
    train = folds != fold
    probe = LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto").fit(states[train], labels[train])
    return probe.score(states[~train], labels[~train])


def debiased(kernel):
    """Kernel matrix with a zero diagonal, centred as HSIC₁ needs (Song 2012)."""
    n = len(kernel)
    kernel = kernel.copy()
    numpy.fill_diagonal(kernel, 0)
    means = kernel.sum(0) / (n - 2)
    means -= means.sum() / (2 * (n - 1))
    kernel -= means[:, None]
    kernel -= means[None, :]
    numpy.fill_diagonal(kernel, 0)
    return kernel


def cka(states):
    kernels = [debiased(states[:, i] @ states[:, i].T).ravel() for i in range(states.shape[1])]
    products = numpy.array([[a @ b for b in kernels] for a in kernels])
    scale = numpy.sqrt(numpy.diag(products))
    return products / scale / scale[:, None]


def mmd(a, b, permutations):
    pool = numpy.concatenate([a, b])
    squares = (pool * pool).sum(1)
    distances = squares[:, None] + squares - 2 * pool @ pool.T
    kernel = numpy.exp(-distances / (2 * numpy.median(distances[numpy.triu_indices(len(pool), 1)])))
    draw, n = numpy.random.default_rng(0), len(a)
    # Pairs of one prompt are left out, also those of its state in a with its state in b.
    for offset in (-n, 0, n):
        rows = numpy.arange(max(0, -offset), len(pool) - max(0, offset))
        kernel[rows, rows + offset] = 0
    signs = numpy.concatenate([numpy.ones(n), -numpy.ones(n)]).astype(kernel.dtype)
    signs = numpy.stack([signs] + [draw.permutation(signs) for _ in range(permutations)], 1)
    # Σ within a + Σ within b − Σ across, by one product.
    return ((kernel @ signs) * signs).sum(0) / (n * (n - 1))


def paired(a, b, permutations):
    a = a / numpy.linalg.norm(a, axis=1, keepdims=True)
    b = b / numpy.linalg.norm(b, axis=1, keepdims=True)
    table = 1 - a @ b.T
    draw = numpy.random.default_rng(0)
    orders = draw.permuted(numpy.tile(numpy.arange(len(a)), (permutations, 1)), axis=1)
    return table[numpy.arange(len(a)), orders].mean(1), table.trace() / len(a)


class Data:
    def __init__(self, path):
        with safe_open(path, "numpy") as file:
            self.states = file.get_tensor("resid")
            labels = json.loads(file.metadata()["labels"])
        self.binary, self.ten, self.folds = (numpy.array(labels[name]) for name in ("binary", "ten", "fold"))
        self.layers = range(self.states.shape[1])


def ways(task, data, jobs):
    """The ways to do a task: name → a call that gives its quality."""
    pools = {name: Parallel(n_jobs=jobs, prefer=name) for name in ("threads", "processes")}
    if task in ("logistic", "logistic-path"):
        path = task == "logistic-path"
        layers, penalties = ([0, 1], PENALTIES) if path else (list(data.layers), [1e-2])
        return {f"{solver}, {name}": lambda solver=solver, pool=pool: logistic(data, pool, solver, penalties, layers)
                for name, pool in pools.items() for solver in ("lbfgs", "newton-cholesky", "newton-cg")}
    if task == "ridge":
        return {name: lambda pool=pool: pool(delayed(ridge_layer)(data.states[:, i], data.binary) for i in data.layers)
                for name, pool in pools.items()}
    if task == "lda":
        return {name: lambda pool=pool: numpy.mean(pool(
            delayed(fold_lda)(data.states[:, i], data.ten, data.folds, fold) for i in data.layers for fold in range(5)))
            for name, pool in pools.items()}
    a, b = numpy.ascontiguousarray(data.states[:, 3]), numpy.ascontiguousarray(data.states[:, 4])
    calls = {"cka": lambda: cka(data.states)[0], "mmd": lambda: mmd(a[:500], b[:500], 1000)[:1],
             "paired": lambda: [paired(a[:500], b[:500], 1000)[1]]}
    return {f"{n} BLAS threads": lambda n=n: with_threads(n, calls[task]) for n in sorted({1, jobs})}


def with_threads(count, call):
    with threadpool_limits(count):
        return call()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("capture")
    options.add_argument("task", choices=("logistic", "logistic-path", "ridge", "lda", "cka", "mmd", "paired"))
    options.add_argument("--way")
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    options = options.parse_args()
    best = None
    for name, run in ways(options.task, Data(options.capture), options.jobs).items():
        if options.way not in (None, name):
            continue
        for _ in range(options.repeats):
            start = time.perf_counter()
            quality = run()
            seconds = time.perf_counter() - start
            if best is None or seconds < best["seconds"]:
                best = {"way": name, "seconds": seconds, "quality": numpy.ravel(numpy.asarray(quality).T).tolist()}
    print(json.dumps(best))


main()
