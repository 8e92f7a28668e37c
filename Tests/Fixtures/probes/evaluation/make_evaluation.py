"""What scikit-learn and numpy make of given logits and labels, for Tests/ProbesTests/Evaluation.

python make_evaluation.py   writes measures.json beside it
"""

import json
from pathlib import Path

import numpy as np
from scipy import stats
from scipy.special import softmax
from sklearn import metrics

random = np.random.default_rng(20131)


def calibration_error(probabilities, labels, bins=15):
    confidence, hits = probabilities.max(1), probabilities.argmax(1) == labels
    edges = np.linspace(0, 1, bins + 1)
    total = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            total += inside.mean() * abs(hits[inside].mean() - confidence[inside].mean())
    return total


def case(name, logits, labels):
    classes = logits.shape[1]
    probabilities = softmax(logits, axis=1)
    everything = list(range(classes))
    expected = {
        "accuracy": metrics.accuracy_score(labels, logits.argmax(1)),
        "balanced_accuracy": metrics.balanced_accuracy_score(labels, logits.argmax(1)),
        "log_loss": metrics.log_loss(labels, probabilities, labels=everything),
        "brier": metrics.brier_score_loss(labels, probabilities[:, 1] if classes == 2 else probabilities),
        "calibration_error": calibration_error(probabilities, labels),
    }
    if classes == 2:
        score = logits[:, 1] - logits[:, 0]
        expected["auc"] = metrics.roc_auc_score(labels, score)
        fpr, tpr, _ = metrics.roc_curve(labels, score, drop_intermediate=False)
        if (labels == 0).sum() >= 100:
            expected["tpr_at_1_fpr"] = tpr[fpr <= 0.01].max()
        u = stats.mannwhitneyu(score[labels == 1], score[labels == 0]).statistic
        assert np.isclose(u / ((labels == 1).sum() * (labels == 0).sum()), expected["auc"])
    else:
        expected["auc"] = metrics.roc_auc_score(labels, probabilities, multi_class="ovr", average="macro")
    return {
        "name": name,
        "classes": classes,
        "logits": [float(x) for x in logits.ravel()],
        "labels": [int(x) for x in labels],
        "expected": {key: float(value) for key, value in expected.items()},
    }


def binary(n, share, signal, ties):
    labels = (random.random(n) < share).astype(int)
    score = random.normal(size=n) + signal * (labels - 0.5)
    if ties:
        score = np.round(score * 2) / 2
    else:
        score = np.round(score, 3)
    return np.stack([np.zeros(n), score], 1), labels


def several(n, classes, signal):
    labels = random.choice(classes, size=n, p=np.arange(1, classes + 1) / np.arange(1, classes + 1).sum())
    logits = random.normal(size=(n, classes))
    logits[np.arange(n), labels] += signal
    return np.round(logits, 3), labels


cases = [
    case("two classes", *binary(260, 0.4, 1.5, False)),
    case("two classes, many ties", *binary(300, 0.5, 1.0, True)),
    case("two classes, few prompts", *binary(17, 0.5, 1.0, False)),
    case("two classes, sure of themselves", *[(x * 12 if i == 0 else x) for i, x in enumerate(binary(60, 0.5, 2, False))]),
    case("four classes", *several(90, 4, 1.2)),
]

# Obuchowski's (1997) variance of an area over clusters, written out from the paper's equations 2 to 5.
labels = random.integers(0, 2, 120)
groups = np.repeat(np.arange(30), 4)
score = np.round(random.normal(size=120) + 0.8 * labels + np.repeat(random.normal(size=30), 4), 3)
x, y = score[labels == 1], score[labels == 0]
win = (x[:, None] > y[None]) + 0.5 * (x[:, None] == y[None])
area = win.mean()
vx, vy = np.zeros(120), np.zeros(120)
vx[labels == 1], vy[labels == 0] = win.mean(1) - area, win.mean(0) - area
m, n, clusters = len(x), len(y), 30
sx = np.array([vx[(groups == g) & (labels == 1)].sum() for g in range(clusters)])
sy = np.array([vy[(groups == g) & (labels == 0)].sum() for g in range(clusters)])
s10 = clusters / ((clusters - 1) * m) * (sx**2).sum()
s01 = clusters / ((clusters - 1) * n) * (sy**2).sum()
s11 = clusters / (clusters - 1) * (sx * sy).sum()
variance = s10 / m + s01 / n + 2 * s11 / (m * n)
clustered = {
    "scores": [float(s) for s in score],
    "labels": [int(s) for s in labels],
    "groups": [f"g{g}" for g in groups],
    "area": float(area),
    "standard_error": float(np.sqrt(variance)),
}

Path(__file__).with_name("measures.json").write_text(
    json.dumps({"cases": cases, "clustered": clustered}) + "\n"
)
