"""Reads treebank files in the CoNLL-U format."""

from dataclasses import dataclass


@dataclass
class Word:
    """A syntactic word of a sentence."""

    form: str
    lemma: str
    upos: str
    xpos: str
    head: int
    relation: str


# Rare subtypes that older releases use for what is now called "unmarked", and ones too rare to learn.
RELATION_NAMES = {
    "obl:npmod": "obl:unmarked",
    "obl:tmod": "obl:unmarked",
    "nmod:npmod": "nmod:unmarked",
    "nmod:tmod": "nmod:unmarked",
    "csubj:outer": "csubj",
}


def read_sentences(paths):
    """Yields the sentences of the files, each a list of `Word`."""
    for path in paths:
        words = []
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                line = line.rstrip("\n")
                if not line:
                    if words:
                        yield words
                    words = []
                elif not line.startswith("#"):
                    columns = line.split("\t")
                    if columns[0].isdigit():
                        relation = RELATION_NAMES.get(columns[7], columns[7])
                        words.append(
                            Word(columns[1], columns[2], columns[3], columns[4], int(columns[6]), relation)
                        )
        if words:
            yield words
