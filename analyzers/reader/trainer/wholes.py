"""Letters as input: the sentences of a letter that most likely carry a stance, with those at its front and its end, read as one text; the label is its stance to the draft.

    <s> passage: letter </s> sentence </s> sentence </s> …

in the letter's order, at most TOKENS tokens, a sentence cut at SENTENCE. The vector is the mean over the sentences' tokens, the head is `whole`. Sentences on the
draft as a whole carry no label in the letters (they are linked to no clause), so the ones at both ends are taken in their own right.
reader-2026.11-5 was taught so beside the rest; the head is not exported, since its scores brought the stance to the whole nothing (README).
"""
import numpy as np
import passages

TOKENS, SENTENCE = 256, 48
FRONT, END, EDGE = 2, 3, 0.6  # how many sentences at both ends get the bonus EDGE
SIZES = ((160, 6), (TOKENS, 4))


def letters(cons):
    """(consultation, letter, None, None, label) of all letters, as passages.topics has them of clauses."""
    return [(cons, l, None, None, y) for l, y in zip(cons["letters"], cons["overall"]) if y]


def chosen(letter, carried):
    """Indices of the sentences to read: those with the most of carried (chance to carry a stance, a sentence), as far as TOKENS go."""
    can = [j for j, s in enumerate(letter) if not s["heading"] and len(s["t"].split()) >= 4] or list(range(len(letter)))
    worth = {j: carried[j] for j in can}
    for j in can[:FRONT] + can[max(FRONT, len(can) - END):]:
        worth[j] += EDGE
    out, room = [], TOKENS - 6
    for j in sorted(can, key=lambda j: (-worth[j], j)):
        n = min(len(letter[j]["ids"]), SENTENCE) + 1
        if n <= room:
            out.append(j)
            room -= n
    return sorted(out)


def carried(letter, rng):
    """What training takes for the reader's scores: the labels, with noise."""
    return [0.9 * bool(s["stance"]) + rng.uniform(-.3, .3) for s in letter]


def pieces(b, letter, js):
    ids = [b.bos] + b.tokens("passage: letter") + [b.eos]
    at = len(ids)
    for j in js:
        ids += letter[j]["ids"][:SENTENCE] + [b.eos]
    return ids[:TOKENS], min(at, TOKENS - 1)


def batches(b, todo, rng, scores=None):
    """As passages.batches, of whole letters; with scores (a list of the sentences' chances a letter) in order, without in random order and with noise."""
    order = list(range(len(todo)))
    if scores is None:
        rng.shuffle(order)
    rows = []
    for k in order:
        letter = todo[k][1]
        rows.append((k, *pieces(b, letter, chosen(letter, carried(letter, rng) if scores is None else scores[k])), todo[k][-1]))
    return passages.grouped(rows, SIZES)


def scores(r, todo, chances):
    """The scores of letters, in order: (n, 6)."""
    out = np.zeros((len(todo), 6), np.float32)
    for size, n, rows in batches(r.b, todo, None, chances):
        o = passages.arrays(r, size, n, rows)
        h = np.array(r.judged(r.p, o["x"], o["mask"], o["m"], r.mu, r.sd, "whole"))
        for i, row in enumerate(rows):
            out[row[0]] = h[i]
    return out
