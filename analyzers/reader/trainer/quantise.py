"""Rounds the encoder's matrices to int8 so that their products with real letters change least (after Frantar and others 2022, GPTQ).

Rounding each weight by itself costs about 0.7 % of a product. Inputs of a layer are far from independent, though: what one weight's rounding adds, the weights of later
inputs can take away again. So the columns of a matrix are rounded one after the other, and each column's error is spread over the columns not yet rounded, as the
inputs' second moments say. The moments come from windows of the training letters.
"""
import jax, jax.numpy as jnp, numpy as np
import base

STEP = 128  # columns whose corrections are gathered before they are spread over the rest


def moments(p, windows, heads, eps):
    """Per layer the second moments of the inputs of q, k, v ("x"), o, up and down, over embedded windows [(x, mask)]."""
    out = []
    w = p["ln"][0].shape[0]

    @jax.jit
    def layer(l, x, mask):
        n = x.shape[0]
        lin = lambda x, wb: x @ wb[0].T + wb[1]
        split = lambda x: x.reshape(n, heads, w // heads).transpose(1, 0, 2)
        bias = jnp.where(mask[None, None, :] > 0, 0.0, -1e9)
        a = jax.nn.softmax(split(lin(x, l["q"])) @ split(lin(x, l["k"])).transpose(0, 2, 1) / (w // heads) ** 0.5 + bias, -1)
        o = (a @ split(lin(x, l["v"]))).transpose(1, 0, 2).reshape(n, w)
        y = base.norm(x + lin(o, l["o"]), l["ln1"], eps)
        u = jax.nn.gelu(lin(y, l["up"]), approximate=False)
        square = lambda v: (v * mask[:, None]).T @ v
        return base.norm(y + lin(u, l["down"]), l["ln2"], eps), dict(x=square(x), o=square(o), up=square(y), down=square(u))

    states = [base.norm(x, p["ln"], eps) for x, _ in windows]
    for l in p["layers"]:
        total = None
        for i, (_, mask) in enumerate(windows):
            states[i], m = layer(l, states[i], mask)
            total = m if total is None else jax.tree.map(jnp.add, total, m)
        out.append({k: np.asarray(v, np.float64) for k, v in total.items()})
    return out


def rounded(w, moment):
    """int8 weights and a scale a row."""
    w = w.astype(np.float64).copy()
    scale = np.maximum(np.abs(w).max(1), 1e-12) / 127
    cols = w.shape[1]
    h = moment + np.eye(cols) * (0.01 * np.trace(moment) / cols)
    u = np.linalg.cholesky(np.linalg.inv(h)).T
    q = np.zeros(w.shape, np.int8)
    for a in range(0, cols, STEP):
        b = min(a + STEP, cols)
        errors = np.zeros((w.shape[0], b - a))
        for i in range(a, b):
            q[:, i] = np.clip(np.rint(w[:, i] / scale), -127, 127)
            e = (w[:, i] - q[:, i] * scale) / u[i, i]
            w[:, i:b] -= np.outer(e, u[i, i:b])
            errors[:, i - a] = e
        w[:, b:] -= errors @ u[a:b, b:]
    return q, scale.astype(np.float32)
