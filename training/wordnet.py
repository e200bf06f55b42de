"""What WordNet 3.0 knows of single words: a table from inflected forms to traits.

The files are those of Princeton's release (`index.*`, `data.*`, `*.exc`), as Debian's package `wordnet-base` has them
in `/usr/share/wordnet`. A trait is a part of speech with its inflection, the field of meaning that the files sort a
word's first sense into, or a kind of name. `src/language/network/dictionary.rs` reads what `export.py` writes of it.
"""

from collections import defaultdict

import numpy as np

from features import fnv1a

PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
INFLECTIONS = (
    "noun noun-plural verb verb-third verb-past verb-ing adj adj-er adj-est adv "
    "main-noun main-verb main-adj main-adv "
    "capital-noun capital-adj place person other-name place-part person-part other-part"
).split()
FIELDS = 45
TRAITS = {name: bit for bit, name in enumerate(INFLECTIONS)}
COUNT = len(INFLECTIONS) + FIELDS
PLACE_FIELDS, PERSON_FIELD = (15, 17), 18
VOWELS = "aeiou"
# Bits that `src/language/network/dictionary.rs` reads, and the traits that set them.
FLAGS = {
    1: "noun noun-plural verb verb-third verb-past verb-ing adj adj-er adj-est adv".split(),
    2: ["place"],
    4: ["place-part"],
    8: ["person", "person-part"],
}


def plural(word):
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and len(word) > 2 and word[-2] not in VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def with_ending(word, ending):
    """A word with `ed`, `er` or `est`."""
    if word.endswith("e"):
        return word + ending[1:]
    if word.endswith("y") and len(word) > 2 and word[-2] not in VOWELS:
        return word[:-1] + "i" + ending
    return word + ending


def ing(word):
    if word.endswith("ie"):
        return word[:-2] + "ying"
    if word.endswith("e") and not word.endswith(("ee", "ye", "oe")) and len(word) > 2:
        return word[:-1] + "ing"
    return word + "ing"


def inflections(word, part):
    """(form, trait) of the regular inflections."""
    if part == "noun":
        yield plural(word), "noun-plural"
    elif part == "verb":
        yield plural(word), "verb-third"
        yield with_ending(word, "ed"), "verb-past"
        yield ing(word), "verb-ing"
    elif part == "adj" and len(word) <= 7:
        yield with_ending(word, "er"), "adj-er"
        yield with_ending(word, "est"), "adj-est"


def irregular_trait(form, part):
    if part == "noun":
        return "noun-plural"
    if part == "verb":
        return "verb-ing" if form.endswith("ing") else "verb-third" if form.endswith("s") else "verb-past"
    if part == "adj":
        return "adj-er" if form.endswith("er") else "adj-est" if form.endswith("est") else None
    return None


def is_plain(word):
    """A word that can be one token."""
    return len(word) > 1 and all(letter.isalpha() or letter in ".'" for letter in word) and word[0].isalpha()


def synsets(folder, part):
    """(offset, field, words, whether an individual) of each synset."""
    with open(folder / f"data.{part}", encoding="latin-1") as lines:
        for line in lines:
            if line.startswith("  "):
                continue
            columns = line.split("|")[0].split()
            count = int(columns[3], 16)
            words = [columns[4 + 2 * index].split("(")[0] for index in range(count)]
            yield columns[0], int(columns[1]), words, "@i" in columns


def exceptions(folder, part):
    """(form, dictionary form) of the irregular inflections."""
    with open(folder / f"{part}.exc", encoding="latin-1") as lines:
        for line in lines:
            form, *bases = line.split()
            for base in bases:
                if is_plain(form) and is_plain(base):
                    yield form, base


def read(folder):
    """Form in lower case -> set of traits."""
    traits = defaultdict(set)
    for part in PARTS:
        known, fields = set(), {}
        for offset, field, words, individual in synsets(folder, part):
            fields[offset] = field
            for word in words:
                capital = word[0].isupper()
                if is_plain(word):
                    lower = word.lower()
                    if not capital:
                        known.add(lower)
                    elif individual or part != "adj" and any(letter.isupper() for letter in word[1:]):
                        kind = "place" if field in PLACE_FIELDS else "person" if field == PERSON_FIELD else "other-name"
                        traits[lower].add(TRAITS[kind])
                    else:
                        traits[lower].add(TRAITS["capital-noun" if part == "noun" else "capital-adj"])
                elif individual:
                    kind = "place" if field in PLACE_FIELDS else "person" if field == PERSON_FIELD else "other"
                    for piece in word.split("_"):
                        if is_plain(piece) and piece[0].isupper():
                            traits[piece.lower()].add(TRAITS[kind + "-part"])
        firsts = {}
        with open(folder / f"index.{part}", encoding="latin-1") as lines:
            for line in lines:
                if not line.startswith("  "):
                    columns = line.split()
                    firsts[columns[0]] = fields[columns[-int(columns[2])]]
        for word in known:
            own = {TRAITS[part]} | ({len(INFLECTIONS) + firsts[word]} if word in firsts else set())
            traits[word] |= own
            for form, trait in inflections(word, part):
                traits[form] |= own - {TRAITS[part]} | {TRAITS[trait]}
        for form, base in exceptions(folder, part):
            trait = irregular_trait(form, part)
            if trait and base in known:
                field = {len(INFLECTIONS) + firsts[base]} if base in firsts else set()
                traits[form] |= {TRAITS[trait]} | field
    for word, part in main_parts(folder).items():
        if word in traits:
            traits[word].add(TRAITS["main-" + part])
    return traits


def main_parts(folder):
    """The part of speech that each word has most often in the texts that WordNet's makers tagged."""
    counts = defaultdict(lambda: defaultdict(int))
    names = {"1": "noun", "2": "verb", "3": "adj", "4": "adv", "5": "adj"}
    with open(folder / "cntlist.rev", encoding="latin-1") as lines:
        for line in lines:
            key, _, count = line.split()
            word, _, rest = key.partition("%")
            if rest[0] in names:
                counts[word][names[rest[0]]] += int(count)
    return {word: max(sorted(parts), key=parts.get) for word, parts in counts.items()}


def lemmas(folder):
    """(trait, inflected form) -> dictionary form; of several the one that the tagged texts have most often."""
    counts = defaultdict(int)
    with open(folder / "cntlist.rev", encoding="latin-1") as lines:
        for line in lines:
            key, _, count = line.split()
            counts[key.partition("%")[0]] += int(count)
    found = defaultdict(set)
    for part in PARTS:
        known = {word for _, _, words, _ in synsets(folder, part) for word in words if is_plain(word) and word.islower()}
        irregular = set()
        for form, base in exceptions(folder, part):
            trait = irregular_trait(form, part)
            if trait and base in known:
                found[trait, form].add(base)
                # "Stopped" stands for "stoped", "smelt" beside "smelled".
                if form.endswith(("ed", "ing", "er", "est")) or part == "noun":
                    irregular.add((trait, base))
        for base in known:
            for form, trait in inflections(base, part):
                if (trait, base) not in irregular:
                    found[trait, form].add(base)
    return {key: max(sorted(bases), key=counts.__getitem__) for key, bases in found.items()}


class Dictionary:
    """Forms as sorted hashes, each with the number of its set of traits; set 0 is empty, for unknown words."""

    def __init__(self, folder):
        self.lemmas = lemmas(folder)
        traits = read(folder)
        sets = sorted({tuple(sorted(found)) for found in traits.values()})
        numbers = {found: number + 1 for number, found in enumerate(sets)}
        self.sets = [()] + sets
        self.numbers = {form: numbers[tuple(sorted(found))] for form, found in traits.items()}

    def has(self, form, trait):
        """Whether a form is known to have a trait."""
        return TRAITS[trait] in self.sets[self.numbers.get(form, 0)]

    def flags(self):
        """For each set of traits, what it says of casing and names: see `FLAGS`."""
        return np.array(
            [
                sum(bit for bit, names in FLAGS.items() if any(TRAITS[name] in found for name in names))
                for found in self.sets
            ],
            dtype=np.uint8,
        )

    def matrix(self):
        """(sets, traits): 1 where a set has a trait."""
        matrix = np.zeros((len(self.sets), COUNT), dtype=np.float32)
        for number, found in enumerate(self.sets):
            matrix[number, list(found)] = 1.0
        return matrix

    def packed(self):
        """(how many hashes have each upper half, lower halves in order, numbers of sets in that order)."""
        entries = {}
        for form in sorted(self.numbers):
            entries.setdefault(fnv1a(form.encode()), self.numbers[form])
        hashes = np.array(sorted(entries), dtype=np.uint32)
        counts = np.bincount(hashes >> 16, minlength=1 << 16)
        return (
            counts.astype(np.uint8),
            (hashes & 0xFFFF).astype(np.uint16),
            np.array([entries[key] for key in hashes.tolist()], dtype=np.uint16),
        )
