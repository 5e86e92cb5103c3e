"""Topics as input: a clause and all that a letter says of it, read as one text, with the letter's stance to the clause as its label.

    <s> passage: title. text </s> sentence </s> sentence </s> …

at most TOKENS tokens; the clause is cut at CLAUSE tokens, a sentence at SENTENCE. (The weights of reader-2026.11-4 were taught with up to 256, 96 and 96, those
of -5 with 176, 72 and 80; read with less they lose nothing that could be measured and take less time.) The vector is the mean over the sentences' tokens, the head is `judge`.
"""
import numpy as np

TOKENS, CLAUSE, SENTENCE = 160, 48, 80
SIZES = ((96, 10), (128, 8), (TOKENS, 6))  # lengths that inputs are padded to, and how many such make a batch


def topics(cons):
    """(consultation, letter, clause, its sentences, label) of all clauses to which a letter has a stance."""
    out = []
    for letter, stances in zip(cons["letters"], cons["stances"]):
        for c, label in stances.items():
            js = [j for j, s in enumerate(letter) if c in s["about"] and not s["heading"]]
            if js and label:
                out.append((cons, letter, c, js, label))
    return out


def noisy(rng, letter, js):
    """A sentence in ten left out and a neighbour in ten added, since decoded links are noisy too."""
    keep = [j for j in js if rng.random() > .1] or list(js)
    keep += [j + d for j in js for d in (-1, 1) if 0 <= j + d < len(letter) and j + d not in js and not letter[j + d]["heading"] and rng.random() < .1]
    return sorted(set(keep))


def pieces(b, cons, letter, c, js):
    """Piece ids, and where the letter's words begin."""
    ids = list(cons["cids"][c][:CLAUSE])
    ids[-1] = b.eos
    at = len(ids)
    for j in js:
        ids += letter[j]["ids"][:SENTENCE] + [b.eos]
    return ids[:TOKENS], min(at, TOKENS - 1)


def batches(b, todo, rng=None):
    """Batches of topics of about one length: (length, rows to a batch, [(index, ids, at, label)]). With rng in random order and with noise."""
    order, rows = list(range(len(todo))), []
    if rng:
        rng.shuffle(order)
    for k in order:
        cons, letter, c, js, label = todo[k]
        ids, at = pieces(b, cons, letter, c, noisy(rng, letter, js) if rng else js)
        rows.append((k, ids, at, label))
    return grouped(rows, SIZES)


def grouped(rows, sizes):
    """Rows in batches of about one length; sizes as SIZES."""
    open_, out = {s: [] for s, _ in sizes}, []
    for row in rows:
        size, n = next((s, n) for s, n in sizes if len(row[1]) <= s)
        open_[size].append(row)
        if len(open_[size]) == n:
            out.append((size, n, open_[size]))
            open_[size] = []
    return out + [(s, n, open_[s]) for s, n in sizes if open_[s]]


def arrays(r, size, n, rows):
    """What Reader.judge takes, and the labels; -1 where a row is empty."""
    tok, mask, m = np.full((n, size), r.b.pad, np.int32), np.zeros((n, size), np.float32), np.zeros((n, 1, size), np.float32)
    mask[:, 0] = 1
    y = np.full(n, -1, np.int32)
    for i, (_, ids, at, label) in enumerate(rows):
        tok[i, :len(ids)], mask[i, :len(ids)], y[i] = ids, 1, label
        m[i, 0, at:len(ids)] = 1 / (len(ids) - at)
    return dict(x=r.embed(tok), mask=mask, m=m, y=y)


def scores(r, todo):
    """The judge's scores of topics, in order: (n, 6)."""
    out = np.zeros((len(todo), 6), np.float32)
    for size, n, rows in batches(r.b, todo):
        o = arrays(r, size, n, rows)
        h = np.array(r.judged(r.p, o["x"], o["mask"], o["m"], r.mu, r.sd))
        for i, row in enumerate(rows):
            out[row[0]] = h[i]
    return out
