"""The reader as a network: the encoder, heads on each sentence's mean state, and how letters become its input.

A letter is cut into windows of at most 256 tokens, sentences kept whole, three sentences of overlap; every sentence ends in </s>. A sentence's vector is the mean of
its last hidden states. Heads: ask, stance (none + five), voice, change, passage (the letter's stance to a clause, a weighted mean over the sentences that speak of it)
with weigh (these weights), judge (the same of a clause and its sentences read as one text, passages.py), whole (the stance to the draft, wholes.py), and link: the cosine of the projected vector with a clause's vector, beside a learned score for "no clause". A clause's vector is the same
encoder's mean over "passage: title. text", less the mean over the draft's clauses: without that all cosines are about .85.
"""
import random
import jax, jax.numpy as jnp, numpy as np, optax
import base

WINDOW, SENTS, CLAUSES, CLAUSE_LEN, BATCH = 256, 48, 16, 160, 4
SHAPES = dict(ask=(), stance=(6,), voice=(5,), change=(4,), link=(CLAUSES + 1,), passage=(6,), weigh=())


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


def path_name(path):
    return "/".join(str(getattr(k, "key", getattr(k, "idx", k))) for k in path)


class Reader:
    def __init__(self, b):
        self.b = b
        self.noise = random.Random(7)
        self.mu, self.sd = np.zeros(b.width, np.float32), np.ones(b.width, np.float32)
        z = lambda n: (np.zeros((n, b.width), np.float32), np.zeros(n, np.float32))
        self.p = jax.tree.map(jnp.asarray, dict(enc=b.params, ask=z(1), stance=z(6), voice=z(5), change=z(4), link=np.eye(b.width, dtype=np.float32),
                                                scale=np.float32(3.0), nowhere=z(1), passage=z(6), weigh=z(1), judge=z(6), whole=z(6)))
        self.vectors = jax.jit(self.pool)
        self.judged = jax.jit(self.judge, static_argnums=6)
        self.run = jax.jit(lambda p, x, mask, m, c, cmask, mu, sd: self.heads(p, self.pool(p, x, mask, m), c, cmask, mu, sd))

    def load(self, path):
        """Takes weights that save wrote; a file without the heads of passages starts them from those of sentences."""
        z = np.load(path)
        self.p = jax.tree_util.tree_map_with_path(lambda k, v: jnp.asarray(z[path_name(k)].astype(np.float32)) if path_name(k) in z else v, self.p)
        self.mu, self.sd = z["mu"], z["sd"]
        if "passage/0" not in z:
            self.p["passage"] = self.p["stance"]
        for k, of in ("judge", "passage"), ("whole", "judge"):
            if k + "/0" not in z:
                self.p[k] = tuple(jnp.asarray(np.array(v)) for v in self.p[of])

    def save(self, path):
        """All weights but the word rows, matrices in float16; keys are the parameter tree's paths."""
        flat = {path_name(k): np.asarray(v, np.float16 if v.ndim > 1 else np.float32) for k, v in jax.tree_util.tree_flatten_with_path(self.p)[0]}
        np.savez(path, mu=self.mu, sd=self.sd, **flat)

    def pool(self, p, x, mask, m, drop=0.0, key=None):
        return jnp.einsum("bsw,bwh->bsh", m, base.encode(p["enc"], x, mask, self.b.heads, self.b.eps, drop, key))

    def judge(self, p, x, mask, m, mu, sd, head="judge", drop=0.0, key=None):
        """Scores (batch, 6) of topics, or with head "whole" of letters: m weighs the tokens of their sentences (batch, 1, length)."""
        return (self.pool(p, x, mask, m, drop, key)[:, 0] - mu) / sd @ p[head][0].T + p[head][1]

    def judge_loss(self, p, o, mu, sd, key, head="judge"):
        ok = o["y"] >= 0
        ce = optax.softmax_cross_entropy_with_integer_labels(self.judge(p, o["x"], o["mask"], o["m"], mu, sd, head, 0.1, key), jnp.maximum(o["y"], 0))
        return jnp.where(ok, ce, 0).sum() / jnp.maximum(ok.sum(), 1)

    def heads(self, p, r, c, cmask, mu, sd):
        n = (r - mu) / sd
        lin = lambda k: n @ p[k][0].T + p[k][1]
        q = r @ p["link"]
        q = q * jax.lax.rsqrt((q * q).sum(-1, keepdims=True) + 1e-6)
        link = jnp.where(cmask > 0, jnp.einsum("bsh,ch->bsc", q, c) * jnp.exp(p["scale"]), -1e9)
        return dict(ask=lin("ask")[..., 0], stance=lin("stance"), voice=lin("voice"), change=lin("change"), passage=lin("passage"), weigh=lin("weigh")[..., 0],
                    link=jnp.concatenate([link, lin("nowhere")], -1))

    def embed(self, tok):
        return self.b.word[tok] + self.b.place[:tok.shape[1]]

    def batch(self, items):
        """Arrays of up to BATCH windows (letter, from, to[, stances]); ok marks the sentences that count in the loss."""
        f, i = np.float32, np.int32
        o = dict(tok=np.full((BATCH, WINDOW), self.b.pad, i), mask=np.zeros((BATCH, WINDOW), f), m=np.zeros((BATCH, SENTS, WINDOW), f),
                 ask=np.zeros((BATCH, SENTS), f), ok=np.zeros((BATCH, SENTS), f), stance=np.zeros((BATCH, SENTS), i), voice=np.full((BATCH, SENTS), -1, i),
                 change=np.full((BATCH, SENTS), -1, i), about=np.zeros((BATCH, SENTS, CLAUSES + 1), f),
                 part=np.zeros((BATCH, CLAUSES, SENTS), f), pst=np.full((BATCH, CLAUSES), -1, i))
        for i in range(BATCH):
            letter, a, b = items[min(i, len(items) - 1)][:3]
            self.tokens(o, i, letter[a:b])
            if i < len(items):
                self.labels(o, i, letter[a:b])
                if len(items[i]) > 3:
                    self.passages(o, i, items[i])
        o["x"] = self.embed(o.pop("tok"))
        return o

    def tokens(self, o, i, sentences):
        tok, at = [self.b.bos], 1
        for j, s in enumerate(sentences):
            ids = s["ids"][:WINDOW - 2] + [self.b.eos]
            o["m"][i, j, at:at + len(ids)] = 1 / len(ids)
            tok += ids
            at += len(ids)
        tok = tok[:WINDOW]
        o["tok"][i, :len(tok)], o["mask"][i, :len(tok)] = tok, 1

    def labels(self, o, i, sentences):
        for j, s in enumerate(sentences):
            o["ok"][i, j] = not s["heading"]
            for k in ("ask", "stance", "voice", "change"):
                o[k][i, j] = s[k]
            if not s["heading"]:
                for c in s["about"]:
                    o["about"][i, j, c] = 1
                if s["all_about"] and not s["about"]:
                    o["about"][i, j, CLAUSES] = 1

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
        """The vectors of a consultation's clauses and which of the CLAUSES rows are in use."""
        n = len(c["cids"])
        tok, mask = np.full((CLAUSES, CLAUSE_LEN), self.b.pad, np.int32), np.zeros((CLAUSES, CLAUSE_LEN), np.float32)
        mask[:, 0] = 1
        for i, ids in enumerate(c["cids"]):
            ids = ids[:CLAUSE_LEN]
            tok[i, :len(ids)], mask[i, :len(ids)] = ids, 1
        v = np.array(self.vectors(self.p, self.embed(tok), mask, (mask / mask.sum(1, keepdims=True))[:, None]))[:n, 0]
        v = v - v.mean(0)
        out = np.zeros((CLAUSES, self.b.width), np.float32)
        out[:n] = v / np.linalg.norm(v, axis=1, keepdims=True)
        return out, (np.arange(CLAUSES) < n).astype(np.float32)

    def loss(self, p, o, c, cmask, mu, sd, key):
        """The sum of the heads' losses, and ask, stance, passage, link by themselves. Labels that aren't known are left out."""
        h = self.heads(p, self.pool(p, o["x"], o["mask"], o["m"], 0.1, key), c, cmask, mu, sd)
        n = o["ok"].sum()
        cross = optax.softmax_cross_entropy_with_integer_labels
        ce = lambda k: jnp.where(o["ok"] * (o[k] >= 0) > 0, cross(h[k], jnp.maximum(o[k], 0)), 0).sum() / n
        ask = (optax.sigmoid_binary_cross_entropy(h["ask"], o["ask"]) * o["ok"]).sum() / n
        has = o["about"].sum(-1) > 0
        link = jax.nn.logsumexp(h["link"], -1) - jax.nn.logsumexp(jnp.where(o["about"] > 0, h["link"], -1e9), -1)
        link = jnp.where(has, link, 0).sum() / jnp.maximum(has.sum(), 1)
        w = jnp.where(o["part"] > 0, h["weigh"][:, None, :], -1e9)
        w = jnp.exp(w - w.max(-1, keepdims=True)) * (o["part"] > 0)
        w = w / jnp.maximum(w.sum(-1, keepdims=True), 1e-6)
        got = (o["pst"] >= 0) & (o["part"].sum(-1) > 0)
        passage = cross(jnp.einsum("bcs,bsk->bck", w, h["passage"]), jnp.maximum(o["pst"], 0))
        passage = jnp.where(got, passage, 0).sum() / jnp.maximum(got.sum(), 1)
        stance = ce("stance")
        return ask + stance + 0.5 * ce("voice") + 0.5 * ce("change") + link + passage, (ask, stance, passage, link)

    def predict(self, cons):
        """Per letter the heads' scores of its sentences; a sentence in two windows gets the mean."""
        c, cmask = self.clauses(cons)
        out = []
        for letter in cons["letters"]:
            n, ws = len(letter), windows(letter)
            sums, count = {k: np.zeros((n,) + d) for k, d in SHAPES.items()}, np.zeros(n)
            for i in range(0, len(ws), BATCH):
                o = self.batch([(letter, a, b) for a, b in ws[i:i + BATCH]])
                h = self.run(self.p, o["x"], o["mask"], o["m"], c, cmask, self.mu, self.sd)
                for j, (a, b) in enumerate(ws[i:i + BATCH]):
                    count[a:b] += 1
                    for k in sums:
                        sums[k][a:b] += np.array(h[k][j, :b - a])
            out.append({k: v / count.reshape((-1,) + (1,) * (v.ndim - 1)) for k, v in sums.items()})
        return out
