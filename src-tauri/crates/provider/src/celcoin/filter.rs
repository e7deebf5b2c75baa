//! What the list of chargebacks can be narrowed to: every filter that Celcoin documents (celcoin.md §2.3).

use chrono::NaiveDate;

/// Empty members filter nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// Celcoin's words, such as `awaitingDocumentation`.
    pub status: Vec<String>,
    pub process: Vec<String>,
    /// Celcoin's ids of single charges.
    pub charge_ids: Vec<String>,
    /// The merchant's ids of single charges.
    pub charge_my_ids: Vec<String>,
    /// Celcoin's ids of transactions.
    pub transaction_ids: Vec<String>,
    /// Days in São Paulo, both ends included.
    pub created: Span,
    pub expires: Span,
    pub documents_sent: Span,
}

/// A span of calendar days, open where an end is missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

impl ListFilter {
    /// How many cases it names one by one: no list by it is longer. None where it names none.
    #[must_use]
    pub fn named(&self) -> Option<usize> {
        [&self.process, &self.transaction_ids]
            .into_iter()
            .filter(|names| !names.is_empty())
            .map(Vec::len)
            .min()
    }

    /// The parameters of the query.
    #[must_use]
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        let lists = [
            ("status", &self.status),
            ("process", &self.process),
            ("chargeGalaxPayIds", &self.charge_ids),
            ("chargeMyIds", &self.charge_my_ids),
            ("transactionGalaxPayIds", &self.transaction_ids),
        ];
        let days = [
            ("createdAtFrom", self.created.from),
            ("createdAtTo", self.created.to),
            ("expiryDateFrom", self.expires.from),
            ("expiryDateTo", self.expires.to),
            ("sendDocumentFrom", self.documents_sent.from),
            ("sendDocumentTo", self.documents_sent.to),
        ];
        let lists = lists.into_iter().filter(|(_, values)| !values.is_empty());
        let days = days
            .into_iter()
            .filter_map(|(name, day)| Some((name, day?)));
        lists
            .map(|(name, values)| (name, values.join(",")))
            .chain(days.map(|(name, day)| (name, day.format("%Y-%m-%d").to_string())))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_has_its_parameter() {
        let day = |d| NaiveDate::from_ymd_opt(2025, 6, d);
        let one = |text: &str| vec![text.to_owned()];
        let filter = ListFilter {
            status: vec!["awaitingDocumentation".to_owned(), "inAnalysis".to_owned()],
            process: one("77"),
            charge_ids: one("1"),
            charge_my_ids: one("p-1"),
            transaction_ids: one("2"),
            created: Span {
                from: day(1),
                to: day(2),
            },
            expires: Span {
                from: day(3),
                to: day(4),
            },
            documents_sent: Span {
                from: day(5),
                to: day(6),
            },
        };
        let told: Vec<String> = filter
            .parameters()
            .iter()
            .map(|(n, v)| format!("{n}={v}"))
            .collect();
        assert_eq!(
            told,
            [
                "status=awaitingDocumentation,inAnalysis",
                "process=77",
                "chargeGalaxPayIds=1",
                "chargeMyIds=p-1",
                "transactionGalaxPayIds=2",
                "createdAtFrom=2025-06-01",
                "createdAtTo=2025-06-02",
                "expiryDateFrom=2025-06-03",
                "expiryDateTo=2025-06-04",
                "sendDocumentFrom=2025-06-05",
                "sendDocumentTo=2025-06-06",
            ]
        );
        assert!(ListFilter::default().parameters().is_empty());
    }
}
