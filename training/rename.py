"""Copies of sentences with other persons in them: kinds of names that the treebanks have too few of.

Family names before given names, some of them spelt like common words ("He"), and family names with particles.
"""

from dataclasses import replace

SHARE = 0.4
FAMILIES = "He An You Do So Le May Da Xi Ma Li Bo Wu Hu Lu Qin Han Liu Yoon Kang Ito".split()
ONSETS = "b ch d f g h j k l m n p q r s sh t w x y z zh".split()
RIMES = "a ai an ang ao e en eng i ia ian iao in ing iu o ong ou u uan ui un uo".split()
PARTICLES = (("van", "der"), ("von", "der"), ("van",), ("von",), ("de", "la"), ("de",), ("da",), ("dos",), ("al",), ("bin",))
STEMS = "L B M R St Gr K V Sch H D W".split()
ENDS = "eyen eck inden oesen ouwer anda ossi ueiro ahiri anse olt ück".split()


def given(rng):
    """An invented given name of one or two syllables."""
    syllables = [rng.choice(ONSETS) + rng.choice(RIMES) for _ in range(rng.choice((1, 2, 2)))]
    return "".join(syllables).capitalize()


def family(rng):
    """An invented family name that stands behind particles."""
    return rng.choice(STEMS) + rng.choice(ENDS)


def two_part_name(words, at):
    """Whether word `at` is a person's first name with one name behind it."""
    if at + 1 >= len(words):
        return False
    first, last = words[at], words[at + 1]
    parts = [word for word in words if word.head == at + 1 and word.relation == "flat"]
    proper = first.xpos == last.xpos == "NNP" and first.upos == last.upos == "PROPN"
    return proper and len(parts) == 1 and parts[0] is last and first.form.istitle() and last.form.istitle()


def with_particles(words, at, particles):
    """The sentence with particles before the word behind `at`, in the manner of the treebanks."""
    count = len(particles)

    def moved(head):
        return head + count if head > at + 1 else head

    found = [replace(word, head=moved(word.head)) for word in words]
    inserted = [replace(found[at + 1], form=form, lemma=form, head=at + 1) for form in particles]
    return found[: at + 1] + inserted + found[at + 1 :]


def renamed(sentences, rng):
    """Changed copies of a share of the sentences that name persons by two words."""
    copies = []
    for words in sentences:
        named = [at for at in range(len(words)) if two_part_name(words, at)]
        if not named or rng.random() > SHARE:
            continue
        at = rng.choice(named)
        words = list(words)
        if rng.random() < 0.6:
            words[at] = replace(words[at], form=rng.choice(FAMILIES))
            words[at + 1] = replace(words[at + 1], form=given(rng))
        else:
            words[at + 1] = replace(words[at + 1], form=family(rng))
            words = with_particles(words, at, rng.choice(PARTICLES))
        copies.append(words)
    return copies
