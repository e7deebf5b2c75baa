//! One case at a provider, as it was last read: the common model that all adapters fill.

use crate::clock::{Timestamp, believable, held};
pub use crate::movement::Movement;
use crate::movement::{MoneyRead, Refund};
use crate::{Category, Money, Provider, Reason, Stage, Status};
use serde::{Deserialize, Serialize};

/// How the buyer paid; it decides which rules hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    Card,
    Klarna,
    Paypal,
    AmazonPay,
    /// Kept as it came.
    Other(String),
}

/// The provider's own last date for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueDate {
    At(Timestamp),
    /// The provider says that no answer is possible (Stripe `due_by` 0, stripe.md §1 rule 5).
    NoAnswerPossible,
    /// The provider names none.
    NotGiven,
}

impl DueDate {
    /// The instant, if there is one.
    #[must_use]
    pub fn instant(self) -> Option<Timestamp> {
        match self {
            Self::At(at) => Some(at),
            Self::NoAnswerPossible | Self::NotGiven => None,
        }
    }
}

/// Consent to the network fee that fighting a compliance case costs (stripe.md §11.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeConsent {
    NotNeeded,
    Required,
    Given,
}

/// What the provider says it will do by itself at the deadline (Stripe Smart Disputes, stripe.md §11.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AutoAnswer {
    /// The account doesn't have it.
    NotOffered,
    /// Only what the merchant sends.
    Manual,
    /// The provider's own answer goes out if the merchant gave none, or instead of it; its word is kept.
    Provider(String),
}

/// Who bought, as far as the provider tells.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Customer {
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    /// One line, for humans.
    pub billing_address: Option<String>,
    pub document: Option<String>,
}

/// What was bought, as far as the provider tells.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Order {
    pub reference: Option<String>,
    pub description: Option<String>,
    pub shipping_name: Option<String>,
    pub shipping_address: Option<String>,
    pub carrier: Option<String>,
    pub tracking_number: Option<String>,
    pub receipt_url: Option<String>,
}

/// The payment that is disputed, as far as the provider tells.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Transaction {
    /// The provider's id of the charge or transaction.
    pub id: Option<String>,
    /// A second id, such as Stripe's payment intent.
    pub parent_id: Option<String>,
    #[specta(type = Option<String>)]
    pub at: Option<Timestamp>,
    /// The whole payment, which may be more than what is disputed.
    pub amount: Option<Money>,
    pub refunded: Option<Money>,
    pub card_brand: Option<String>,
    pub card_last4: Option<String>,
    pub statement_text: Option<String>,
    pub authentication: Option<String>,
    pub acquirer_reference: Option<String>,
    /// The reference that the terminal's side gave the payment.
    pub retrieval_reference: Option<String>,
    /// Where buyer's and shop's banks lie to each other, in the provider's word (clearhaus.md §1.9: `domestic`, …).
    pub region: Option<String>,
    /// One of a series that the buyer agreed to.
    pub recurring: Option<bool>,
    /// How the card was given, in the provider's word (`applepay`, `moto`, …).
    pub presented_by: Option<String>,
    /// What the buyer's bank reported to the network as fraud, in the provider's word.
    pub fraud_type: Option<String>,
    /// When it did: a calendar date, as the provider wrote it.
    pub fraud_date: Option<String>,
    /// The card's first digits, which name the bank.
    pub card_bin: Option<String>,
    /// The country of the bank, two letters.
    pub card_country: Option<String>,
}

/// What a wallet that isn't a card knows the case by (stripe.md §3, §8).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalletCase {
    /// PayPal's own id of the case.
    pub id: Option<String>,
    /// Amazon Pay's word for what it is: `chargeback` or `claim`.
    pub kind: Option<String>,
}

/// A case as a provider's answer gave it. Everything is what the provider stated; nothing is guessed here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dispute {
    pub provider: Provider,
    pub provider_id: String,
    /// What people quote: an order, ARN or process number, where the provider gives one.
    pub reference: Option<String>,
    pub stage: Stage,
    pub status: Status,
    /// The provider's own word for the status.
    pub provider_status: String,
    pub method: Method,
    pub network: Option<String>,
    pub reason: Reason,
    pub amount: Money,
    pub opened_at: Timestamp,
    pub due: DueDate,
    /// A full refund now would settle the case before money is taken.
    pub refundable: bool,
    /// Answers that the provider has counted.
    pub submission_count: u32,
    /// When documents were sent, where the provider dates that (Celcoin's `DocumentsChargeback`, celcoin.md §2.3).
    #[serde(default)]
    pub documents_sent_at: Option<Timestamp>,
    /// The provider flags that an answer came late.
    pub past_due: bool,
    pub live: bool,
    pub customer: Customer,
    pub order: Order,
    pub transaction: Transaction,
    pub movements: Vec<Movement>,
    /// Refunds of the payment as last read, oldest first; those before the case was opened too.
    #[serde(default)]
    pub refunds: Vec<Refund>,
    /// When fees of their own and refunds were last read; none in a reading of the case alone.
    #[serde(default)]
    pub money_read: Option<MoneyRead>,
    /// The provider's code for a loss, as it came.
    pub loss_code: Option<String>,
    pub fee_consent: FeeConsent,
    pub auto_answer: AutoAnswer,
    /// The intention of ours that the provider stored with the case, if any.
    pub marker: Option<String>,
    /// Text that lies at the provider already and would go out with an answer: field and text.
    pub staged_texts: Vec<(String, String)>,
    /// Fields at the provider that hold a file already.
    pub staged_files: Vec<String>,
    /// Ways of evidence that the provider offers for this case, in its own words (`visa_compelling_evidence_3` …).
    pub special_evidence: Vec<SpecialEvidence>,
    /// The IANA zone in which dates of the case are meant.
    pub zone: String,
    /// The acts that the answer itself offered, where a provider lists them (Clearhaus stamps); empty elsewhere.
    pub offered: Vec<crate::Act>,
    /// How often the provider gave the case back for another answer in the same stage.
    pub returns: u32,
    /// The case at the wallet that was paid with; none for cards.
    pub wallet: Option<WalletCase>,
    /// Who answered, in the provider's word (stripe.md §3 `submission_method`); none where it doesn't say.
    pub answered_by: Option<String>,
    /// How it stands with the answer that the provider would give by itself, in its word (stripe.md §11.3
    /// `smart_disputes.status`, a preview); none where it doesn't say.
    pub own_packet: Option<String>,
    /// The zone in which dates are meant isn't known: they are read in the earliest one that it may be.
    #[serde(default)]
    pub zone_assumed: bool,
    /// A later day that the provider names beside the last one for an answer, whose meaning it doesn't document
    /// (clearhaus.md §1.5).
    pub expires_on: Option<chrono::NaiveDate>,
    /// The provider says whether only a part of the payment is disputed.
    pub partial: Option<bool>,
    /// The provider's object as last read.
    pub raw: serde_json::Value,
}

/// A special way of evidence and where it stands (stripe.md §3 `enhanced_eligibility`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct SpecialEvidence {
    pub kind: String,
    pub status: Option<String>,
    pub required_actions: Vec<String>,
}

impl Dispute {
    /// A case of which nothing is known but this: a card's, with no date, nobody to ask and nothing sent.
    #[must_use]
    pub fn bare(
        provider: Provider,
        provider_id: impl Into<String>,
        stage: Stage,
        status: Status,
        amount: Money,
        opened_at: Timestamp,
    ) -> Self {
        Self {
            provider,
            provider_id: provider_id.into(),
            reference: None,
            stage,
            status,
            provider_status: status.as_str().to_owned(),
            method: Method::Card,
            network: None,
            reason: Reason {
                category: Category::Unknown,
                provider_code: None,
                network_code: None,
            },
            amount,
            opened_at,
            due: DueDate::NotGiven,
            refundable: false,
            submission_count: 0,
            documents_sent_at: None,
            past_due: false,
            live: true,
            customer: Customer::default(),
            order: Order::default(),
            transaction: Transaction::default(),
            movements: Vec::new(),
            refunds: Vec::new(),
            money_read: None,
            loss_code: None,
            fee_consent: FeeConsent::NotNeeded,
            auto_answer: AutoAnswer::NotOffered,
            marker: None,
            staged_texts: Vec::new(),
            staged_files: Vec::new(),
            special_evidence: Vec::new(),
            zone: "UTC".to_owned(),
            offered: Vec::new(),
            returns: 0,
            wallet: None,
            answered_by: None,
            own_packet: None,
            zone_assumed: false,
            expires_on: None,
            partial: None,
            raw: serde_json::Value::Null,
        }
    }

    /// The case without a date that can't be one, as earlier versions of this program stored them: no such date may come
    /// back at each start. The provider's own object keeps it.
    #[must_use]
    pub fn mended(mut self) -> Self {
        if let DueDate::At(at) = self.due
            && believable(at).is_none()
        {
            self.due = DueDate::NotGiven;
        }
        self.opened_at = held(self.opened_at);
        self.transaction.at = self.transaction.at.and_then(believable);
        self.documents_sent_at = self.documents_sent_at.and_then(believable);
        for movement in &mut self.movements {
            movement.at = held(movement.at);
        }
        for refund in &mut self.refunds {
            refund.at = held(refund.at);
        }
        self
    }

    /// A name for the round of the case: an accepted answer counts for its round only, since an inquiry that became a
    /// chargeback, or a case that came back, needs a new one (stripe.md §4, clearhaus.md §1.5).
    #[must_use]
    pub fn round(&self) -> String {
        if self.returns == 0 {
            self.stage.as_str().to_owned()
        } else {
            format!("{}#{}", self.stage.as_str(), self.returns.saturating_add(1))
        }
    }

    /// Whether the case is Klarna's.
    #[must_use]
    pub fn is_klarna(&self) -> bool {
        self.method == Method::Klarna
    }

    /// What would be gone by silence: the disputed amount and the fees that were taken for it, in its currency; nothing
    /// once the case has ended. A fee that is still to come is added by [`crate::rules::at_risk`].
    #[must_use]
    pub fn at_risk(&self) -> Money {
        if self.status.is_ended() {
            return self.amount.zeroed();
        }
        let fee = self.fee().filter(|fee| fee.minor > 0);
        let sum = fee.and_then(|fee| self.amount.checked_add(&fee));
        sum.unwrap_or_else(|| self.amount.clone())
    }

    /// Whether the buyer says that it wasn't them.
    #[must_use]
    pub fn is_fraud(&self) -> bool {
        matches!(
            self.reason.category,
            Category::Fraudulent | Category::Unrecognized
        )
    }
}
