"""What the network sees of a token.

`src/language/network/features.rs` computes the same from text: change both together.
"""

PREFIXES = 4
SUFFIXES = 5
LONGEST_WORD = 32
SHAPES = 6 * 3 * 4

NORMAL_FORMS = {
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "``": '"', "''": '"',
    "…": "...", "—": "--",
}  # fmt: skip
APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'"})
DIGITS = str.maketrans("123456789", "000000000")
OPENING_QUOTES = {"“", "„", "«", "``", "‘", "`"}
CLOSING_QUOTES = {"”", "»", "''", "’"}
STRAIGHT_QUOTES = {'"', "'"}


def normal_form(form):
    """The form by which a word is looked up: lower case, plain marks, every digit a zero."""
    form = form.replace(" ", "")
    if form in NORMAL_FORMS:
        return NORMAL_FORMS[form]
    return form.translate(APOSTROPHES).lower().translate(DIGITS)


def cased_form(form):
    """The form by which a word with capitals is looked up besides; `None` without any."""
    if not any(letter.isupper() for letter in form):
        return None
    return form.replace(" ", "").translate(APOSTROPHES).translate(DIGITS)


def fnv1a(data):
    """32-bit FNV-1a hash."""
    value = 0x811C9DC5
    for byte in data:
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def affix_buckets(normal, buckets):
    """Hash buckets of a normal form's prefixes and suffixes."""
    letters = normal[:LONGEST_WORD]
    keys = []
    for length in range(1, PREFIXES + 1):
        if length <= len(letters):
            keys.append("<" + letters[:length])
    for length in range(1, SUFFIXES + 1):
        if length <= len(letters):
            keys.append(">" + letters[len(letters) - length :])
    return [fnv1a(key.encode()) % buckets for key in keys]


def letter_case(form):
    """0 no letters, 1 lower, 2 capital then lower, 3 capitals, 4 one capital letter, 5 mixed."""
    cased = [letter for letter in form if letter.isupper() or letter.islower()]
    if not cased:
        return 0
    uppers = sum(letter.isupper() for letter in cased)
    if uppers == 0:
        return 1
    if uppers == len(cased):
        return 3 if uppers > 1 else 4
    return 2 if uppers == 1 and cased[0].isupper() else 5


def shape(form):
    """A token's letter case, digits and kind of quotation mark."""
    digits = sum("0" <= letter <= "9" for letter in form)
    digit_class = 0 if digits == 0 else (2 if digits == len(form) else 1)
    if form in OPENING_QUOTES:
        quote = 1
    elif form in CLOSING_QUOTES:
        quote = 2
    elif form in STRAIGHT_QUOTES:
        quote = 3
    else:
        quote = 0
    return (letter_case(form) * 3 + digit_class) * 4 + quote
