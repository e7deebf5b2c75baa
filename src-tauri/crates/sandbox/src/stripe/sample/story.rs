//! The form in which a practice case is written down.

/// How a case was paid.
#[derive(Debug, Clone, Copy)]
pub(super) enum Paid {
    /// Brand, case type, the network's reason code.
    Card(&'static str, &'static str, Option<&'static str>),
    /// Klarna's reason.
    Klarna(&'static str),
    /// A method this server knows nothing about: its name and one member.
    Other(&'static str, &'static str),
}

/// When the answer is due.
#[derive(Debug, Clone, Copy)]
pub(super) enum Due {
    /// At the end of the UTC day so many days after the dispute came in.
    After(i64),
    /// No date is known.
    Unknown,
    /// `0`: no answer is possible.
    Never,
}

/// What happened since, with the days before the start instant at which it did.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Escalated,
    Staged(&'static [(&'static str, &'static str)]),
    Submitted,
    Won,
    Lost,
    Closed,
    Withdrawn,
    /// Minor units.
    Refunded(i64),
}

/// One case of the practice set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) buyer: usize,
    pub(super) order: &'static str,
    pub(super) product: &'static str,
    pub(super) goods: bool,
    /// Minor units.
    pub(super) amount: i64,
    pub(super) currency: &'static str,
    /// The disputed part, if it is not the whole.
    pub(super) part: Option<i64>,
    pub(super) paid: Paid,
    pub(super) secure: bool,
    pub(super) parcel: Option<(&'static str, &'static str)>,
    pub(super) reason: &'static str,
    pub(super) status: &'static str,
    /// Days from the payment to the dispute.
    pub(super) bought: i64,
    /// Days from the dispute to the start instant, in tenths.
    pub(super) tenths_ago: i64,
    pub(super) due: Due,
    pub(super) steps: &'static [(i64, Step)],
    /// The account's setting lets Stripe answer.
    pub(super) smart: bool,
    /// Stripe has a packet of its own for it; not every case qualifies (stripe.md §11.3).
    pub(super) packet: bool,
    pub(super) wins: bool,
    pub(super) escalates: bool,
    pub(super) appeal: bool,
    pub(super) still: bool,
    pub(super) loss: &'static str,
    pub(super) loss_late: bool,
    pub(super) eligible: &'static [&'static str],
    /// Name of another case whose payment this one disputes too.
    pub(super) also: Option<&'static str>,
    /// Earlier payments with the same card, in days before the disputed one.
    pub(super) earlier: &'static [i64],
}

/// What most cases have in common.
pub(super) const PLAIN: Case = Case {
    name: "",
    buyer: 0,
    order: "",
    product: "",
    goods: true,
    amount: 0,
    currency: "eur",
    part: None,
    paid: Paid::Card("visa", "chargeback", None),
    secure: false,
    parcel: None,
    reason: "general",
    status: "needs_response",
    bought: 30,
    tenths_ago: 30,
    due: Due::After(14),
    steps: &[],
    smart: false,
    packet: true,
    wins: true,
    escalates: false,
    appeal: false,
    still: false,
    loss: "reason_unspecified",
    loss_late: false,
    eligible: &[],
    also: None,
    earlier: &[],
};

pub(super) const STAGED_SHIPPING: &[(&str, &str)] = &[
    ("shipping_carrier", "DHL"),
    ("shipping_tracking_number", "00340434161094027318"),
    ("shipping_date", "14 days after the order"),
];
