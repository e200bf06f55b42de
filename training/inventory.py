"""Tags and relations in the order of the enums in `src/language`."""

UPOS = 'ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X'.split()
XPOS = (
    'AFX ADD CC CD DT EX FW GW HYPH IN JJ JJR '
    'JJS LS MD NFP NN NNP NNPS NNS PDT POS PRP PRP$ '
    'RB RBR RBS RP SYM TO UH VB VBD VBG VBN VBP '
    "VBZ WDT WP WP$ WRB XX $ '' `` , -LRB- -RRB- "
    '. : '
).split()
RELATIONS = (
    'acl acl:relcl advcl advcl:relcl advmod amod appos aux '
    'aux:pass case cc cc:preconj ccomp compound compound:prt conj '
    'cop csubj csubj:pass dep det det:predet discourse dislocated '
    'expl fixed flat goeswith iobj list mark nmod '
    'nmod:desc nmod:poss nmod:unmarked nsubj nsubj:outer nsubj:pass nummod obj '
    'obl obl:agent obl:unmarked orphan parataxis punct reparandum root '
    'vocative xcomp '
).split()
