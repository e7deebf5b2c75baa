//! The zone of whoever asks.

use chrono_tz::Tz;

/// The zone of whoever asks: the one that `TZ` names, as everywhere on Unix, else this machine's; UTC where neither can
/// be told.
pub(crate) fn local_zone() -> Tz {
    stated_zone(std::env::var("TZ").ok().as_deref())
        .or_else(|| iana_time_zone::get_timezone().ok()?.parse().ok())
        .unwrap_or(Tz::UTC)
}

/// The zone that a value of `TZ` names (POSIX.1 §8.3): a name of the zone database, with or without the colon or the
/// folder of its file before it. An empty value is UTC. Rules spelt out (`CET-1CEST,…`) name no zone.
fn stated_zone(tz: Option<&str>) -> Option<Tz> {
    let text = tz?.trim_start_matches(':');
    let name = text
        .rsplit_once("/zoneinfo/")
        .map_or(text, |(_, name)| name);
    match name {
        "" | "UTC0" => Some(Tz::UTC),
        name => name.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_named_as_unix_names_it() {
        for (tz, expected) in [
            (None, None),
            (Some(""), Some(Tz::UTC)),
            (Some("UTC"), Some(Tz::UTC)),
            (Some("UTC0"), Some(Tz::UTC)),
            (Some("Europe/Stockholm"), Some(Tz::Europe__Stockholm)),
            (Some(":America/Sao_Paulo"), Some(Tz::America__Sao_Paulo)),
            (
                Some(":/usr/share/zoneinfo/Europe/Berlin"),
                Some(Tz::Europe__Berlin),
            ),
            (Some("CET-1CEST,M3.5.0,M10.5.0/3"), None),
            (Some("nowhere"), None),
        ] {
            assert_eq!(stated_zone(tz), expected, "{tz:?}");
        }
    }
}
