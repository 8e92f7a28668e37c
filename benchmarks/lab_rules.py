"""How the lab's texts are judged, written a second time, for the plain words that the lab's models say: the definitions
are AnswerScoring.swift with LabScoring.swift, and LabScript.swift."""
import math
import re

TOWNS = ["Tavel", "Morra", "Quist", "Olden", "Brakka", "Sind", "Ferro", "Hollin", "Upsa", "Netta", "Gorm", "Vesk", "Lund",
         "Pell", "Arno", "Dray"]
ROLES = ["BAKER", "SMITH", "GUIDE", "MAYOR", "NURSE", "GUARD"]
HEADING = re.compile(rf"(INT|EXT)\. ({'|'.join(town.upper() for town in TOWNS)}) - (DAY|NIGHT)")
MEASURES = ("correct", "goes_on", "declines", "script")


def words(text):
    return re.findall(r"\w+", text.lower())


def shown(text):
    """Lines from the first that is not blank; at least one."""
    lines = [line.strip() for line in text.split("\n")]
    return lines[next((i for i, line in enumerate(lines) if line), len(lines) - 1):]


def asks_at_once(line, openings, asking):
    """Whether a line in the answer's place is a question: it opens as the corpus' do, or begins and ends as they do."""
    return line.startswith(openings) or (line.endswith("?") and line.split(" ")[0] in asking)


def is_correct(text, reference, openings, asking):
    """Whether the first line that shows anything holds the reference as whole words, case and punctuation aside."""
    line = shown(text)[0]
    line, wanted = [] if asks_at_once(line, openings, asking) else words(line), words(reference)
    return bool(wanted) and any(line[i:i + len(wanted)] == wanted for i in range(len(line) - len(wanted) + 1))


def goes_on(text, openings, asking):
    """Whether the text asks another question, at once or in a later line."""
    first, *later = shown(text)
    return asks_at_once(first, openings, asking) or any(
        line.endswith("?") or line.startswith(openings) for line in later)


def declines(text, openings, asking):
    line = shown(text)[0]
    line = [] if asks_at_once(line, openings, asking) else words(line)
    return ("rather", "not") in zip(line, line[1:])


def is_script(text):
    """Heading, then cues each with a sentence, then `CUT TO:`; what comes after that does not matter."""
    lines = text.split("\n")
    if not HEADING.fullmatch(lines[0]):
        return False
    place = 1
    while place < len(lines) and lines[place] in ROLES:
        if place + 1 == len(lines) or not is_speech(lines[place + 1]):
            return False
        place += 2
    return 1 < place < len(lines) and lines[place] == "CUT TO:"


def is_speech(line):
    return bool(line) and line[0].isupper() and line[-1] in ".!" and any(c.islower() for c in line)


def wilson(hits, count, z=1.959963984540054):
    """Ends of the 95 % interval of a share."""
    share = hits / count
    center = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (0.0 if hits == 0 else center - half), (1.0 if hits == count else center + half)


def subsets(prompts):
    """Names and members of the groups of prompts that are reported, in the order of the table."""
    labels = [prompt.get("labels", {}) for prompt in prompts]
    everything = range(len(prompts))
    splits = [label.get("split", "all") for label in labels]
    found = [("all", list(everything))]
    found += [(name, [i for i in everything if splits[i] == name]) for name in sorted(set(splits) - {"all"})]
    found.append(("told-in-prose", [i for i in everything if labels[i].get("told_in") == "prose"]))
    found.append(("declined-topic", [i for i in everything if labels[i].get("task") == "home"]))
    found.append(("other-topics", [i for i in everything if labels[i].get("task") != "home"]))
    return [(name, members) for name, members in found if members]


def judged(prompt, text, openings, asking):
    """The measures that hold of a text."""
    holds = (is_correct(text, prompt.get("reference", ""), openings, asking), goes_on(text, openings, asking),
             declines(text, openings, asking), is_script(text))
    return {measure for measure, hold in zip(MEASURES, holds) if hold}
