"""Writes a made-up run directory with the tables that `mindstate sweep` writes; standard library only.

    python3 make_run.py DIRECTORY [--large] [--plain]

Without options the small one that the tests read, with hostile names and texts; --plain has ordinary ones, --large
24 conditions, 7 layers and 2 positions. Values are smooth curves with noise from a fixed seed; nothing was measured.
"""
import argparse, csv, io, json, math, os, random

LONG = "x" * 10_000
HOSTILE_TEXTS = [
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\"\u0301 onmouseover=alert(1) x='\u0301'&amp;</blockquote></figure><style>*{display:none}</style>",
    "\u202eright to left\u202c \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u202e never closed",
    LONG,
    "one line\nanother line, with a \"quote\"\r\nand a third\u2028and a fourth",
    "\U0001f989\U0001f468\u200d\U0001f469\u200d\U0001f467 emoji, Zalgo z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307",
    "-1+1", "'=quoted", "{{#sections}}{{{style}}}{{/sections}}", "", "\u0301starts with an accent",
]


def guarded(text):
    opening = text.lstrip("'")[:1]
    signed = text[:1] in "+-" and text[1:].isascii() and text[1:].isdigit()
    return "'" + text if opening and opening in "=+-@\t\r" and not signed else text


def field(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return guarded(value) if isinstance(value, str) else repr(round(value, 4)) if isinstance(value, float) else str(value)


class Run:
    def __init__(self, directory, large, plain):
        self.directory, self.random = directory, random.Random(7)
        hostile = not plain
        self.layers = list(range(7 if large else 3))
        self.positions = ["last", "answer-end"]
        self.x = ["instruct/bare", "k16/bare"] + (["scripts/bare", "lora/bare"] if large else [])
        if hostile:
            self.x[1] = "<b onload=\"x\"\u0301>k16</b>/\u202e\u05e9\u05dc\u05d5\u05dd " + "long" * 20
        self.y = "base/qa"
        self.main = ["base/bare", self.y] + self.x + (["base/film-script", "other/bare"] if large else ["scripts/bare", "base/film-script"])
        count = 9 if large else 2
        count = min(count, (24 - len(self.main)) // 2) if large else count
        self.paraphrases = [f"base/qa-paraphrase-{i}" for i in range(1, count + 1)]
        self.irrelevant = [f"base/not-qa-{i}" for i in range(1, count + 1)]
        self.hostile, self.large = hostile, large
        self.prompts = [f"prompt-{i:03}" for i in range(200 if large else len(HOSTILE_TEXTS) if hostile else 8)]
        if hostile:
            self.prompts[0] = "<i>=id</i>"
        self.all = self.main + self.paraphrases + self.irrelevant
        os.makedirs(directory, exist_ok=True)

    def noise(self, size=0.03):
        return self.random.gauss(0, size)

    def table(self, name, columns, rows):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(columns.split(","))
        for row in rows:
            assert len(row) == columns.count(",") + 1, (name, row)
            writer.writerow([field(value) for value in row])
        with open(f"{self.directory}/{name}.csv", "w", encoding="utf-8", newline="") as file:
            file.write(text.getvalue())

    def distance(self, a, b, layer, position):
        depth = layer / max(len(self.layers) - 1, 1)
        kinds = {"para" if c in self.paraphrases or c == self.y else "irr" if c in self.irrelevant else "x" if c in self.x else c for c in (a, b)}
        base = 0.06 if kinds == {"para"} else 0.5 if "irr" in kinds else 0.55
        if kinds == {"para", "x"}:
            base = 0.09 if position == "last" else 0.3
        return max(0.001, base * (0.5 + depth) + self.noise(0.015))

    def similarity(self):
        metrics = ["cosine_distance", "cosine_distance_standardised", "retrieval_at_1", "displacement_cosine_mean",
                   "displacement_recovered", "cka_debiased"]
        if not self.large:
            metrics = ["cosine_distance_standardised", "displacement_recovered"]
        rows = []
        for position in self.positions:
            for layer in self.layers:
                for i, a in enumerate(self.all):
                    for b in self.all[i + 1:]:
                        role = ("paraphrase" if b in self.paraphrases else "irrelevant" if b in self.irrelevant else "pair") if a == self.y else "pair"
                        pair = a in self.main and b in self.main or a == self.y
                        for metric in metrics if pair or self.large else metrics[:1]:
                            value = self.distance(a, b, layer, position)
                            if not metric.startswith("cosine"):
                                value = 1 - value
                            empty = metric == "displacement_recovered" and layer == 0
                            rows.append([a, b, role, "base/bare", "resid", layer, position, True, metric]
                                        + ([None] * 3 if empty else [value, value - 0.03, value + 0.03])
                                        + ["bca", 0.5, 0.02, 0.001, 0.004, len(self.prompts), len(self.prompts), 2000, 0,
                                           "tuning_did_not_move" if empty else None])
        self.table("similarity", "condition_a,condition_b,role,reference,site,layer,position,token_match,metric,value,ci_low,"
                   "ci_high,ci_method,null_mean,null_sd,p_value,q_value,n,n_clusters,resamples,seed,reason", rows)

    def verdicts(self):
        rows = []
        for position in self.positions:
            for x in self.x:
                worst = "same"
                for layer in self.layers:
                    s = 0.02 + 0.05 * layer * (1 if position == "last" else 2.5) + self.noise(0.02)
                    low, high = s - 0.09 - 0.02 * layer, s + 0.09 + 0.02 * layer
                    verdict = "same" if high < 0.25 else "different" if low > 0.25 else "undecided"
                    reason = "ceiling=none" if x != self.x[0] else None
                    if layer == 0 and position == "answer-end":
                        low, high, verdict = -40.0, 60.0, "undecided"
                        reason = ";".join(filter(None, ["no_assay_sensitivity", reason]))
                    worst = verdict if verdict != "same" else worst
                    rows.append([x, self.y, "resid", layer, position, "cosine_distance_standardised", s, low, high, 0.25, verdict,
                                 0.1, 0.06, 0.5, 0.04 + self.noise(0.01) if x == self.x[0] else None, len(self.prompts),
                                 len(self.paraphrases), len(self.irrelevant), 420 if verdict == "undecided" else None,
                                 reason, "pair", len(self.prompts), None, "passed" if self.large else "failed"])
                rows.append([x, self.y, "resid", "all", position, "cosine_distance_standardised", None, None, None, 0.25, worst,
                             None, None, None, None, len(self.prompts), len(self.paraphrases), len(self.irrelevant), None,
                             "joint", "pair", len(self.prompts), None, "passed" if self.large else "failed"])
            for name in self.paraphrases + self.irrelevant:
                role = "paraphrase" if name in self.paraphrases else "irrelevant"
                for layer in self.layers:
                    verdict = "same" if role == "paraphrase" else "different"
                    if not self.large and layer == 1 and name.endswith("1"):
                        verdict = "undecided"
                    rows.append([name, self.y, "resid", layer, position, "cosine_distance_standardised", 0.0, -0.1, 0.1, 0.25,
                                 verdict, 0.1, 0.06, 0.5, None, len(self.prompts), 2, 3, None, None, role, len(self.prompts), None,
                                 "passed" if self.large else "failed"])
        self.table("verdicts", "condition_a,condition_b,site,layer,position,metric,s,s_low,s_high,margin,verdict,d,p,i,ceiling_s,n,"
                   "n_paraphrases,n_irrelevant,n_needed,reason,role,n_clusters,n_wrappers_needed,self_test", rows)

    def contrasts(self):
        rows = []
        for position in self.positions:
            for x in self.x:
                for metric in ["displacement_cosine_mean", "displacement_cosine_specific"]:
                    for layer in self.layers:
                        value = 0.1 * layer + self.noise()
                        rows.append([x, self.y, "irrelevant", "resid", layer, position, metric, value, value - 0.1, value + 0.1,
                                     0.01, 0.02, len(self.prompts), len(self.irrelevant), None])
        self.table("contrasts", "condition_a,condition_b,control,site,layer,position,metric,value,ci_low,ci_high,p_value,q_value,n,"
                   "n_controls,reason", rows)

    def modes(self):
        rows = []
        modes = ["base/bare", "base/qa", "irrelevant"]
        for position in self.positions:
            for x in self.x:
                for layer in self.layers:
                    share = 1 / (1 + math.exp(-(2 * layer - 3 + self.noise(0.3))))
                    for mode, value in zip(modes, [(1 - share) * 0.8, share, (1 - share) * 0.2]):
                        rows.append(["+".join(modes), x, "resid", layer, position, mode, value, math.log(value / (1 - value + 1e-9)),
                                     max(0, value - 0.08), min(1, value + 0.08), 0.97, 0.34, len(self.prompts), 0, None])
        self.table("modes", "fit_conditions,scored_condition,site,layer,position,mode,share,log_odds,ci_low,ci_high,fit_accuracy,"
                   "control_accuracy,n,seed,reason", rows)

    def probes(self):
        rows = []
        names = self.main[:4]
        for position in self.positions:
            for train in names:
                for test in names:
                    for layer in self.layers:
                        value = min(0.98, 0.35 + 0.12 * layer - (0.15 if train != test else 0) + self.noise(0.02))
                        rows.append([train, test, "task", "logistic", "resid", layer, position, "accuracy", value, value - 0.05,
                                     value + 0.05, 0.3, value - 0.3, 0.1, 160, 40, 0, None])
                    if train == test:
                        for layer in self.layers:
                            rows.append([train, test, "task", "logistic", "resid", layer, position, "majority_baseline", 0.3, None,
                                         None, None, None, None, 160, 40, 0, None])
        self.table("probes", "train_condition,test_condition,target,probe,site,layer,position,metric,value,ci_low,ci_high,"
                   "control_value,selectivity,regularisation,n_train,n_test,seed,reason", rows)

    def crossed(self):
        rows, tunings, wrappers = [], ["instruct/bare", "scripts/bare"], ["base/qa", "base/film-script"]
        for position in self.positions:
            for layer in self.layers:
                def add(part, tuning, wrapper, value):
                    rows.append([part, tuning, wrapper, "resid", layer, position, "cosine_distance_standardised", value, value - 0.05,
                                 value + 0.05, None if part == "cell" else 0.01, None, len(self.prompts), len(self.prompts), None])
                for i, tuning in enumerate(tunings):
                    for j, wrapper in enumerate(wrappers):
                        add("cell", tuning, wrapper, 0.15 + (0.04 * layer if i != j else 0) + self.noise(0.01))
                    add("own_minus_other", tuning, "both", -0.04 * layer + self.noise(0.01))
                add("diagonal_minus_off_diagonal", "both", "both", -0.04 * layer + self.noise(0.01))
        self.table("crossed", "part,tuning,wrapper,site,layer,position,metric,value,ci_low,ci_high,p_value,q_value,n,n_clusters,reason", rows)

    def maps(self):
        centers = {"base/bare": (0, 0), self.y: (6, 1), self.x[0]: (5.5, 1.6), self.x[1]: (4, -1.2)}
        rows = []
        for position in self.positions:
            for layer in self.layers:
                for index, name in enumerate(self.all):
                    cx, cy = centers.get(name, (6 + self.noise(0.3), 1) if name in self.paraphrases else (1 + index % 4, -2 - index % 3))
                    for prompt in self.prompts:
                        rows.append([name, prompt, "resid", layer, position, cx * (0.5 + layer / 4) + self.noise(0.7),
                                     cy + self.noise(0.7), None])
        self.table("maps", "condition,prompt,site,layer,position,pc1,pc2,reason", rows)

    def trajectory(self):
        rows = []
        for x in [self.x[0], "base/bare"]:
            for layer in self.layers:
                for tokens in range(1, 11):
                    value = (0.5 if x == "base/bare" else 0.5 * math.exp(-tokens / 4)) + self.noise(0.01)
                    rows.append([x, self.y, "resid", layer, "prompt-all", tokens, value, value - 0.04, value + 0.04, 12, 12, 0, None])
        self.table("trajectory", "condition,target,site,layer,position,tokens_read,distance,ci_low,ci_high,n,n_clusters,seed,reason", rows)

    def behaviour(self):
        rows = []
        for name in self.main:
            for i, prompt in enumerate(self.prompts):
                text = HOSTILE_TEXTS[i % len(HOSTILE_TEXTS)] if self.hostile else f"Answer {i}, and no more."
                good = name in self.x + [self.y]
                if text is LONG and name != self.x[0]:
                    text = "short"
                rows.append([name, prompt, good and self.random.random() < 0.85, not (name in self.x), name in self.x, 12 + i % 5,
                             False, text, None])
        self.table("behaviour", "condition,prompt,correct,goes_on,stopped,tokens,declined,text,reason", rows)

    def manifest(self):
        def role(name):
            return ("reference" if name == "base/bare" else "y" if name == self.y else "x" if name in self.x else
                    "paraphrase" if name in self.paraphrases else "irrelevant" if name in self.irrelevant else "other")
        question = "Does tuning put the model where the qa prompt does?"
        manifest = {
            "format": "mindstate.run/1", "tool": "mindstate, made up",
            "question": {
                "text": question + (" <script>alert('question')</script> \u202e" if self.hostile else ""), "reference": "base/bare",
                "pairs": [{"x": x, "y": self.y} for x in self.x], "paraphrases": self.paraphrases, "irrelevant": self.irrelevant,
                "ceiling": None},
            "prompts": len(self.prompts), "clusters": len(self.prompts),
            "conditions": [{"name": name, "model": "models/" + name.split("/")[0], "adapter": None, "soft_prompt": None,
                            "wrapper": name.split("/")[-1], "role": role(name), "digest": "00",
                            "capture": f"captures/{index}.safetensors"} for index, name in enumerate(self.all)],
            "left_out": [{"name": "base/qa-wild", "reason": "answer_rate 0.41, Y has 0.82"}],
            "positions": self.positions, "sites": ["resid"], "layers": {"resid": self.layers},
            "metric": "cosine_distance_standardised", "margin": 0.25, "seed": 0,
            "caveats": ["base/qa: 3 admitted paraphrases, at least 8 are wanted."] + (["<b>&</b> " + LONG] if self.hostile else []),
            "self_test": None, "pieces": {}}
        with open(f"{self.directory}/manifest.json", "w", encoding="utf-8") as file:
            json.dump(manifest, file, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("directory")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--plain", action="store_true")
    options = parser.parse_args()
    run = Run(options.directory, options.large, options.plain)
    for part in [run.similarity, run.verdicts, run.contrasts, run.modes, run.probes, run.crossed, run.maps, run.trajectory,
                 run.behaviour, run.manifest]:
        part()
