//! Which day it is, for what is allowed until a day.

use super::Trouble;
use crate::config::allow::Date;
use std::time::{SystemTime, UNIX_EPOCH};

/// The variable by which builds that can be repeated say what time it is.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// UTC's, or that of SOURCE_DATE_EPOCH.
pub(super) fn today() -> Result<Date, Trouble> {
    let seconds = match std::env::var(EPOCH) {
        Ok(text) => match text.trim().parse::<u64>() {
            Ok(seconds) => seconds,
            Err(_) => return Err(Trouble(format!("{EPOCH} is `{text}`; it must be a number of seconds since 1970, or not be set"))),
        },
        Err(_) => SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()),
    };
    Ok(day(seconds / 86_400))
}

/// The day so many days after 1970 began. Years are counted from March, so that leap days are last.
fn day(days: u64) -> Date {
    const IN_400_YEARS: u64 = 146_097;
    let from_year_0 = days + 719_468;
    let (cycle, rest) = (from_year_0 / IN_400_YEARS, from_year_0 % IN_400_YEARS);
    let year = (rest - rest / 1_460 + rest / 36_524 - rest / 146_096) / 365;
    let in_year = rest - (365 * year + year / 4 - year / 100);
    let month = (5 * in_year + 2) / 153;
    let day = in_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = u16::try_from(cycle * 400 + year + next).unwrap_or(u16::MAX);
    Date { year, month: month as u8, day: day as u8 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (days, written) in [
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (59, "1970-03-01"),
            (789, "1972-02-29"),
            (11_016, "2000-02-29"),
            (20_819, "2027-01-01"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ] {
            assert_eq!(day(days).to_string(), written);
        }
        assert_eq!(day(u64::MAX / 86_400).year, u16::MAX);
    }
}
