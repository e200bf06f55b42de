"""Writes the trained network as 8-bit weights in a safetensors file.

Every matrix `m` becomes `m` (8-bit, output x input) and `m.scale` (one factor an output). The scales of a layer's
inputs are multiplied into its matrix before rounding, so that the reader multiplies integers and needs no others.
"""

import numpy as np
import torch
from safetensors.numpy import save_file

import lemmas
from inventory import RELATIONS, UPOS, XPOS

# States of the recurrent layers lie between -1 and 1 and are read in steps of this size.
STATE_STEP = 1 / 127


def rounded(matrix):
    """8-bit rows and the factor of each row."""
    scale = np.maximum(np.abs(matrix).max(1), 1e-8) / 127
    return np.rint(matrix / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def rounded_columns(table):
    """8-bit table and the factor of each column."""
    values, scale = rounded(table.T)
    return np.ascontiguousarray(values.T), scale


@torch.no_grad()
def export(network, vocabulary, cased, dictionary, casing, corpus, sentences, path):
    state = {name: value.detach().float().numpy() for name, value in network.state_dict().items()}
    tensors = {}

    def text(name, lines):
        tensors[name] = np.frombuffer("\n".join(lines).encode(), dtype=np.uint8).copy()

    def matrix(name, weight, input_scale):
        tensors[name], tensors[name + ".scale"] = rounded(weight * input_scale)

    text("vocabulary", sorted(vocabulary, key=vocabulary.get))
    text("cased_vocabulary", sorted(cased, key=cased.get))
    text("usual_capitals", casing.lines())
    text("upos", UPOS)
    text("xpos", XPOS)
    text("relations", RELATIONS)
    text("lemmas", lemmas.learn(sentences, dictionary))

    tensors["words"], word_step = rounded_columns(state["words.weight"])
    tensors["cased"], cased_step = rounded_columns(state["cased.weight"])
    tensors["shapes"], shape_step = rounded_columns(state["shapes.weight"])
    tensors["affixes"], affix_scale = rounded_columns(state["affixes.weight"])
    table = state["affixes.weight"]
    sums = np.stack([table[bag].sum(0) for bag in corpus.bags])
    affix_step = np.quantile(np.abs(sums), 0.9998, axis=0) / 127
    tensors["affixes.rescale"] = (affix_scale / affix_step).astype(np.float32)

    tensors["traits"], trait_step = rounded_columns(dictionary.matrix() @ state["traits"])
    for name, part in zip(("counts", "hashes", "sets"), dictionary.packed()):
        tensors["dictionary." + name] = part
    tensors["dictionary.flags"] = dictionary.flags()

    inputs = np.concatenate([word_step, cased_step, affix_step, shape_step, trait_step])
    for layer in range(network.sizes["layers"]):
        for direction, module in (("forward", "ahead"), ("backward", "back")):
            name, source = f"{direction}{layer + 1}", f"layers.{layer}.{module}"
            matrix(name + ".input", state[source + ".weight_ih_l0"], STATE_STEP if layer else inputs)
            matrix(name + ".state", state[source + ".weight_hh_l0"], STATE_STEP)
            tensors[name + ".input.bias"] = state[source + ".bias_ih_l0"] + state[source + ".bias_hh_l0"]
    heads = ("tagger", "arc_dependent", "arc_head", "relation_dependent", "relation_head")
    for name in heads:
        matrix(name, state[name + ".weight"], STATE_STEP)
        tensors[name + ".bias"] = state[name + ".bias"]
    # The inputs of these are rounded by the largest value of each row when they are read: no scale to multiply in.
    for name, parts in (
        ("tags", ("upos", "xpos")),
        ("arcs", ("arc_product", "arc_distance")),
        ("relation", ("relation",)),
    ):
        matrix(name, np.concatenate([state[part + ".weight"] for part in parts]), 1.0)
        tensors[name + ".bias"] = np.concatenate([state[part + ".bias"] for part in parts])
    tensors["arc_root"] = state["arc_root"]
    tensors["relation_root"] = state["relation_root"]
    save_file({name: np.ascontiguousarray(value) for name, value in tensors.items()}, path)
    print(f"{path}: {path.stat().st_size / 1e6:.2f} MB")
