"""Reads consultations to train on or to measure with: gold folders and files of letters (fixtures/letters/README.md).

A consultation is dict(name, clauses, letters, stances, overall): letters are lists of sentences, stances per letter the stance to each clause (index → label),
overall per letter the stance to the draft.
"""
import html.parser, json, os, re
import check_letters

STANCES = ["none", "support", "conditional", "oppose", "mixed", "neutral"]
VOICES = ["own", "other", "draft", "law", "hypothetical"]
CHANGES = ["none", "replace", "insert", "delete"]
BLOCKS = "p div li tr td th h1 h2 h3 h4 blockquote".split()


class Text(html.parser.HTMLParser):
    """The blocks of a page's text, without styles and marks of footnotes."""

    def __init__(self):
        super().__init__()
        self.blocks, self.cur, self.skip = [], "", 0

    def flush(self):
        t = re.sub(r"\s+", " ", self.cur).strip()
        if t:
            self.blocks.append(t)
        self.cur = ""

    def handle_starttag(self, tag, attrs):
        if tag in ("style", "title") or tag == "sup" and (dict(attrs).get("class") or "").startswith("fn"):
            self.skip += 1
        elif tag == "br":
            self.cur += " "
        elif tag in BLOCKS:
            self.flush()

    def handle_endtag(self, tag):
        if tag in ("style", "title") or tag == "sup" and self.skip:
            self.skip -= 1
        elif tag in BLOCKS:
            self.flush()

    def handle_data(self, d):
        if not self.skip:
            self.cur += d


def split(block):
    return [x for x in re.split(r'(?<=[.!?:])["”»)]?\s+(?=[A-ZÆØÅ"”»“(–-])', block) if x]


def sentence(t, ask=0, stance=0, about=(), voice=-1, change=-1, heading=False, all_about=False):
    """A labelled sentence; -1 where a label isn't known; all_about: that about is empty says that it is about no clause."""
    return dict(t=t, ask=ask, stance=stance, about=list(about), voice=voice, change=change, heading=heading, all_about=all_about)


def most(labels):
    return STANCES.index(max(labels, key=labels.count)) if labels else 0


def from_gold(d):
    clauses = json.load(open(d + "/clauses.json", encoding="utf-8"))
    ids, letters, stances, overall = [c["id"] for c in clauses], [], [], []
    folder = "html" if os.path.isdir(d + "/html") else "responses"  # under fixtures/ the responses are the printed letters
    for f in sorted(os.listdir(d + "/gold")):
        g = json.load(open(d + "/gold/" + f, encoding="utf-8"))
        t = Text()
        t.feed(open(f"{d}/{folder}/{g['id']}.html", encoding="utf-8").read())
        t.flush()
        letters.append(gold_letter(t.blocks, g, ids))
        stances.append({ids.index(s["clause"]): STANCES.index(s["stance"]) for s in g["stances"]})
        overall.append(STANCES.index(g["overall"]))
    return dict(name=os.path.basename(d.rstrip("/")), clauses=clauses, letters=letters, stances=stances, overall=overall)


def gold_letter(blocks, g, ids):
    """A letter's sentences; one has a label when it is part of a labelled quote or holds one."""
    evidence = [(e, s["clause"], s["stance"]) for s in g["stances"] for e in s["evidence"]]
    out = []
    for b in blocks:
        if b in g["sections"]:
            out.append(sentence(b, heading=True))
            continue
        for x in split(b):
            hit = lambda q: len(x) > 8 and (x in q or q in x)
            about = {c for e, c, _ in evidence if hit(e)} | {r["clause"] for r in g["recommendations"] if r["clause"] and hit(r["quote"])}
            out.append(sentence(x, any(hit(r["quote"]) for r in g["recommendations"]), most([s for e, _, s in evidence if hit(e)]), [ids.index(c) for c in about]))
    return out


def from_text(path):
    _, clauses, letters, bad = check_letters.read(path)
    assert not bad, bad[0]
    ids, out, stances = [c["id"] for c in clauses], [], []
    for l in letters:
        one, votes = [], {}
        for b in l["blocks"]:
            for s in b["sentences"]:
                if b["kind"] == "heading":
                    one.append(sentence(s["t"], heading=True))
                    continue
                for c in s["about"]:
                    votes.setdefault(ids.index(c), []).append(s["stance"].get(c))
                one.append(sentence(s["t"], bool(s["rec"]), most(list(s["stance"].values())), [ids.index(c) for c in s["about"]],
                                    VOICES.index(s["voice"]), CHANGES.index(s["rewording"] or "none"), all_about=True))
        out.append(one)
        stances.append({c: clause_label(v) for c, v in votes.items()})
    return dict(name=os.path.basename(path)[:-4], clauses=clauses, letters=out, stances=stances, overall=[STANCES.index(l["overall"]) for l in letters])


def clause_label(v):
    """The letter's stance to a clause from its sentences' labels: the most frequent one, both sides make it mixed; 0 when none carries a stance."""
    v = [x for x in v if x]
    if {"support", "oppose"} <= set(v) and "conditional" not in v:
        return STANCES.index("mixed")
    return STANCES.index(max(sorted(set(v)), key=v.count)) if v else 0


def read(path, base, window=256, longest=200, clause=160):
    """A consultation with the pieces of its sentences (ids) and of its clauses (cids)."""
    c = from_text(path) if path.endswith(".txt") else from_gold(path)
    c["cids"] = [[base.bos] + base.tokens(f"passage: {x['title']}. {x['text']}")[:clause - 2] + [base.eos] for x in c["clauses"]]
    for l in c["letters"]:
        for s in l:
            s["ids"] = base.tokens(s["t"])[:longest]
    return c
