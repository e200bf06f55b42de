//! Nouns by which texts speak again of somebody whom they have named.

/// What sort of actor a noun means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A country, and a bloc where it is told like one.
    State,
    /// A union or group of states.
    Bloc,
    /// A body whose name holds the noun.
    Body,
    /// An association whose name holds the noun.
    Association,
    /// A company.
    Company,
    /// A newspaper, a broadcaster.
    Media,
    /// An organisation of states.
    Organization,
}

/// The sorts that a noun, given in the singular and in small letters, may mean; the likeliest first.
pub(super) fn sorts(noun: &str) -> &'static [Sort] {
    use Sort::*;
    match noun {
        "country" | "nation" | "kingdom" | "republic" | "government" => &[State],
        "economy" | "superpower" | "giant" => &[State, Company],
        "bloc" | "grouping" => &[Bloc],
        "union" => &[Association, Bloc],
        "group" => &[Association, Company, Bloc, Organization],
        "ministry" | "department" | "commission" | "court" | "parliament" | "senate" | "house"
        | "congress" | "bureau" | "commerce" | "cabinet" | "treasury" | "customs" | "tribunal"
        | "office" | "board" | "panel" | "committee" | "administration" | "embassy" | "police" => {
            &[Body]
        }
        "agency" => &[Body, Media, Organization],
        "regulator" | "watchdog" | "authority" => &[Body],
        "council" => &[Body, Association],
        "association" | "federation" | "confederation" | "chamber" | "lobby" | "coalition"
        | "alliance" | "league" | "institute" | "foundation" | "society" | "center" | "centre"
        | "university" | "academy" | "forum" => &[Association],
        "company" | "firm" | "carmaker" | "automaker" | "chipmaker" | "manufacturer" | "maker"
        | "retailer" | "airline" | "conglomerate" | "steelmaker" | "planemaker" | "supplier"
        | "startup" | "corporation" | "lender" | "brokerage" | "exporter" | "multinational"
        | "miner" | "bank" | "insurer" | "drugmaker" | "shipper" | "producer" | "brewer"
        | "refiner" | "importer" | "business" | "subsidiary" => &[Company, Organization],
        "newspaper" | "paper" | "broadcaster" | "magazine" | "network" | "channel" | "outlet"
        | "daily" | "weekly" | "website" => &[Media],
        "organization" | "organisation" | "body" | "fund" | "institution" => {
            &[Organization, Association, Body]
        }
        _ => &[],
    }
}

/// The singular of a noun of the list above; `None` if it is no plural.
pub(super) fn singular(noun: &str) -> Option<String> {
    if let Some(stem) = noun.strip_suffix("ies") {
        return Some(format!("{stem}y"));
    }
    let stem = noun.strip_suffix('s')?;
    (!stem.ends_with('s')).then(|| stem.to_owned())
}

/// Adjectives that say where a country lies, and the countries that lie there.
pub(super) fn region(adjective: &str) -> Option<&'static [&'static str]> {
    Some(match adjective {
        "asian" => &[
            "AF", "AZ", "BD", "BN", "BT", "CN", "HK", "ID", "IN", "JP", "KH", "KP", "KR", "KZ",
            "KG", "LA", "LK", "MM", "MN", "MO", "MV", "MY", "NP", "PH", "PK", "SG", "TH", "TJ",
            "TL", "TM", "TW", "UZ", "VN",
        ],
        "european" => &[
            "AL", "AT", "BA", "BE", "BG", "BY", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI",
            "FR", "GB", "GR", "HR", "HU", "IE", "IS", "IT", "LT", "LU", "LV", "MD", "ME", "MK",
            "MT", "NL", "NO", "PL", "PT", "RO", "RS", "RU", "SE", "SI", "SK", "UA",
        ],
        "african" => &[
            "AO", "BF", "BI", "BJ", "BW", "CD", "CF", "CG", "CI", "CM", "CV", "DJ", "DZ", "EG",
            "ER", "ET", "GA", "GH", "GM", "GN", "GQ", "GW", "KE", "KM", "LR", "LS", "LY", "MA",
            "MG", "ML", "MR", "MU", "MW", "MZ", "NA", "NE", "NG", "RW", "SC", "SD", "SL", "SN",
            "SO", "SS", "ST", "SZ", "TD", "TG", "TN", "TZ", "UG", "ZA", "ZM", "ZW",
        ],
        "american" | "latin" => &[
            "AR", "BO", "BR", "CL", "CO", "CR", "CU", "DO", "EC", "GT", "HN", "HT", "JM", "MX",
            "NI", "PA", "PE", "PR", "PY", "SV", "TT", "UY", "VE",
        ],
        "gulf" | "arab" => &[
            "AE", "BH", "DZ", "EG", "IQ", "JO", "KW", "LB", "LY", "MA", "OM", "QA", "SA", "SY",
            "TN", "YE",
        ],
        _ => return None,
    })
}
