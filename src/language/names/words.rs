//! Words that tell what a name names.

/// Whether a sorted list holds a word, in any casing and without its final stop.
fn holds(list: &[&str], word: &str) -> bool {
    let plain = word.strip_suffix('.').unwrap_or(word).to_lowercase();
    list.binary_search(&plain.as_str()).is_ok()
}

/// Words that end a title or office before a person's name.
pub fn is_title(word: &str) -> bool {
    holds(TITLES, word)
}

/// Words that occur in names of bodies.
pub fn is_body(word: &str) -> bool {
    holds(BODIES, word)
}

/// Words that occur in names of places.
pub fn is_place(word: &str) -> bool {
    holds(PLACES, word)
}

/// Days and months.
pub fn is_calendar(word: &str) -> bool {
    holds(CALENDAR, word)
}

/// Small words inside names of persons.
pub fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

const TITLES: &[&str] = &[
    "admiral",
    "ambassador",
    "analyst",
    "attorney",
    "baroness",
    "captain",
    "ceo",
    "chair",
    "chairman",
    "chairwoman",
    "chancellor",
    "chief",
    "col",
    "colonel",
    "commissioner",
    "congressman",
    "congresswoman",
    "counsel",
    "delegate",
    "deputy",
    "director",
    "dr",
    "economist",
    "envoy",
    "executive",
    "gen",
    "general",
    "gov",
    "governor",
    "head",
    "judge",
    "justice",
    "king",
    "lady",
    "lawmaker",
    "leader",
    "lord",
    "manager",
    "mayor",
    "minister",
    "mp",
    "mr",
    "mrs",
    "ms",
    "negotiator",
    "officer",
    "official",
    "owner",
    "premier",
    "president",
    "prince",
    "princess",
    "prof",
    "professor",
    "queen",
    "rep",
    "representative",
    "secretary",
    "sen",
    "senator",
    "sir",
    "speaker",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "strategist",
    "treasurer",
    "undersecretary",
];

const BODIES: &[&str] = &[
    "academy",
    "administration",
    "ag",
    "agency",
    "airlines",
    "alliance",
    "army",
    "assembly",
    "association",
    "authority",
    "bank",
    "board",
    "bureau",
    "cabinet",
    "center",
    "centre",
    "chamber",
    "club",
    "co",
    "coalition",
    "college",
    "commission",
    "committee",
    "community",
    "company",
    "confederation",
    "conference",
    "congress",
    "consortium",
    "cooperative",
    "corp",
    "corporation",
    "council",
    "court",
    "department",
    "directorate",
    "embassy",
    "exchange",
    "federation",
    "forum",
    "foundation",
    "fund",
    "gmbh",
    "government",
    "group",
    "holdings",
    "house",
    "inc",
    "industries",
    "institute",
    "institution",
    "journal",
    "laboratory",
    "league",
    "llc",
    "ltd",
    "ministry",
    "mission",
    "motors",
    "news",
    "office",
    "organisation",
    "organization",
    "parliament",
    "party",
    "plc",
    "post",
    "press",
    "sa",
    "school",
    "secretariat",
    "senate",
    "service",
    "services",
    "society",
    "steel",
    "syndicate",
    "systems",
    "technologies",
    "times",
    "treasury",
    "tribunal",
    "trust",
    "union",
    "university",
];

const PLACES: &[&str] = &[
    "bay",
    "cape",
    "city",
    "coast",
    "county",
    "district",
    "gulf",
    "harbor",
    "harbour",
    "island",
    "islands",
    "kingdom",
    "lake",
    "mountain",
    "mountains",
    "ocean",
    "peninsula",
    "port",
    "province",
    "region",
    "republic",
    "river",
    "sea",
    "state",
    "states",
    "strait",
    "territory",
    "valley",
];

const CALENDAR: &[&str] = &[
    "apr",
    "april",
    "aug",
    "august",
    "dec",
    "december",
    "feb",
    "february",
    "fri",
    "friday",
    "jan",
    "january",
    "july",
    "june",
    "mon",
    "monday",
    "nov",
    "november",
    "oct",
    "october",
    "sat",
    "saturday",
    "sep",
    "sept",
    "september",
    "sun",
    "sunday",
    "thu",
    "thurs",
    "thursday",
    "tue",
    "tues",
    "tuesday",
    "wed",
    "wednesday",
];

const PARTICLES: &[&str] = &[
    "al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la",
    "le", "ten", "ter", "van", "von", "y",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        for list in [TITLES, BODIES, PLACES, CALENDAR] {
            assert!(list.is_sorted());
        }
    }
}
