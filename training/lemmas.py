"""Learns how words lose their endings: suffix rules, whole words where the rules fail.

A rule is a line `TAG suffix cut ending`: a lower-cased word of that tag that ends in the suffix loses `cut` letters
and gains the ending. The longest suffix that has a rule decides; `^` at its beginning asks for the whole word. An
ending that begins with `*` gives the lemma a capital letter. The reader is `src/language/lemma.rs`.

Names keep the letters that the text writes; a name that the text writes small gets its capital only where the
treebanks give it one. A short noun in capitals is an acronym unless the treebanks know it as a word.
"""

from collections import Counter, defaultdict

LONGEST_SUFFIX = 7
LONGEST_ACRONYM = 5
# Tags whose words inflect alike learn together.
CLASSES = {"VBN": "VBD", "NNPS": "NNPS"}


def script(form, lemma):
    """(letters cut, letters added) that turn the lower-cased form into the lemma."""
    capital = "*" if lemma[:1].isupper() else ""
    lemma = lemma.lower()
    common = 0
    while common < min(len(form), len(lemma)) and form[common] == lemma[common]:
        common += 1
    return len(form) - common, capital + lemma[common:]


def suffixes(word):
    """Longest first, the whole word before all."""
    return ["^" + word] + [word[len(word) - length :] for length in range(min(LONGEST_SUFFIX, len(word)), -1, -1)]


def is_proper(word):
    return word.upos == "PROPN" or word.xpos in ("NNP", "NNPS")


def observations(sentences):
    """How often each (tag, lower-cased form) takes each script."""
    seen = defaultdict(Counter)
    for words in sentences:
        for word in words:
            if word.lemma == "_" or word.xpos == "GW" or word.relation == "goeswith":
                continue
            form, lemma = word.form.replace("’", "'"), word.lemma.replace("’", "'")
            if form == "--":
                continue  # The treebanks differ.
            if len(form) > 1 and form.isupper() and not (word.xpos == "NN" and lemma.endswith(".") and lemma.islower()):
                continue  # Capitals hide what the lemma keeps; only times of day ("PM") lose them.
            if is_proper(word):
                lemma = lemma.lower()
            elif lemma[:1].isupper() and len(form) == 1 and form != "I" and form != "i":
                lemma = lemma.lower()
            tag = "NNP" if is_proper(word) and word.xpos != "NNPS" else CLASSES.get(word.xpos, word.xpos)
            seen[tag, form.lower()][script(form.lower(), lemma)] += 1
    return seen


TAGS = {
    "noun-plural": "NNS", "verb-third": "VBZ", "verb-past": "VBD", "verb-ing": "VBG", "adj-er": "JJR", "adj-est": "JJS",
}  # fmt: skip


def unseen_forms(dictionary, seen):
    """(tag, form) -> script of inflected forms that the dictionary knows and the treebanks have not."""
    found = {(TAGS[trait], form): script(form, base) for (trait, form), base in dictionary.lemmas.items()}
    return {key: value for key, value in found.items() if key not in seen}


def learn(sentences, dictionary):
    """Lines of the rule table."""
    votes = defaultdict(Counter)
    seen = observations(sentences)
    for key, made in unseen_forms(dictionary, seen).items():
        seen[key][made] += 1
    for (tag, form), scripts in seen.items():
        best, count = scripts.most_common(1)[0]
        for suffix in suffixes(form):
            if len(form) - len(suffix) < 2 and not suffix.startswith("^"):
                continue  # Rules for endings come from words that are longer than their ending.
            votes[tag, suffix][best] += count if suffix.startswith("^") else 1
    rules = {}
    for (tag, suffix), scripts in sorted(votes.items(), key=lambda item: (item[0][1].startswith("^"), len(item[0][1]))):
        (cut, ending), count = scripts.most_common(1)[0]
        whole = suffix.startswith("^")
        if not whole and (count < 2 or count * 2 <= sum(scripts.values()) or cut > len(suffix)) and suffix:
            continue
        if not whole and not suffix and cut > 0:
            continue
        # A plural seen once or twice with itself as its lemma is more often a slip than a plurale tantum.
        own = dictionary.has(suffix[1:], "noun") and not dictionary.has(suffix[1:], "noun-plural")
        if whole and tag == "NNS" and suffix.endswith("s") and cut == 0 and count < 3 and not own:
            continue
        shorter = suffixes(suffix[1:])[1:] if whole else suffixes(suffix)[2:]
        inherited = next((rules[tag, ending] for ending in shorter if (tag, ending) in rules), None)
        if inherited != (cut, ending):
            rules[tag, suffix] = (cut, ending)
    rules |= written_small(rules, sentences) | no_acronyms(rules, sentences)
    return [f"{tag} {suffix} {cut} {ending}" for (tag, suffix), (cut, ending) in sorted(rules.items())]


def written_small(rules, sentences):
    """Rules of names that the treebanks write small and whose lemmas have a capital."""
    seen = defaultdict(Counter)
    for words in sentences:
        for word in words:
            if is_proper(word) and word.form[:1].islower() and word.lemma != "_":
                seen["NNPS" if word.xpos == "NNPS" else "NNP", word.form][word.lemma[:1].isupper()] += 1
    found = {}
    for (tag, form), capital in seen.items():
        if capital[True] > capital[False]:
            cut, ending = rule_of(rules, tag, form)
            found[tag, "^" + form] = (cut, "*" + ending)
    return found


def no_acronyms(rules, sentences):
    """Rules of short nouns whose lemmas are small although the text has them in capitals."""
    seen = defaultdict(Counter)
    for words in sentences:
        for word in words:
            if word.xpos == "NN" and word.form.isalpha() and 1 < len(word.form) <= LONGEST_ACRONYM:
                if word.form.islower() or word.form.isupper() and not word.lemma.isupper():
                    seen[word.form.lower()]["small"] += 1
                elif word.form.isupper():
                    seen[word.form.lower()]["capitals"] += 1
    small = (form for form, count in seen.items() if count["small"] > 1 and count["small"] > count["capitals"])
    return {("NN", "^" + form): rule_of(rules, "NN", form) for form in small}


def rule_of(rules, tag, form):
    """The rule for a lower-cased form; none keeps it as it is."""
    return next((rules[tag, suffix] for suffix in suffixes(form) if (tag, suffix) in rules), (0, ""))


def lemma(rules, form, tag):
    """The reader's rule, for measuring: `rules` maps (tag, suffix) to (cut, ending)."""
    lower = form.replace("’", "'").lower()
    tag = CLASSES.get(tag, tag)
    proper = tag in ("NNP", "NNPS")
    if len(form) > 1 and form.isupper() and (proper or tag == "NN") and (tag, "^" + lower) not in rules:
        return form
    for suffix in suffixes(lower):
        if (tag, suffix) in rules:
            cut, ending = rules[tag, suffix]
            stem, ending = lower[: len(lower) - cut], ending
            if proper:
                whole = form[: len(form) - cut] + ending.lstrip("*")
                return whole[:1].upper() + whole[1:] if ending.startswith("*") else whole
            if ending.startswith("*"):
                whole = stem + ending[1:]
                return whole[:1].upper() + whole[1:] if suffix.startswith("^") or form[:1].isupper() else whole
            return stem + ending
    return form if proper else lower
