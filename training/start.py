"""Reads exported weights back into a network, to go on training from them.

The 8-bit file keeps only products of an embedding's and its reader's factors; any share of them between the two is the
same network.
"""

import numpy as np
import torch
from safetensors.numpy import load_file

from export import STATE_STEP

# Size of one step of an 8-bit embedding.
STEP = 0.012


@torch.no_grad()
def load(network, vocabulary, cased, path):
    """Sets the network's parameters to those in the file."""
    tensors = load_file(path)
    for name, known in (("vocabulary", vocabulary), ("cased_vocabulary", cased)):
        if bytes(tensors[name]).decode().split("\n") != sorted(known, key=known.get):
            raise ValueError(f"{path}: `{name}` is not that of the training files")

    def put(parameter, values):
        parameter.copy_(torch.from_numpy(np.ascontiguousarray(values, dtype=np.float32)))

    def matrix(name):
        return tensors[name].astype(np.float32) * tensors[name + ".scale"][:, None]

    for name in ("words", "cased", "shapes"):
        put(getattr(network, name).weight, tensors[name] * STEP)
    put(network.affixes.weight, tensors["affixes"] * tensors["affixes.rescale"] * STEP)
    # A set's embedding is the sum of its traits': the traits' follow from the sets' by least squares.
    sets = network.trait_sets.numpy()
    if tensors["traits"].any():
        put(network.traits, np.linalg.lstsq(sets, tensors["traits"] * STEP, rcond=None)[0])
    for layer, modules in enumerate(network.layers):
        for direction, module in (("forward", "ahead"), ("backward", "back")):
            name, lstm = f"{direction}{layer + 1}", modules[module]
            put(lstm.weight_ih_l0, matrix(name + ".input") / (STATE_STEP if layer else STEP))
            put(lstm.weight_hh_l0, matrix(name + ".state") / STATE_STEP)
            put(lstm.bias_ih_l0, tensors[name + ".input.bias"])
            lstm.bias_hh_l0.zero_()
    for name in ("tagger", "arc_dependent", "arc_head", "relation_dependent", "relation_head"):
        put(getattr(network, name).weight, matrix(name) / STATE_STEP)
        put(getattr(network, name).bias, tensors[name + ".bias"])
    for name, parts in (("tags", ("upos", "xpos")), ("arcs", ("arc_product", "arc_distance")), ("relation", ("relation",))):
        rows, biases = matrix(name), tensors[name + ".bias"]
        for part in parts:
            count = getattr(network, part).weight.shape[0]
            put(getattr(network, part).weight, rows[:count])
            put(getattr(network, part).bias, biases[:count])
            rows, biases = rows[count:], biases[count:]
    put(network.arc_root, tensors["arc_root"])
    put(network.relation_root, tensors["relation_root"])
