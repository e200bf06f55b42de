"""Trains the sentence splitter: `python sentences.py --train A.conllu B.conllu --dev C.conllu --out sentences.bin`.

Every boundary between two tokens of a paragraph is judged by a linear model over hashed features; the reader is
`src/text/sentences.rs`, which must compute the same features. The file holds the bias (32-bit, little-endian) and one
signed byte a bucket, all in the same unit.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from features import fnv1a

BUCKETS = 1 << 15
LONGEST_FORM = 16
CLOSERS = set("\"'”’)]}»") | {"''"}
OPENERS = set("\"'“‘([{«") | {"``"}


def paragraphs(path):
    """Yields paragraphs: a list of (form, space before, starts a sentence)."""
    tokens, space, shared_until, shared_space = [], True, 0, True
    for block in open(path, encoding="utf-8").read().split("\n\n"):
        if not block.strip():
            continue
        if ("\n# newpar" in "\n" + block or "\n# newdoc" in "\n" + block) and tokens:
            yield tokens
            tokens = []
        first = True
        shared_until = 0
        for line in block.split("\n"):
            columns = line.split("\t")
            if line.startswith("#") or len(columns) < 10 or "." in columns[0]:
                continue
            after = "SpaceAfter=No" not in columns[9]
            if "-" in columns[0]:
                shared_until, shared_space = int(columns[0].split("-")[1]), after
                shared_first = True
                continue
            number = int(columns[0])
            inside = number <= shared_until
            tokens.append((columns[1], space if not inside or shared_first else False, first))
            first = False
            if inside:
                shared_first = False
                space = shared_space
            else:
                space = after
    if tokens:
        yield tokens


def kind(form):
    """One letter: what a token looks like from outside."""
    if not form:
        return "_"
    first = form[0]
    if first.isdigit():
        return "0"
    if first.isalpha():
        if first.isupper():
            return "C" if len(form) > 1 and all(c.isupper() for c in form[1:] if c.isalpha()) else "A" if len(form) > 1 else "I"
        return "a"
    if form in CLOSERS or form in OPENERS:
        return "q"
    return "."


def short(form):
    return form.lower()[:LONGEST_FORM]


def bucket_of_length(count):
    return min(count, 4) if count < 5 else 5 if count < 8 else 6 if count < 16 else 7 if count < 32 else 8


def is_candidate(before, after):
    """Between two words, the second in lower case, nothing ends."""
    return not (before[-1:].isalnum() and after[:1].isalpha() and not after[0].isupper())


def features(tokens, at, since, quoted, bracketed):
    """Hashes of the features of the boundary before token `at`."""
    def form(index):
        return tokens[index][0] if 0 <= index < len(tokens) else ""

    p1, p2, n1, n2 = form(at - 1), form(at - 2), form(at), form(at + 1)
    # The mark that would end the sentence may stand before closing quotes and brackets.
    last = at - 1
    while last > 0 and form(last) in CLOSERS and at - last < 4:
        last -= 1
    end = form(last)
    gap = "s" if tokens[at][1] else "n"
    lengths = str(bucket_of_length(since)) + str(bucket_of_length(len(tokens) - at))
    state = ("q" if quoted else "-") + ("b" if bracketed else "-") + gap
    stop = "S" if len(end) > 1 and end.endswith(".") else end if not end[:1].isalnum() else "w"
    parts = [
        ("a", short(p1)), ("b", short(n1)), ("c", short(p1), kind(n1)), ("d", short(p2), short(p1)),
        ("e", kind(p1), kind(n1), kind(n2)), ("f", stop, short(n1)), ("g", stop, kind(n1), state),
        ("h", short(end), kind(n1), gap), ("i", stop, lengths), ("j", kind(p2), kind(p1), kind(n1), gap),
        ("k", short(n1), short(n2)), ("l", stop, short(p1), kind(n1)), ("m", stop, kind(n1), short(n2)),
        ("n", kind(form(last - 1)), short(end), kind(n1)), ("o", state, kind(n1), lengths[0]),
    ]  # fmt: skip
    return [fnv1a("\x1f".join(part).encode()) % BUCKETS for part in parts]


def examples(tokens):
    """(hashes, is a boundary) of the candidates of a paragraph."""
    since, quoted, bracketed = 0, False, False
    for at in range(len(tokens)):
        form, _, starts = tokens[at]
        if at > 0:
            if is_candidate(tokens[at - 1][0], form):
                yield features(tokens, at, since, quoted, bracketed), starts
            if starts:
                since, quoted, bracketed = 0, False, False
        since += 1
        if form in ('"', "``", "''", "“", "”"):
            quoted = form in ("``", "“") or (form == '"' and not quoted)
        elif form in ("(", "["):
            bracketed = True
        elif form in (")", "]"):
            bracketed = False


def load(paths):
    rows, truth = [], []
    for path in paths:
        for tokens in paragraphs(path):
            for hashes, starts in examples(tokens):
                rows.append(hashes)
                truth.append(starts)
    return torch.tensor(rows), torch.tensor(truth, dtype=torch.float32)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--train", nargs="+", type=Path, required=True)
    options.add_argument("--dev", nargs="+", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    args = options.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    rows, truth = load(args.train)
    devs = [(path, *load([path])) for path in args.dev]
    weights = torch.nn.EmbeddingBag(BUCKETS, 1, mode="sum")
    torch.nn.init.zeros_(weights.weight)
    bias = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.Adam([*weights.parameters(), bias], lr=0.01)
    for epoch in range(8):
        for group in optimizer.param_groups:
            group["lr"] = 0.01 * (1 - epoch / 8)
        order = torch.randperm(len(rows))
        for part in order.split(256):
            scores = weights(rows[part]).squeeze(1) + bias
            loss = torch.nn.functional.binary_cross_entropy_with_logits(scores, truth[part])
            loss = loss + 2e-5 * (weights.weight**2).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    with torch.no_grad():
        scale = weights.weight.abs().max().item() / 127
        whole = torch.round(weights.weight / scale)
        start = round(bias.item() / scale)
        for path, rows, truth in devs:
            found = whole[rows].sum((1, 2)) + start > 0
            right = (found & (truth > 0)).sum().item()
            print(path.stem, f"boundary F1 {2 * right / (found.sum().item() + truth.sum().item()):.4f}")
    args.out.write_bytes(np.int32(start).astype("<i4").tobytes() + whole.numpy().astype(np.int8).tobytes())


if __name__ == "__main__":
    main()
