#!/usr/bin/env python3
"""Turns a model file back into weights that the trainer can go on from: unpack.py MODEL OUT.npz

The layers come back as the model file has them, rounded to 8 bits, so that training can begin where a released reader stands without the weights it was exported from.
Word rows aren't in OUT: the trainer takes them from the base encoder.
"""
import json, struct, sys
import numpy as np

KINDS = dict(i8=np.int8, u8=np.uint8, f16=np.float16, f32=np.float32)


def tensors(path):
    """The directory of a model file and a function that gives a tensor by its name."""
    raw = open(path, "rb").read()
    assert raw[:8] == b"CWREADER", f"{path}: not a reader's model file"
    n = struct.unpack("<II", raw[8:16])[1]
    head = json.loads(raw[48:48 + n])

    def get(name):
        t = head["tensors"][name]
        kind = np.dtype(KINDS[t["kind"]])
        return np.frombuffer(raw, kind, int(np.prod(t["shape"])), 48 + n + t["at"]).reshape(t["shape"])
    return head, get


def layer(get, n):
    out = {}
    for k in ("q", "k", "v", "o", "up", "down"):
        q = get(f"{n}.{k}.w").transpose(0, 2, 1, 3)
        q = q.reshape(q.shape[0] * 16, -1).astype(np.float32)
        out[k + "/0"], out[k + "/1"] = q * get(f"{n}.{k}.scale").reshape(-1, 1), get(f"{n}.{k}.bias")
    for k in ("ln1", "ln2"):
        out[k + "/0"], out[k + "/1"] = get(f"{n}.{k}")
    return out


def weights(path):
    head, get = tensors(path)
    z = {f"enc/layers/{n}/{k}": v for n in range(head["layers"]) for k, v in layer(get, n).items()}
    z["enc/ln/0"], z["enc/ln/1"] = get("ln")
    for k in ("ask", "stance", "voice", "change", "nowhere", "passage", "weigh", "judge"):
        if k + ".w" in head["tensors"]:
            z[k + "/0"], z[k + "/1"] = get(k + ".w"), get(k + ".bias")
    return dict(z, link=get("link"), scale=np.log(get("gain"))[0], mu=get("mu"), sd=get("sd"))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    z = weights(sys.argv[1])
    np.savez(sys.argv[2], **{k: np.asarray(v, np.float16 if np.ndim(v) > 1 else np.float32) for k, v in z.items()})
    print(sys.argv[2], len(z), "arrays")
