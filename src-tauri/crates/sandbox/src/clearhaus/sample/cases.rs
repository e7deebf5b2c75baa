//! The practice cases themselves.

/// One case.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) order: &'static str,
    /// Minor units.
    pub(super) amount: i64,
    pub(super) part: Option<i64>,
    pub(super) currency: &'static str,
    pub(super) country: &'static str,
    pub(super) scheme: &'static str,
    pub(super) wallet: &'static str,
    pub(super) secure: bool,
    pub(super) code: &'static str,
    pub(super) reason: &'static str,
    pub(super) kind: &'static str,
    pub(super) status: &'static str,
    /// Days before today.
    pub(super) opened_ago: i64,
    /// Days from today; 14 days after the opening without it.
    pub(super) due_in: Option<i64>,
    pub(super) issuer: &'static [&'static str],
    pub(super) own: &'static [&'static str],
    pub(super) staff: &'static [&'static str],
    pub(super) wins: bool,
    pub(super) returns: bool,
}

pub(super) const PLAIN: Case = Case {
    name: "",
    order: "",
    amount: 0,
    part: None,
    currency: "SEK",
    country: "SE",
    scheme: "visa",
    wallet: "card",
    secure: false,
    code: "13.1",
    reason: "product_not_provided",
    kind: "1st_chargeback",
    status: "open",
    opened_ago: 5,
    due_in: None,
    issuer: &[],
    own: &[],
    staff: &[],
    wins: true,
    returns: false,
};

const LETTER: &[&str] = &["The cardholder states that the parcel never arrived."];

pub(super) const CASES: &[Case] = &[
    Case {
        name: "not-provided",
        order: "SE-1042",
        amount: 129_900,
        issuer: LETTER,
        opened_ago: 10,
        due_in: Some(4),
        ..PLAIN
    },
    Case {
        name: "fraud-due-tomorrow",
        order: "DK-2208",
        amount: 84_500,
        currency: "DKK",
        country: "DK",
        scheme: "mastercard",
        code: "4837",
        reason: "fraud",
        issuer: &["The cardholder does not recognise the payment."],
        opened_ago: 13,
        due_in: Some(1),
        wins: false,
        ..PLAIN
    },
    Case {
        name: "fraud-secure",
        order: "SE-1055",
        amount: 349_000,
        secure: true,
        wallet: "applepay",
        code: "10.4",
        reason: "fraud",
        opened_ago: 3,
        ..PLAIN
    },
    Case {
        name: "duplicate",
        order: "SE-1061",
        amount: 45_900,
        code: "12.6.1",
        reason: "duplicate",
        opened_ago: 6,
        ..PLAIN
    },
    Case {
        name: "credit-partial",
        order: "SE-1031",
        amount: 220_000,
        part: Some(70_000),
        code: "13.6",
        reason: "credit_not_processed",
        issuer: &["Copy of the return slip, two of five items."],
        opened_ago: 8,
        ..PLAIN
    },
    Case {
        name: "subscription",
        order: "DK-S-318",
        amount: 14_900,
        currency: "DKK",
        country: "DK",
        wallet: "mobilepayonline",
        code: "13.2",
        reason: "subscription_cancelled",
        opened_ago: 2,
        ..PLAIN
    },
    Case {
        name: "request",
        order: "SE-1066",
        amount: 59_900,
        scheme: "mastercard",
        code: "4863",
        reason: "unrecognised",
        kind: "retrieval_request",
        opened_ago: 4,
        ..PLAIN
    },
    Case {
        name: "second-round",
        order: "SE-0988",
        amount: 178_000,
        scheme: "mastercard",
        code: "4853",
        reason: "product_unacceptable",
        kind: "2nd_chargeback",
        issuer: &[
            "The cardholder maintains that the goods were damaged.",
            "Photographs supplied by the cardholder.",
        ],
        own: &["Answer to the first chargeback."],
        opened_ago: 9,
        ..PLAIN
    },
    Case {
        name: "amount",
        order: "SE-1058",
        amount: 31_900,
        code: "12.5",
        reason: "incorrect_amount_or_currency",
        opened_ago: 7,
        ..PLAIN
    },
    Case {
        name: "authorization",
        order: "DK-2190",
        amount: 66_000,
        currency: "DKK",
        country: "DK",
        scheme: "mastercard",
        code: "4808",
        reason: "general",
        opened_ago: 11,
        ..PLAIN
    },
    Case {
        name: "returned",
        order: "SE-1020",
        amount: 99_000,
        issuer: LETTER,
        own: &["Order confirmation."],
        staff: &["The documentation does not show the delivery. Please add it and answer again."],
        opened_ago: 12,
        due_in: Some(3),
        ..PLAIN
    },
    Case {
        name: "will-return",
        order: "SE-1024",
        amount: 52_500,
        issuer: LETTER,
        own: &["Order confirmation and tracking page."],
        status: "under_review",
        opened_ago: 12,
        returns: true,
        ..PLAIN
    },
    Case {
        name: "with-issuer",
        order: "SE-0975",
        amount: 74_900,
        own: &["Proof of delivery."],
        status: "refuted",
        opened_ago: 30,
        ..PLAIN
    },
    Case {
        name: "won",
        order: "SE-0840",
        amount: 118_000,
        secure: true,
        code: "10.4",
        reason: "fraud",
        own: &["Three-domain secure protocol and proof of delivery."],
        status: "won",
        opened_ago: 71,
        ..PLAIN
    },
    Case {
        name: "lost",
        order: "DK-1990",
        amount: 42_000,
        currency: "DKK",
        country: "DK",
        code: "13.3",
        reason: "product_unacceptable",
        own: &["Pictures of the goods before dispatch."],
        status: "lost",
        opened_ago: 84,
        ..PLAIN
    },
    Case {
        name: "unheard-of",
        order: "SE-1063",
        amount: 27_700,
        code: "19.9",
        reason: "identity_mismatch",
        status: "pending_arbitration",
        opened_ago: 5,
        ..PLAIN
    },
];
