//! One irreversible act on one case, ready to be confirmed.

use crate::shop::{Shop, list};
use serde_json::Value;

/// An act with a case that allows it.
#[derive(Clone, Copy)]
pub struct Act {
    pub provider: &'static str,
    /// The command, its words with a space between them.
    pub command: &'static str,
    /// The practice set's name of the case.
    pub case: &'static str,
    /// The server's name of the effect.
    pub effect: &'static str,
    /// Method and path of the one call, `{}` being the case.
    pub method: &'static str,
    pub path: &'static str,
}

pub const ANSWER: Act = Act {
    provider: "stripe",
    method: "POST",
    command: "submit",
    case: "klarna-faulty-goods",
    effect: "submit",
    path: "/v1/disputes/{}",
};
pub const ACCEPT: Act = Act {
    provider: "stripe",
    method: "POST",
    command: "accept",
    case: "card-not-received",
    effect: "close",
    path: "/v1/disputes/{}/close",
};
pub const REFUND: Act = Act {
    provider: "stripe",
    method: "POST",
    command: "refund",
    case: "klarna-return-inquiry",
    effect: "refund",
    path: "/v1/refunds",
};
const REFUTE: Act = Act {
    provider: "clearhaus",
    command: "submit",
    case: "not-provided",
    effect: "submit",
    method: "PUT",
    path: "/disputes/{}/stamps/refuted",
};
const CONCEDE: Act = Act {
    provider: "clearhaus",
    command: "accept",
    case: "credit-partial",
    effect: "accept",
    method: "PUT",
    path: "/disputes/{}/stamps/accepted",
};
const DEFEND: Act = Act {
    provider: "celcoin",
    command: "submit",
    case: "fraud-soon",
    effect: "submit",
    method: "PUT",
    path: "/baas/v1/cash/chargebacks/{}",
};
const GIVE_UP: Act = Act {
    provider: "celcoin",
    command: "accept",
    case: "not-received",
    effect: "accept",
    method: "PUT",
    path: "/baas/v1/cash/chargebacks/lose/{}",
};
/// The refund of a payment that a bank has warned of; the case is the warning.
pub const WARNED: Act = Act {
    provider: "stripe",
    command: "warnings refund",
    case: "warned-stolen",
    effect: "refund",
    method: "POST",
    path: "/v1/refunds",
};
/// Every irreversible act that there is at a provider with a list of cases.
pub const ACTS: [Act; 8] = [
    ANSWER, ACCEPT, REFUND, REFUTE, CONCEDE, DEFEND, GIVE_UP, WARNED,
];

impl Act {
    /// The command line, up to the case.
    pub fn words(&self) -> Vec<&'static str> {
        self.command.split(' ').collect()
    }

    /// Whether it is about a warning, before there is a case.
    pub fn is_about_a_warning(&self) -> bool {
        self.command.starts_with("warnings")
    }
}

/// A shop in which the act can be confirmed.
pub struct Scene {
    pub shop: Shop,
    pub act: Act,
    pub case: String,
}

impl Scene {
    pub fn new(act: Act) -> Self {
        let shop = Shop::open();
        let _ = shop.add_account_of(act.provider);
        let _ = shop.tvist.run(&["sync"]).expect(0);
        shop.control().clear_requests();
        let case = if act.is_about_a_warning() {
            shop.warning(act.case)
        } else {
            shop.case_of(act.provider, act.case)
        };
        if act.command == "submit" {
            let paper = shop.file("note.txt", b"The parcel was handed over on 4 November.");
            let _ = shop
                .tvist
                .run(&["evidence", "add", &case, &paper])
                .expect(0);
        }
        Self { shop, act, case }
    }

    pub fn path(&self) -> String {
        self.act.path.replace("{}", &self.case)
    }

    /// Confirms the act; gives the exit code, none when the process died.
    pub fn confirm(&self) -> Option<i32> {
        self.shop.tvist.run(&self.confirming()).code
    }

    /// The command line that confirms it.
    pub fn confirming(&self) -> Vec<&str> {
        let mut line: Vec<&str> = self.act.words();
        line.extend([self.case.as_str(), "--confirm"]);
        line
    }

    pub fn effects(&self) -> u64 {
        self.shop
            .control()
            .effect(self.act.provider, &self.case, self.act.effect)
    }

    /// The states of the submissions, oldest first.
    pub fn states(&self) -> Vec<String> {
        let of = |s: &Value| s["state"].as_str().unwrap_or_default().to_owned();
        let about = if self.act.is_about_a_warning() {
            let all = self.shop.tvist.run(&["warnings"]).expect(0);
            let mine = |w: &&Value| w["provider_id"] == self.case.as_str();
            list(&all, "warnings").iter().find(mine).cloned()
        } else {
            Some(self.shop.tvist.run(&["dispute", &self.case]).expect(0))
        };
        let about = about.expect("it is known");
        list(&about, "submissions").iter().map(of).collect()
    }

    /// What an owner does after trouble: reconcile, then the same command again. In the end the act has happened once,
    /// and the program says so.
    #[track_caller]
    pub fn ends_well(&self, what: &str) {
        self.shop.control().clear_faults();
        let settled = self.shop.tvist.run(&["reconcile"]);
        assert_eq!(
            settled.code,
            Some(0),
            "{what}: reading settles it: {settled:?}"
        );
        let told = self.states().iter().any(|s| s == "accepted");
        assert_eq!(
            told,
            self.effects() == 1,
            "{what}: what is told is the truth: {:?}",
            self.states()
        );
        let again = self.confirm();
        let expected: &[Option<i32>] = if told { &[Some(3)] } else { &[Some(0)] };
        assert!(
            expected.contains(&again),
            "{what}: told {told}, again {again:?}"
        );
        assert_eq!(self.effects(), 1, "{what}");
        let accepted = self.states().iter().filter(|s| *s == "accepted").count();
        assert_eq!(accepted, 1, "{what}: {:?}", self.states());
        assert_eq!(
            self.confirm(),
            Some(3),
            "{what}: once more is refused before anything is sent"
        );
        assert_eq!(self.effects(), 1, "{what}");
    }
}
