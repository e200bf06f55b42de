"""The network: embeddings, bidirectional LSTM layers, tag heads, arc and relation scorers."""

import torch
from torch import nn
from torch.nn import functional as F

DISTANCES = 24


def distance_bucket(offset):
    """Bucket of `head - dependent` (tensor of integers): exact up to 5, then 6-7, 8-11, 12-19, 20-, each way."""
    size = offset.abs()
    bucket = torch.where(
        size <= 5, size, torch.where(size <= 7, 6, torch.where(size <= 11, 7, torch.where(size <= 19, 8, 9)))
    )
    return torch.where(offset < 0, 10 - bucket, 10 + bucket)


class SharedDropout(nn.Module):
    """Dropout with one mask for all positions of a sentence. Input: (time, batch, features)."""

    def __init__(self, rate):
        super().__init__()
        self.rate = rate

    def forward(self, x):
        if not self.training or self.rate == 0:
            return x
        keep = 1 - self.rate
        mask = torch.empty(1, x.shape[1], x.shape[2], dtype=x.dtype).bernoulli_(keep) / keep
        return x * mask


class Network(nn.Module):
    def __init__(self, sizes, trait_sets, dropout=0.33):
        super().__init__()
        self.sizes = sizes
        s = sizes
        self.words = nn.Embedding(s["words"], s["word_dim"])
        self.affixes = nn.EmbeddingBag(s["buckets"], s["affix_dim"], mode="sum")
        self.shapes = nn.Embedding(s["shapes"], s["shape_dim"])
        self.cased = nn.Embedding(s["cased"], s["cased_dim"])
        self.register_buffer("trait_sets", torch.from_numpy(trait_sets), persistent=False)
        self.traits = nn.Parameter(torch.randn(trait_sets.shape[1], s["trait_dim"]) * 0.1)
        nn.init.normal_(self.words.weight, std=0.1)
        nn.init.normal_(self.cased.weight, std=0.1)
        nn.init.normal_(self.affixes.weight, std=0.03)
        nn.init.normal_(self.shapes.weight, std=0.1)
        hidden = s["hidden"]
        width = s["word_dim"] + s["cased_dim"] + s["affix_dim"] + s["shape_dim"] + s["trait_dim"]
        self.layers = nn.ModuleList()
        for layer in range(s["layers"]):
            inputs = width if layer == 0 else 2 * hidden
            self.layers.append(nn.ModuleDict({"ahead": nn.LSTM(inputs, hidden), "back": nn.LSTM(inputs, hidden)}))
        for lstm in (lstm for layer in self.layers for lstm in layer.values()):
            for gate in range(4):
                nn.init.orthogonal_(lstm.weight_hh_l0.data[gate * hidden : (gate + 1) * hidden])
            nn.init.xavier_uniform_(lstm.weight_ih_l0)
            nn.init.zeros_(lstm.bias_ih_l0)
            nn.init.zeros_(lstm.bias_hh_l0)
            lstm.bias_ih_l0.data[hidden : 2 * hidden] = 1.0
        self.tagger = nn.Linear(2 * hidden, s["tag_dim"])
        self.upos = nn.Linear(s["tag_dim"], s["upos"])
        self.xpos = nn.Linear(s["tag_dim"], s["xpos"])
        self.arc_dependent = nn.Linear(2 * hidden, s["arc_dim"])
        self.arc_head = nn.Linear(2 * hidden, s["arc_dim"])
        self.arc_product = nn.Linear(s["arc_dim"], s["arc_dim"], bias=True)
        self.arc_root = nn.Parameter(torch.zeros(s["arc_dim"]))
        self.arc_distance = nn.Linear(s["arc_dim"], DISTANCES)
        self.relation_dependent = nn.Linear(2 * hidden, 2 * s["relation_dim"])
        self.relation_head = nn.Linear(2 * hidden, 2 * s["relation_dim"])
        self.relation_root = nn.Parameter(torch.zeros(2 * s["relation_dim"]))
        self.relation = nn.Linear(2 * s["relation_dim"], s["relations"])
        nn.init.zeros_(self.arc_distance.weight)
        nn.init.zeros_(self.arc_distance.bias)
        nn.init.orthogonal_(self.arc_product.weight, gain=0.5)
        nn.init.zeros_(self.arc_product.bias)
        self.input_dropout = SharedDropout(dropout)
        self.dropout = SharedDropout(dropout)

    def encode(self, batch):
        """(time, batch, 2 * hidden) states; padding positions hold rubbish."""
        affixes = self.affixes(batch["bag"], batch["bag_offsets"])[batch["types"]]
        words = torch.cat([self.words(batch["words"]), self.cased(batch["cased"])], -1)
        shapes = self.shapes(batch["shapes"])
        traits = F.embedding(batch["traits"], self.trait_sets @ self.traits)
        if self.training:
            keep = 0.85
            drop_word = torch.empty(words.shape[:2] + (1,)).bernoulli_(keep)
            drop_affix = torch.empty(words.shape[:2] + (1,)).bernoulli_(keep)
            # When one of the two is hidden the other speaks louder, as in Dozat and Manning's parser.
            scale = 2.0 / (drop_word + drop_affix).clamp(min=1.0)
            words, affixes = words * drop_word * scale, affixes * drop_affix * scale
        x = self.input_dropout(torch.cat([words, affixes, shapes, traits], -1))
        turn = batch["turn"].unsqueeze(-1)

        for layer in self.layers:
            right, _ = layer["ahead"](x)
            left, _ = layer["back"](x.gather(0, turn.expand(-1, -1, x.shape[-1])))
            x = self.dropout(torch.cat([right, left.gather(0, turn.expand(-1, -1, left.shape[-1]))], -1))
        return x

    def forward(self, batch):
        """Scores: upos, xpos (time, batch, tags), arcs (batch, dependent, head; head 0 is the root) and states."""
        states = self.encode(batch)
        tags = self.dropout(F.relu(self.tagger(states)))
        upos, xpos = self.upos(tags), self.xpos(tags)
        dependent = self.dropout(F.leaky_relu(self.arc_dependent(states), 0.1)).transpose(0, 1)
        head = self.dropout(F.leaky_relu(self.arc_head(states), 0.1)).transpose(0, 1)
        head = torch.cat([self.arc_root.to(head.dtype).expand(head.shape[0], 1, -1), head], 1)
        arcs = (self.arc_product(dependent) @ head.transpose(1, 2)).float()
        time = states.shape[0]
        offsets = torch.arange(time).unsqueeze(0) - torch.arange(time).unsqueeze(1)
        distances = self.arc_distance(dependent).float()
        by_distance = distances.gather(2, distance_bucket(offsets).expand(distances.shape[0], -1, -1))
        by_distance = torch.cat([distances[:, :, DISTANCES - 1 :], by_distance], 2)
        arcs = arcs + by_distance
        positions = torch.arange(time + 1)
        hidden = positions.view(1, 1, -1) > batch["lengths"].view(-1, 1, 1)
        itself = torch.arange(time).view(1, -1, 1) + 1 == positions.view(1, 1, -1)
        arcs = arcs.masked_fill(hidden | itself, -1e4)
        return upos.float(), xpos.float(), arcs, states

    def relations(self, states, heads):
        """Relation scores (time, batch, relations) of arcs to `heads` (time, batch; 0 is the root)."""
        dependent = self.relation_dependent(states)
        head = self.relation_head(states)
        root = self.relation_root.to(head.dtype).expand(1, head.shape[1], -1)
        head = torch.cat([root, head], 0)
        head = head.gather(0, heads.unsqueeze(-1).expand(-1, -1, head.shape[-1]))
        half = self.sizes["relation_dim"]
        added = F.leaky_relu(dependent[..., :half] + head[..., :half], 0.1)
        product = torch.tanh(dependent[..., half:]) * torch.tanh(head[..., half:])
        return self.relation(self.dropout(torch.cat([added, product], -1))).float()
