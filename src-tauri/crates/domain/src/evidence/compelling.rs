//! Visa Compelling Evidence 3.0: two earlier undisputed payments that show the same buyer (stripe.md §11.1).

use crate::check::Problem;
use std::collections::BTreeMap;

/// Where its fields lie.
pub const PATH: &str = "enhanced_evidence.visa_compelling_evidence_3.";
const DISPUTED: &str = "disputed_transaction";
const PRIOR: &str = "prior_undisputed_transactions";
/// The request carries exactly this many earlier payments.
const PRIORS: usize = 2;
const FINGERPRINT_CHARACTERS: usize = 20;
const DEVICE_CHARACTERS: usize = 15;

/// What is still missing or wrong, once the owner has begun with it. Nothing when no field is filled.
///
/// Incomplete evidence of this kind only warns: the case then falls back to the ordinary fields. A value that the
/// provider is known to refuse blocks.
#[must_use]
pub fn problems(fields: &BTreeMap<String, String>) -> Vec<Problem> {
    let given = Given { fields };
    if !fields
        .iter()
        .any(|(name, value)| name.starts_with(PATH) && !value.trim().is_empty())
    {
        return Vec::new();
    }
    let mut problems = given.refused_values();
    let warn = |code: &str, message: &str| {
        Problem::warning(code, Some("visa_compelling_evidence_3"), message)
    };
    if !given.has(DISPUTED, "product_description") {
        problems.push(warn(
            "ce3_description_missing",
            "describe what the disputed payment was for",
        ));
    }
    if !matches!(
        given.get(DISPUTED, "merchandise_or_services"),
        Some("merchandise" | "services")
    ) {
        problems.push(warn(
            "ce3_kind_missing",
            "say whether it was merchandise or services",
        ));
    }
    let priors: Vec<String> = (0..PRIORS).map(|n| format!("{PRIOR}.{n}")).collect();
    if !priors.iter().all(|prior| given.has(prior, "charge"))
        || given.any(&format!("{PRIOR}.{PRIORS}"))
    {
        problems.push(warn(
            "ce3_payments_missing",
            "exactly two earlier payments of the same card are needed",
        ));
    } else if !priors
        .iter()
        .all(|prior| given.has(prior, "product_description"))
    {
        problems.push(warn(
            "ce3_prior_description_missing",
            "describe what each earlier payment was for",
        ));
    }
    if !given.matches(&priors) {
        problems.push(warn(
            "ce3_no_match",
            "the same IP address and device, or one of them and the same address, mail or account, must stand in all three",
        ));
    }
    problems
}

struct Given<'a> {
    fields: &'a BTreeMap<String, String>,
}

impl Given<'_> {
    fn get(&self, of: &str, name: &str) -> Option<&str> {
        self.fields
            .get(&format!("{PATH}{of}.{name}"))
            .map(|v| v.trim())
            .filter(|v| !v.is_empty())
    }

    fn has(&self, of: &str, name: &str) -> bool {
        self.get(of, name).is_some()
    }

    fn any(&self, of: &str) -> bool {
        let start = format!("{PATH}{of}.");
        self.fields
            .iter()
            .any(|(name, value)| name.starts_with(&start) && !value.trim().is_empty())
    }

    /// Values under the lengths that Stripe asks for.
    fn refused_values(&self) -> Vec<Problem> {
        let too_short = |suffix: &str, least: usize| {
            self.fields.iter().any(|(name, value)| {
                name.starts_with(PATH)
                    && name.ends_with(suffix)
                    && !value.is_empty()
                    && value.chars().count() < least
            })
        };
        let mut problems = Vec::new();
        for (suffix, least) in [
            ("customer_device_fingerprint", FINGERPRINT_CHARACTERS),
            ("customer_device_id", DEVICE_CHARACTERS),
        ] {
            if too_short(suffix, least) {
                let message = format!("{suffix} needs at least {least} characters");
                problems.push(Problem::blocking(
                    "ce3_value_too_short",
                    Some("visa_compelling_evidence_3"),
                    message,
                ));
            }
        }
        problems
    }

    /// Two main elements, or one and a further one, the same in the disputed payment and in both earlier ones.
    /// Fingerprint and device id are one element together.
    fn matches(&self, priors: &[String]) -> bool {
        let same = |name: &str| {
            let value = self.get(DISPUTED, name);
            value.is_some() && priors.iter().all(|prior| self.get(prior, name) == value)
        };
        let ip = same("customer_purchase_ip");
        let device = same("customer_device_fingerprint") || same("customer_device_id");
        let further = same("customer_email_address")
            || same("customer_account_id")
            || self.same_address(priors);
        (ip && device) || ((ip || device) && further)
    }

    fn same_address(&self, priors: &[String]) -> bool {
        let part = |of: &str, name: &str| {
            self.get(of, &format!("shipping_address.{name}"))
                .map(str::to_owned)
        };
        let whole = |of: &str| {
            let needed = ["line1", "city", "postal_code", "country"].map(|name| part(of, name));
            needed.iter().all(Option::is_some).then_some(needed)
        };
        let disputed = whole(DISPUTED);
        disputed.is_some() && priors.iter().all(|prior| whole(prior) == disputed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(k, v)| (format!("{PATH}{k}"), (*v).to_owned()))
            .collect()
    }

    fn complete() -> Vec<(&'static str, &'static str)> {
        vec![
            ("disputed_transaction.product_description", "Hand grinder"),
            (
                "disputed_transaction.merchandise_or_services",
                "merchandise",
            ),
            ("disputed_transaction.customer_purchase_ip", "203.0.113.24"),
            (
                "disputed_transaction.customer_email_address",
                "a@example.com",
            ),
            ("prior_undisputed_transactions.0.charge", "ch_1"),
            (
                "prior_undisputed_transactions.0.product_description",
                "Beans",
            ),
            (
                "prior_undisputed_transactions.0.customer_purchase_ip",
                "203.0.113.24",
            ),
            (
                "prior_undisputed_transactions.0.customer_email_address",
                "a@example.com",
            ),
            ("prior_undisputed_transactions.1.charge", "ch_2"),
            (
                "prior_undisputed_transactions.1.product_description",
                "Filters",
            ),
            (
                "prior_undisputed_transactions.1.customer_purchase_ip",
                "203.0.113.24",
            ),
            (
                "prior_undisputed_transactions.1.customer_email_address",
                "a@example.com",
            ),
        ]
    }

    fn codes(pairs: &[(&str, &str)]) -> Vec<String> {
        problems(&fields(pairs))
            .into_iter()
            .map(|p| p.code)
            .collect()
    }

    #[test]
    fn a_complete_one_has_nothing_to_say_and_none_at_all_neither() {
        assert_eq!(codes(&complete()), Vec::<String>::new());
        assert_eq!(codes(&[]), Vec::<String>::new());
    }

    #[test]
    fn each_gap_is_named() {
        let without = |gone: &str| {
            let left: Vec<_> = complete().into_iter().filter(|(k, _)| *k != gone).collect();
            codes(&left)
        };
        for (gone, code) in [
            (
                "disputed_transaction.product_description",
                "ce3_description_missing",
            ),
            (
                "disputed_transaction.merchandise_or_services",
                "ce3_kind_missing",
            ),
            (
                "prior_undisputed_transactions.1.charge",
                "ce3_payments_missing",
            ),
            (
                "prior_undisputed_transactions.0.product_description",
                "ce3_prior_description_missing",
            ),
            (
                "prior_undisputed_transactions.0.customer_purchase_ip",
                "ce3_no_match",
            ),
            (
                "prior_undisputed_transactions.1.customer_email_address",
                "ce3_no_match",
            ),
        ] {
            assert_eq!(without(gone), [code], "without {gone}");
        }
    }

    #[test]
    fn fingerprint_and_device_id_are_one_element_only() {
        let mut pairs: Vec<_> = complete()
            .into_iter()
            .filter(|(k, _)| !k.ends_with("_ip") && !k.ends_with("email_address"))
            .collect();
        for of in [
            "disputed_transaction",
            "prior_undisputed_transactions.0",
            "prior_undisputed_transactions.1",
        ] {
            pairs.push((
                leak(format!("{of}.customer_device_fingerprint")),
                "f0123456789012345678",
            ));
            pairs.push((leak(format!("{of}.customer_device_id")), "d01234567890123"));
        }
        assert_eq!(codes(&pairs), ["ce3_no_match"]);
    }

    #[test]
    fn values_that_the_provider_refuses_block() {
        let mut pairs = complete();
        pairs.push(("disputed_transaction.customer_device_id", "short"));
        let found = problems(&fields(&pairs));
        assert!(
            found
                .iter()
                .any(|p| p.code == "ce3_value_too_short" && p.blocks)
        );
    }

    fn leak(text: String) -> &'static str {
        Box::leak(text.into_boxed_str())
    }
}
