"""Casing: of tokens, of sentences, and what casing headlines hide.

`src/language/network/casing.rs` computes the same: change both together.
"""

from collections import Counter, defaultdict

from features import letter_case, normal_form

ORDINARY, CAPITALS, TITLE, LOWER = range(4)
# Words that headlines leave without capitals.
SMALL_WORDS = frozenset(
    "a an and as at but by for from in into n't nor of off on onto or over per than the to up v via vs with".split()
)
LONGEST_UNKNOWN_ACRONYM = 3
# Capitals that headlines hide from a count of all texts: the country outnumbers the pronoun there.
IN_CAPITALS = {"us": "US"}


def sentence_case(forms):
    """Casing of a whole sentence."""
    cases = [letter_case(form) for form in forms]
    worded = [case for case, form in zip(cases, forms) if len(form) > 1 and form[0].isalpha() and case]
    if worded.count(3) >= 3 and all(case in (3, 4) for case in worded):
        return CAPITALS
    if len(worded) >= 3 and all(case == 1 for case in worded):
        return LOWER
    long = sum(case > 0 and len(form) > 3 for case, form in zip(cases, forms))
    lower = sum(case == 1 and form not in SMALL_WORDS and form[0].isalpha() for case, form in zip(cases, forms))
    return TITLE if long >= 3 and lower * 10 <= long else ORDINARY


def capitalised(form):
    return form[:1].upper() + form[1:]


class Casing:
    """How words are usually written inside sentences."""

    def __init__(self, sentences, vocabulary, dictionary):
        seen = defaultdict(Counter)
        for words in sentences:
            forms = [word.form for word in words]
            if sentence_case(forms) != ORDINARY:
                continue
            for before, form in zip(forms, forms[1:]):
                if before[-1:].isalnum() or before == ",":
                    seen[normal_form(form)][form] += 1
        self.vocabulary = vocabulary
        # Normal form -> form, of words that have capitals more often than not.
        self.capital = {}
        for normal, forms in seen.items():
            lower = sum(count for form, count in forms.items() if letter_case(form) in (0, 1))
            capital = {form: count for form, count in forms.items() if letter_case(form) not in (0, 1)}
            if normal in vocabulary and sum(capital.values()) > lower and "0" not in normal:
                self.capital[normal] = max(sorted(capital), key=capital.get).replace("’", "'")
        self.numbers = dictionary.numbers
        # Whether a set of traits is one of words without capitals.
        self.lower_sets = [bool(flags & 1) for flags in dictionary.flags()]

    def usual(self, normal):
        """The usual form of a word; `None` if it is not known."""
        if normal in self.capital:
            return self.capital[normal]
        number = self.numbers.get(normal, 0)
        if normal in self.vocabulary or self.lower_sets[number]:
            return normal
        return capitalised(normal) if number else None

    def restored(self, forms, case):
        """The forms as an ordinary sentence would have them."""
        if case == ORDINARY:
            return list(forms)
        found = [self.restored_form(form, case) for form in forms]
        if found and case != LOWER:
            found[0] = capitalised(found[0])
        # No headline has the pronoun before a name: it is the family name.
        for at, after in enumerate(found[1:]):
            if found[at] == "he" and case != LOWER and after[:1].isupper():
                found[at] = "He"
        return found

    def restored_form(self, form, case):
        own = letter_case(form)
        if own == 0 or case == TITLE and own not in (2, 4) or any("0" <= letter <= "9" for letter in form):
            return form
        normal = normal_form(form)
        usual = IN_CAPITALS.get(normal) if case == CAPITALS else None
        usual = usual or self.usual(normal)
        if case == TITLE:
            return normal if usual == normal else form
        if usual is not None:
            return usual
        if case == LOWER or len(form) <= LONGEST_UNKNOWN_ACRONYM or "." in form:
            return form
        return capitalised(normal)

    def lines(self):
        """Usual forms with capitals, for the weights file."""
        return [self.capital[normal] for normal in sorted(self.capital)]
