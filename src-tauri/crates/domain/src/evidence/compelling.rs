//! Visa Compelling Evidence 3.0: two earlier undisputed payments that show the same buyer (stripe.md §11.1).

use crate::check::Problem;
use crate::clock::Timestamp;
use crate::dispute::AutoAnswer;
use crate::status::words;
use crate::{Dispute, NextStep, Stage};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The provider's name of it.
pub const KIND: &str = "visa_compelling_evidence_3";
/// Where its fields lie.
pub const PATH: &str = "enhanced_evidence.visa_compelling_evidence_3.";
/// Stands for all three payments at once in the name of a fact: what it says is true of each of them.
const EVERY: &str = "every_transaction";
/// Days before the *disputed payment*, as Stripe's page counts (stripe.md §11.1).
pub const DAYS_BEFORE_PAYMENT: std::ops::RangeInclusive<i64> = 120..=364;
/// Days before the day of the *dispute*, as Visa's own text counts (stripe.md §11.1).
pub const DAYS_BEFORE_DISPUTE: std::ops::RangeInclusive<i64> = 120..=365;
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

words!(
    /// Which count of its age an earlier payment meets. The two sources count differently; what the provider answers
    /// decides (`required_actions`).
    Count {
        /// Stripe's: from the disputed payment.
        BeforePayment = "before_payment",
        /// Visa's: from the dispute.
        BeforeDispute = "before_dispute",
    }
);

/// The counts that a payment of `at` meets; none where it is too young or too old by either.
#[must_use]
pub fn counts(at: Timestamp, paid: Option<Timestamp>, opened: Timestamp) -> Vec<Count> {
    let age = |from: Timestamp| from.signed_duration_since(at).num_days();
    let mut met = Vec::new();
    if paid.is_some_and(|paid| DAYS_BEFORE_PAYMENT.contains(&age(paid))) {
        met.push(Count::BeforePayment);
    }
    if DAYS_BEFORE_DISPUTE.contains(&age(opened)) {
        met.push(Count::BeforeDispute);
    }
    met
}

/// The span in which a payment may meet either count, the older end first.
#[must_use]
pub fn span(paid: Option<Timestamp>, opened: Timestamp) -> Option<(Timestamp, Timestamp)> {
    let before = |from: Timestamp, days: i64| from.checked_sub_signed(chrono::Duration::days(days));
    // A day counts as met until the next one is full.
    let mut oldest = before(opened, DAYS_BEFORE_DISPUTE.end().saturating_add(1))?;
    let newest = before(opened, *DAYS_BEFORE_DISPUTE.start())?;
    if let Some(paid) = paid {
        oldest = oldest.min(before(paid, DAYS_BEFORE_PAYMENT.end().saturating_add(1))?);
    }
    Some((oldest, newest))
}

words!(
    /// Where a field stands in the owner's form.
    Part {
        /// About the disputed payment alone.
        Disputed = "disputed",
        /// About the first of the two earlier payments.
        FirstEarlier = "first_earlier",
        SecondEarlier = "second_earlier",
        /// What shows the same buyer: true of all three payments alike.
        Same = "same",
        /// The delivery address, which counts only when it is complete and the same for all three.
        SameAddress = "same_address",
    }
);

/// One field of the owner's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    pub part: Part,
    /// The last part of its path at the provider.
    pub name: &'static str,
    /// The provider refuses a value of fewer characters; 0 where it doesn't say.
    pub least: usize,
    /// The only values that it may have; empty where it is free text.
    pub choices: &'static [&'static str],
}

impl Field {
    const fn free(part: Part, name: &'static str) -> Self {
        Self {
            part,
            name,
            least: 0,
            choices: &[],
        }
    }

    const fn at_least(name: &'static str, least: usize) -> Self {
        Self {
            least,
            ..Self::free(Part::Same, name)
        }
    }

    /// The fact that the owner writes.
    #[must_use]
    pub fn fact(&self) -> String {
        let of = match self.part {
            Part::Disputed => DISPUTED.to_owned(),
            Part::FirstEarlier => format!("{PRIOR}.0"),
            Part::SecondEarlier => format!("{PRIOR}.1"),
            Part::Same => EVERY.to_owned(),
            Part::SameAddress => format!("{EVERY}.shipping_address"),
        };
        format!("{PATH}{of}.{}", self.name)
    }
}

/// Everything that the form asks for, in its order (stripe.md §11.1).
pub const FORM: [Field; 17] = [
    Field::free(Part::Disputed, "product_description"),
    Field {
        choices: &["merchandise", "services"],
        ..Field::free(Part::Disputed, "merchandise_or_services")
    },
    Field::free(Part::FirstEarlier, "charge"),
    Field::free(Part::FirstEarlier, "product_description"),
    Field::free(Part::SecondEarlier, "charge"),
    Field::free(Part::SecondEarlier, "product_description"),
    Field::free(Part::Same, "customer_purchase_ip"),
    Field::at_least("customer_device_fingerprint", FINGERPRINT_CHARACTERS),
    Field::at_least("customer_device_id", DEVICE_CHARACTERS),
    Field::free(Part::Same, "customer_email_address"),
    Field::free(Part::Same, "customer_account_id"),
    Field::free(Part::SameAddress, "line1"),
    Field::free(Part::SameAddress, "line2"),
    Field::free(Part::SameAddress, "postal_code"),
    Field::free(Part::SameAddress, "city"),
    Field::free(Part::SameAddress, "state"),
    Field::free(Part::SameAddress, "country"),
];

/// The facts that a name stands for: itself, or one for each payment where it speaks of all three.
#[must_use]
pub fn spread(name: &str) -> Vec<String> {
    let every = format!("{PATH}{EVERY}.");
    match name.strip_prefix(&every) {
        Some(rest) => std::iter::once(DISPUTED.to_owned())
            .chain((0..PRIORS).map(|n| format!("{PRIOR}.{n}")))
            .map(|of| format!("{PATH}{of}.{rest}"))
            .collect(),
        None => vec![name.to_owned()],
    }
}

/// Whether the owner has stated anything of it.
#[must_use]
pub fn is_begun(facts: &BTreeMap<String, String>) -> bool {
    facts
        .iter()
        .any(|(name, value)| name.starts_with(PATH) && !value.trim().is_empty())
}

/// What of it travels with the next call: what lies at the provider already, or the owner's own once that is begun.
///
/// What somebody else put there and the owner doesn't state is emptied then, by an empty value of its own (stripe.md
/// §3), so that nothing goes out that wasn't shown. Only the id of an earlier payment can't be emptied; it stays.
#[must_use]
pub fn travelling(
    staged: &[(String, String)],
    facts: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let there = staged.iter().filter(|(name, _)| name.starts_with(PATH));
    if !is_begun(facts) {
        return there.cloned().collect();
    }
    let mut fields: BTreeMap<String, String> = there
        .map(|(name, value)| {
            let kept = name.ends_with(".charge").then(|| value.clone());
            (name.clone(), kept.unwrap_or_default())
        })
        .collect();
    fields.extend(
        facts
            .iter()
            .filter(|(name, value)| name.starts_with(PATH) && !value.is_empty())
            .map(|(name, value)| (name.clone(), value.clone())),
    );
    fields
}

/// Whether the provider's word is about what the owner states now: the same lies there.
#[must_use]
pub fn is_as_staged(staged: &[(String, String)], facts: &BTreeMap<String, String>) -> bool {
    let there: BTreeMap<&str, &str> = staged
        .iter()
        .filter(|(name, _)| name.starts_with(PATH))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let here: BTreeMap<&str, &str> = facts
        .iter()
        .filter(|(name, value)| name.starts_with(PATH) && !value.is_empty())
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    there == here
}

/// Whether the provider offers this way for the case, and it waits for an answer still (stripe.md §11.1).
#[must_use]
pub fn is_offered(dispute: &Dispute, next_step: NextStep) -> bool {
    next_step == NextStep::Answer
        && dispute.stage != Stage::PreArbitration
        && dispute.special_evidence.iter().any(|s| s.kind == KIND)
}

/// Why the provider can't be asked now whether it qualifies; nothing when it can.
///
/// Asking puts the statements there, unsent. Where the provider may answer by itself it could send them, so the case has
/// to be switched to manual first (stripe.md §11.3).
#[must_use]
pub fn in_the_way(
    dispute: &Dispute,
    facts: &BTreeMap<String, String>,
    next_step: NextStep,
) -> Vec<Problem> {
    let slot = Some(KIND);
    if !is_offered(dispute, next_step) {
        let message = "the provider doesn't offer this for the case as it stands";
        return vec![Problem::blocking("ce3_not_offered", slot, message)];
    }
    let mut problems = Vec::new();
    if !is_begun(facts) {
        let message = "nothing is stated about the buyer's earlier payments yet";
        problems.push(Problem::blocking("ce3_nothing_stated", slot, message));
    }
    // An earlier payment can't be described without being named: the whole call would be turned down.
    let nameless = (0..PRIORS)
        .map(|n| format!("{PATH}{PRIOR}.{n}."))
        .any(|of| {
            let stated = |name: &String, value: &String| name.starts_with(&of) && !value.is_empty();
            facts.iter().any(|(name, value)| stated(name, value))
                && !facts.contains_key(&format!("{of}charge"))
        });
    if nameless {
        let message = "the id of an earlier payment is missing";
        problems.push(Problem::blocking("ce3_payments_missing", slot, message));
    }
    if matches!(dispute.auto_answer, AutoAnswer::Provider(_)) {
        let message =
            "the provider may send by itself what lies there: switch the case to manual first";
        problems.push(Problem::blocking("manual_first", slot, message));
    }
    problems.extend(self::problems(facts).into_iter().filter(|p| p.blocks));
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

    /// A complete address, every part of it equal, also those that an address may lack (stripe.md §11.1).
    fn same_address(&self, priors: &[String]) -> bool {
        let part = |of: &str, name: &str| {
            self.get(of, &format!("shipping_address.{name}"))
                .map(str::to_owned)
        };
        let whole = |of: &str| {
            let needed = ["line1", "city", "postal_code", "country"].map(|name| part(of, name));
            let further = ["line2", "state"].map(|name| part(of, name));
            let complete = needed.iter().all(Option::is_some);
            complete.then_some((needed, further))
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
    fn an_earlier_payment_may_meet_either_count() {
        use Count::{BeforeDispute, BeforePayment};
        let day = |n: i64| Timestamp::UNIX_EPOCH + chrono::Duration::days(n);
        // Paid on day 1000, disputed 60 days later.
        let (paid, opened) = (day(1_000), day(1_060));
        for (before, expected) in [
            (50, vec![]),
            (59, vec![]),
            (60, vec![BeforeDispute]),
            (70, vec![BeforeDispute]),
            (100, vec![BeforeDispute]),
            (119, vec![BeforeDispute]),
            (120, vec![BeforePayment, BeforeDispute]),
            (300, vec![BeforePayment, BeforeDispute]),
            (305, vec![BeforePayment, BeforeDispute]),
            (306, vec![BeforePayment]),
            (340, vec![BeforePayment]),
            (360, vec![BeforePayment]),
            (364, vec![BeforePayment]),
            (365, vec![]),
        ] {
            let at = paid - chrono::Duration::days(before);
            assert_eq!(counts(at, Some(paid), opened), expected, "{before} days");
            let Some((oldest, newest)) = span(Some(paid), opened) else {
                panic!("no span");
            };
            assert!(
                expected.is_empty() || (oldest <= at && at <= newest),
                "{before} days"
            );
        }
        // Where the payment's day isn't known, only the dispute's counts.
        assert_eq!(counts(day(900), None, opened), [BeforeDispute]);
    }

    #[test]
    fn an_address_counts_only_with_every_part_equal() {
        let of = [
            "disputed_transaction",
            "prior_undisputed_transactions.0",
            "prior_undisputed_transactions.1",
        ];
        let whole = [
            ("line1", "Ahornweg 4"),
            ("city", "Freiburg"),
            ("postal_code", "79100"),
            ("country", "DE"),
        ];
        let with = |further: &[(&str, [&str; 3])]| {
            let mut pairs: Vec<_> = complete()
                .into_iter()
                .filter(|(k, _)| !k.ends_with("email_address"))
                .collect();
            for (n, of) in of.iter().enumerate() {
                for (name, value) in whole {
                    pairs.push((leak(format!("{of}.shipping_address.{name}")), value));
                }
                for (name, values) in further {
                    pairs.push((
                        leak(format!("{of}.shipping_address.{name}")),
                        leak(values[n].to_owned()),
                    ));
                }
            }
            codes(&pairs)
        };
        assert_eq!(with(&[]), [""; 0]);
        assert_eq!(
            with(&[
                ("line2", ["2. OG", "2. OG", "2. OG"]),
                ("state", ["BW", "BW", "BW"])
            ]),
            [""; 0]
        );
        assert_eq!(with(&[("line2", ["2. OG", "", "2. OG"])]), ["ce3_no_match"]);
        assert_eq!(with(&[("state", ["BW", "BW", "BY"])]), ["ce3_no_match"]);
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

    #[test]
    fn one_word_of_the_owner_can_stand_for_all_three_payments() {
        let spread_out = spread(&format!("{PATH}{EVERY}.shipping_address.city"));
        assert_eq!(
            spread_out,
            [
                "enhanced_evidence.visa_compelling_evidence_3.disputed_transaction.shipping_address.city",
                "enhanced_evidence.visa_compelling_evidence_3.prior_undisputed_transactions.0.shipping_address.city",
                "enhanced_evidence.visa_compelling_evidence_3.prior_undisputed_transactions.1.shipping_address.city",
            ]
        );
        assert_eq!(spread("goods"), ["goods"]);
        // The whole form, filled in, has nothing missing.
        let filled: BTreeMap<String, String> = FORM
            .iter()
            .flat_map(|field| {
                let value = field
                    .choices
                    .first()
                    .copied()
                    .unwrap_or("a value of length");
                let value = format!(
                    "{value}{}",
                    if field.choices.is_empty() {
                        " enough"
                    } else {
                        ""
                    }
                );
                spread(&field.fact())
                    .into_iter()
                    .map(move |name| (name, value.clone()))
            })
            .collect();
        assert_eq!(problems(&filled), []);
    }

    #[test]
    fn what_somebody_else_put_there_travels_until_the_owner_begins() {
        let at = |name: &str| format!("{PATH}{name}");
        let staged = vec![
            ("customer_name".to_owned(), "A".to_owned()),
            (
                at("disputed_transaction.customer_account_id"),
                "kd-1".to_owned(),
            ),
            (
                at("prior_undisputed_transactions.0.charge"),
                "ch_9".to_owned(),
            ),
        ];
        let nothing = BTreeMap::new();
        assert_eq!(
            travelling(&staged, &nothing),
            staged[1..].iter().cloned().collect::<BTreeMap<_, _>>()
        );
        assert!(!is_as_staged(&staged, &nothing));
        let own = fields(&[("disputed_transaction.customer_purchase_ip", "203.0.113.24")]);
        let travels = travelling(&staged, &own);
        let value = |name: &str| travels.get(&at(name)).map(String::as_str);
        assert_eq!(
            value("disputed_transaction.customer_purchase_ip"),
            Some("203.0.113.24")
        );
        assert_eq!(
            value("disputed_transaction.customer_account_id"),
            Some(""),
            "emptied"
        );
        assert_eq!(
            value("prior_undisputed_transactions.0.charge"),
            Some("ch_9")
        );
        assert_eq!(travels.len(), 3, "the customer's name is no part of it");
        let as_there: BTreeMap<String, String> = staged[1..].iter().cloned().collect();
        assert!(is_as_staged(&staged, &as_there));
    }
}
