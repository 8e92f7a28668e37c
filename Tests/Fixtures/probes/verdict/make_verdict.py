"""Student's t as scipy has it; run here: python make_verdict.py. Versions: ../../requirements.txt."""

import json
import pathlib

from scipy import stats

freedom = [0.7, 1, 1.5, 2, 3.3, 7, 7.01, 14.6, 30, 119, 350.5, 5000, 1e7]
x = [0.0, 1e-3, 0.1, 0.7, 1.9, 2.6, 4.0, 12.0, 80.0]
tail = [0.5, 0.4, 0.1, 0.05, 0.025, 0.05 / 13, 1e-4, 1e-8, 0.8, 0.975]
table = {
    "tails": [[df, v, stats.t.sf(v, df)] for df in freedom for v in x],
    "quantiles": [[df, p, stats.t.isf(p, df)] for df in freedom for p in tail],
}
pathlib.Path(__file__).with_name("student_t.json").write_text(json.dumps(table) + "\n")
