"""Trains the tagger and parser: `python train.py --train A.conllu B.conllu --dev C.conllu --out weights.bin`."""

import argparse
import copy
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import features
from casing import Casing, sentence_case
from conllu import read_sentences
from export import export
from inventory import RELATIONS, UPOS, XPOS
from model import Network
from rename import renamed
from start import load
from wordnet import Dictionary


class Corpus:
    """Sentences as arrays of indices."""

    def __init__(self, sentences, vocabulary, cased, counts, dictionary, casing, buckets):
        self.sentences = sentences
        self.vocabulary = vocabulary
        self.types, self.bags = {}, []
        self.rows = []
        for words in sentences:
            forms = [word.form for word in words]
            normals = [features.normal_form(form) for form in forms]
            for normal in normals:
                if normal not in self.types:
                    self.types[normal] = len(self.types)
                    self.bags.append(np.array(features.affix_buckets(normal, buckets)))
            curly = [
                {"``": "“", "''": "”"}.get(word.xpos, word.form) if word.form in ('"', "``", "''") else word.form
                for word in words
            ]
            variants = (
                forms,
                curly,
                [form.upper() for form in forms],
                [titled(word) for word in words],
                [form.lower() for form in forms],
            )
            cases = [sentence_case(variant) for variant in variants]
            variants = [casing.restored(variant, case) for variant, case in zip(variants, cases)]
            self.rows.append(
                {
                    "cased": np.array([[cased.get(features.cased_form(form), 0) for form in variant] for variant in variants]),
                    "cases": cases,
                    "words": np.array([vocabulary.get(normal, 0) for normal in normals]),
                    "rarity": np.array([0.25 / (0.25 + counts.get(normal, 0)) for normal in normals]),
                    "traits": np.array([dictionary.numbers.get(normal, 0) for normal in normals]),
                    "types": np.array([self.types[normal] for normal in normals]),
                    "shapes": np.array([[features.shape(form) for form in variant] for variant in variants]),
                    "upos": np.array([UPOS.index(word.upos) for word in words]),
                    "xpos": np.array([XPOS.index(word.xpos) if word.xpos in XPOS else XPOS.index("XX") for word in words]),
                    "heads": np.array([word.head for word in words]),
                    "relations": np.array([RELATIONS.index(word.relation) for word in words]),
                    "droppable": words[-1].upos == "PUNCT" and all(word.head != len(words) for word in words),
                }
            )

    def batches(self, tokens, rng=None):
        """Lists of (row, variant of casing, length), near in length."""
        jobs = []
        for row in self.rows:
            length, variant = len(row["words"]), 0
            if rng:
                variant = rng.choices(range(5), (0.78, 0.1, 0.05, 0.05, 0.02))[0]
                # Of a sentence too short to tell its casing, other casings teach only doubt.
                if variant >= 2 and row["cases"][variant] != variant - 1:
                    variant = 0
                if row["droppable"] and length > 2 and rng.random() < (0.05 if variant < 2 else 0.5):
                    length -= 1
            jobs.append((row, variant, length))
        if rng:
            rng.shuffle(jobs)
        jobs.sort(key=lambda job: job[2])
        found, open_batch = [], []
        for job in jobs:
            if open_batch and job[2] * (len(open_batch) + 1) > tokens:
                found.append(open_batch)
                open_batch = []
            open_batch.append(job)
        if open_batch:
            found.append(open_batch)
        if rng:
            rng.shuffle(found)
        return found

    def tensors(self, jobs, training):
        """One padded batch; arrays are (time, batch)."""
        longest = max(length for _, _, length in jobs)
        batch = {
            key: np.zeros((longest, len(jobs)), dtype=np.int64)
            for key in ("words", "cased", "types", "traits", "shapes", "upos", "xpos", "heads", "relations", "turn")
        }
        mask = np.zeros((longest, len(jobs)), dtype=bool)
        for column, (row, variant, length) in enumerate(jobs):
            for key in ("upos", "xpos", "heads", "relations", "types", "traits"):
                batch[key][:length, column] = row[key][:length]
            words, cased = row["words"][:length], row["cased"][variant][:length]
            if training:
                rare = np.random.random(length) < row["rarity"][:length]
                words, cased = np.where(rare, 0, words), np.where(rare, 0, cased)
            batch["words"][:length, column] = words
            batch["cased"][:length, column] = cased
            batch["shapes"][:length, column] = row["shapes"][variant][:length]
            batch["turn"][:, column] = np.arange(longest)
            batch["turn"][:length, column] = np.arange(length)[::-1]
            mask[:length, column] = True
        used, places = np.unique(batch["types"], return_inverse=True)
        bags = [self.bags[index] for index in used]
        batch["types"] = places.reshape(batch["types"].shape)
        tensors = {key: torch.from_numpy(value) for key, value in batch.items()}
        tensors["bag"] = torch.from_numpy(np.concatenate(bags))
        tensors["bag_offsets"] = torch.from_numpy(np.cumsum([0] + [len(bag) for bag in bags[:-1]]))
        tensors["mask"] = torch.from_numpy(mask)
        tensors["lengths"] = torch.tensor([length for _, _, length in jobs])
        return tensors


EMBEDDINGS = ("words", "cased", "affixes", "shapes", "traits")
SMALL_WORDS = {"ADP", "DET", "CCONJ", "PART", "SCONJ"}


def titled(word):
    """A word as a headline in title case writes it."""
    if (word.upos in SMALL_WORDS and len(word.form) < 5) or not word.form[:1].isalpha() or word.form.startswith("n't"):
        return word.form
    return word.form[0].upper() + word.form[1:]


def losses(network, batch, smoothing):
    upos, xpos, arcs, states = network(batch)
    relations = network.relations(states, batch["heads"])
    mask = batch["mask"]

    def cross(scores, truth):
        return F.cross_entropy(scores[mask], truth[mask], label_smoothing=smoothing)

    return (
        cross(upos, batch["upos"])
        + 0.5 * cross(xpos, batch["xpos"])
        + F.cross_entropy(arcs.transpose(0, 1)[mask], batch["heads"][mask])
        + cross(relations, batch["relations"])
    )


BASE = [RELATIONS.index(r.split(":")[0]) for r in RELATIONS]


@torch.no_grad()
def evaluate(network, corpus, bfloat16):
    """Per cent right: upos, xpos, heads, heads with universal relations."""
    network.eval()
    base = torch.tensor(BASE)
    right, total = np.zeros(4), 0
    for jobs in corpus.batches(4000):
        batch = corpus.tensors(jobs, False)
        with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
            upos, xpos, arcs, states = network(batch)
            heads = arcs.argmax(-1).transpose(0, 1)
            relations = network.relations(states, heads).argmax(-1)
        mask = batch["mask"]
        attached = (heads == batch["heads"])[mask]
        labelled = attached & (base[relations] == base[batch["relations"]])[mask]
        right += [
            (upos.argmax(-1) == batch["upos"])[mask].sum().item(),
            (xpos.argmax(-1) == batch["xpos"])[mask].sum().item(),
            attached.sum().item(),
            labelled.sum().item(),
        ]
        total += mask.sum().item()
    network.train()
    return 100 * right / total


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--train", nargs="+", type=Path, required=True)
    options.add_argument("--dev", nargs="+", type=Path, required=True)
    options.add_argument("--wordnet", type=Path, default="/usr/share/wordnet", help="folder of WordNet 3.0's database files")
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--start", type=Path, help="weights to go on from, of the same vocabulary and sizes")
    options.add_argument("--epochs", type=int, default=30)
    options.add_argument("--hidden", type=int, default=192)
    options.add_argument("--layers", type=int, default=2)
    options.add_argument("--rate", type=float, default=2.5e-3)
    options.add_argument("--batch-tokens", type=int, default=1200)
    options.add_argument("--dropout", type=float, default=0.33)
    options.add_argument("--smoothing", type=float, default=0.03)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--bfloat16", action="store_true", help="compute in bfloat16: faster on some processors, slower on others")
    options.add_argument("--minutes", type=float, help="stop early, keeping the schedule of all epochs", default=1e9)
    args = options.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    np.random.seed(args.seed)
    rng = random.Random(args.seed)

    dictionary = Dictionary(args.wordnet)
    sentences = list(read_sentences(args.train))
    counts = Counter(features.normal_form(word.form) for words in sentences for word in words)
    vocabulary = {word: index + 1 for index, (word, n) in enumerate(counts.most_common()) if n > 1}
    cased_counts = Counter(features.cased_form(word.form) for words in sentences for word in words)
    cased = {form: index + 1 for index, (form, n) in enumerate(cased_counts.most_common()) if form and n > 2}
    cased = {form: index + 1 for index, form in enumerate(cased)}
    sizes = {
        "words": len(vocabulary) + 1, "cased": len(cased) + 1, "buckets": 16384, "shapes": features.SHAPES,
        "word_dim": 96, "cased_dim": 32, "affix_dim": 72, "shape_dim": 24, "trait_dim": 32,
        "hidden": args.hidden, "layers": args.layers, "tag_dim": 128,
        "arc_dim": 160, "relation_dim": 96,
        "upos": len(UPOS), "xpos": len(XPOS), "relations": len(RELATIONS),
    }  # fmt: skip
    casing = Casing(sentences, vocabulary, dictionary)
    corpus = Corpus(sentences + renamed(sentences, rng), vocabulary, cased, counts, dictionary, casing, sizes["buckets"])
    devs = [(path, Corpus(list(read_sentences([path])), vocabulary, cased, counts, dictionary, casing, sizes["buckets"])) for path in args.dev]
    network = Network(sizes, dictionary.matrix(), args.dropout)
    if args.start:
        load(network, vocabulary, cased, args.start)
    average = copy.deepcopy(network)
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for n, p in network.named_parameters() if p.dim() < 2 or n.startswith(EMBEDDINGS)], "weight_decay": 0.0},
            {"params": [p for n, p in network.named_parameters() if p.dim() >= 2 and not n.startswith(EMBEDDINGS)], "weight_decay": 0.01},
        ],
        lr=args.rate, betas=(0.9, 0.95), eps=1e-8,
    )  # fmt: skip
    steps_an_epoch = len(corpus.batches(args.batch_tokens, rng))
    total, step, started = args.epochs * steps_an_epoch, 0, time.time()
    for epoch in range(args.epochs):
        seen = 0.0
        batches = corpus.batches(args.batch_tokens, rng)
        for jobs in batches:
            progress = step / total
            rate = args.rate * min(1.0, (step + 1) / 400) * min(1.0, max(1.2 * (1 - progress), 0.002))
            for group in optimizer.param_groups:
                group["lr"] = rate
            with torch.autocast("cpu", torch.bfloat16, enabled=args.bfloat16):
                loss = losses(network, corpus.tensors(jobs, True), args.smoothing)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimizer.step()
            step += 1
            decay = min(0.999, step / (step + 20))
            with torch.no_grad():
                torch._foreach_lerp_(list(average.parameters()), list(network.parameters()), 1 - decay)
            seen += loss.item()
        line = f"epoch {epoch + 1} loss {seen / len(batches):.3f} {time.time() - started:.0f} s"
        if (epoch + 1) % 4 == 0 or epoch + 1 == args.epochs or epoch < 2:
            for path, dev in devs:
                line += f" | {path.stem} " + " ".join(f"{figure:.2f}" for figure in evaluate(average, dev, args.bfloat16))
        print(line, flush=True)
        if (epoch + 1) % 10 == 0 or epoch + 1 == args.epochs:
            torch.save({"sizes": sizes, "vocabulary": vocabulary, "cased": cased, "state": average.state_dict()}, args.out.with_suffix(".pt"))
        if time.time() - started > args.minutes * 60:
            break
    torch.save({"sizes": sizes, "vocabulary": vocabulary, "cased": cased, "state": average.state_dict()}, args.out.with_suffix(".pt"))
    export(average, vocabulary, cased, dictionary, casing, corpus, sentences, args.out)


if __name__ == "__main__":
    main()
