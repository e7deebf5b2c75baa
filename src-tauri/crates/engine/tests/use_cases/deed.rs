//! The acts that can't be undone, each with a case of the small practice set that allows it.

use tvist_engine::domain::{Act, Provider};

use crate::shop::Shop;

/// An act with a case that allows it, and where it shows at the provider.
#[derive(Debug, Clone, Copy)]
pub struct Deed {
    pub provider: Provider,
    pub act: Act,
    /// The practice set's name of the case.
    pub case: &'static str,
    /// The server's name of the effect.
    pub effect: &'static str,
    /// The fewest cases of the practice set among which it is.
    among: usize,
    /// Method and path of the one call, `{}` being the case.
    pub method: &'static str,
    pub path: &'static str,
}

pub const ANSWER: Deed = Deed {
    provider: Provider::Stripe,
    act: Act::Submit,
    case: "klarna-faulty-goods",
    effect: "submit",
    among: 1,
    method: "POST",
    path: "/v1/disputes/{}",
};
pub const ACCEPT: Deed = Deed {
    provider: Provider::Stripe,
    act: Act::Accept,
    case: "card-not-received",
    effect: "close",
    among: 2,
    method: "POST",
    path: "/v1/disputes/{}/close",
};
pub const REFUND: Deed = Deed {
    provider: Provider::Stripe,
    act: Act::Refund,
    case: "klarna-return-inquiry",
    effect: "refund",
    among: 5,
    method: "POST",
    path: "/v1/refunds",
};
pub const REFUTE: Deed = Deed {
    provider: Provider::Clearhaus,
    act: Act::Submit,
    case: "not-provided",
    effect: "submit",
    among: 1,
    method: "PUT",
    path: "/disputes/{}/stamps/refuted",
};
pub const CONCEDE: Deed = Deed {
    provider: Provider::Clearhaus,
    act: Act::Accept,
    case: "credit-partial",
    effect: "accept",
    among: 5,
    method: "PUT",
    path: "/disputes/{}/stamps/accepted",
};
pub const DEFEND: Deed = Deed {
    provider: Provider::Celcoin,
    act: Act::Submit,
    case: "fraud-soon",
    effect: "submit",
    among: 2,
    method: "PUT",
    path: "/baas/v1/cash/chargebacks/{}",
};
pub const GIVE_UP: Deed = Deed {
    provider: Provider::Celcoin,
    act: Act::Accept,
    case: "not-received",
    effect: "accept",
    among: 3,
    method: "PUT",
    path: "/baas/v1/cash/chargebacks/lose/{}",
};

/// Every act that there is at a provider with a list of cases.
pub const DEEDS: [Deed; 7] = [ANSWER, ACCEPT, REFUND, REFUTE, CONCEDE, DEFEND, GIVE_UP];

/// Does the same with each act at the same time, so that their waits overlap.
pub async fn each<F: Future<Output = ()>>(work: impl Fn(Deed) -> F) {
    let all: Vec<_> = DEEDS.into_iter().map(|deed| Box::pin(work(deed))).collect();
    futures::future::join_all(all).await;
}

/// A shop in which the act can be confirmed.
pub struct Scene {
    pub shop: Shop,
    pub deed: Deed,
    /// The provider's id of the case.
    pub case: String,
}

impl Scene {
    /// The case was read, and what the act needs is in its draft.
    pub async fn of(deed: Deed) -> Self {
        let shop = Shop::of(deed.provider, deed.among).await;
        let case = shop.case(deed.provider, deed.case);
        if deed.act == Act::Submit {
            shop.gather(&case).await;
        }
        Self { shop, deed, case }
    }

    /// The path of the one call.
    pub fn path(&self) -> String {
        self.deed.path.replace("{}", &self.case)
    }

    /// How often the act really happened.
    pub fn effects(&self) -> u64 {
        self.shop
            .effect(self.deed.provider, &self.case, self.deed.effect)
    }

    /// How often the one call was made.
    pub fn calls(&self) -> usize {
        let (writes, path) = (self.shop.writes(), self.path());
        let own =
            |w: &&tvist_sandbox::LoggedRequest| w.method == self.deed.method && w.path == path;
        writes.iter().filter(own).count()
    }
}
