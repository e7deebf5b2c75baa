//! HAL: resources with links, some of them templates (clearhaus.md §1.1–§1.9).

use chrono::{DateTime, SecondsFormat};
use serde_json::{Value, json};

use super::model::{Books, Comment, Dispute, Document, Merchant, Stamps, Transaction};

/// The addresses under which resources are linked.
pub(crate) struct Links<'a> {
    /// The API.
    pub(crate) base: &'a str,
    /// The foreign host that takes uploads.
    pub(crate) side: &'a str,
}

impl Dispute {
    /// The stamps that may be set now.
    pub(crate) fn shown_stamps(&self) -> &'static [&'static str] {
        match (self.status.as_str(), self.stamps) {
            ("open", Stamps::Both) => &["refuted", "accepted"],
            ("open", Stamps::OnlyRefuted) => &["refuted"],
            _ => &[],
        }
    }
}

impl Links<'_> {
    fn curies(&self) -> Value {
        json!([{
            "name": "ch", "href": "https://developer.clearhaus.com/rels/{rel}", "templated": true,
        }])
    }

    /// The root; without a token only the way to one.
    pub(crate) fn root(&self, known: bool, disputes: bool) -> Value {
        let base = self.base;
        let mut links = json!({
            "self": {"href": base},
            "oauth2-token": {"href": format!("{base}/oauth/token")},
            "curies": self.curies(),
        });
        if known {
            links["ch:accounts"] = json!({
                "href": format!("{base}/accounts{{?query,page,per_page}}"), "templated": true,
            });
            links["ch:transactions"] = json!({
                "href": format!("{base}/transactions{{?query,per_page}}"), "templated": true,
            });
        }
        if known && disputes {
            links["ch:disputes"] = json!({
                "href": format!("{base}/disputes{{?query,page,per_page}}"), "templated": true,
            });
        }
        json!({"_links": links})
    }

    pub(crate) fn merchant(&self, merchant: &Merchant) -> Value {
        let own = format!("{}/accounts/{}", self.base, merchant.id);
        json!({
            "id": merchant.id, "name": merchant.name, "country": merchant.country,
            "currency": merchant.currency, "mcc": "5719", "merchant_id": merchant.mid,
            "descriptor": "TALLGREN MOSS", "timezone": merchant.timezone,
            "transaction_rules": "", "metadata": {"state": "live"},
            "_links": {
                "self": {"href": own},
                "ch:disputes": {"href": format!("{own}/disputes{{?query,page,per_page}}")},
                "ch:transactions": {"href": format!("{own}/transactions{{?query,per_page}}")},
            },
        })
    }

    /// Some of the links are templates without saying so, as in the documentation's own samples.
    pub(crate) fn dispute(&self, dispute: &Dispute) -> Value {
        let base = self.base;
        let own = format!("{base}/disputes/{}", dispute.id);
        let mut links = json!({
            "self": {"href": own},
            "curies": self.curies(),
            "ch:transaction": {"href": format!("{base}/transactions/{}", dispute.transaction)},
            "ch:account": {"href": format!("{base}/accounts/{}", dispute.account)},
            "ch:files": {"href": format!("{own}/files{{?page,per_page}}")},
            "ch:comments": {"href": format!("{own}/comments{{?page,per_page}}")},
        });
        let mut stamps: Vec<Value> = dispute
            .shown_stamps()
            .iter()
            .map(|name| json!({"name": name, "href": format!("{own}/stamps/{name}")}))
            .collect();
        match stamps.len() {
            0 => {}
            1 => links["ch:stamps"] = stamps.remove(0),
            _ => links["ch:stamps"] = Value::Array(stamps),
        }
        let mut body = json!({
            "id": dispute.id, "reference": dispute.reference, "amount": dispute.amount,
            "currency": dispute.currency, "partial": dispute.partial,
            "opened_at": dispute.opened.to_string(), "due_at": dispute.due.to_string(),
            "expires_at": dispute.expires.to_string(), "status": dispute.status,
            "reason_code": dispute.reason_code, "reason": dispute.reason, "type": dispute.kind,
            "_links": links,
        });
        if let Value::Object(members) = &mut body {
            for (name, value) in &dispute.extra {
                members.insert(name.clone(), value.clone());
            }
        }
        body
    }

    pub(crate) fn transaction(&self, transaction: &Transaction) -> Value {
        let mut body = transaction.body.clone();
        body["_links"] = json!({
            "self": {"href": format!("{}/transactions/{}", self.base, transaction.id)},
            "ch:account": {"href": format!("{}/accounts/{}", self.base, transaction.account)},
        });
        body
    }

    /// The file resource has no id of its own; an upload link only while bytes are missing.
    pub(crate) fn document(&self, document: &Document) -> Value {
        let own = format!("{}/files/{}", self.base, document.id);
        let mut data = Vec::new();
        if document.bytes.is_none() {
            data.push(json!({
                "name": "upload",
                "href": format!(
                    "{}/u/{}?Expires={}&Signature={}",
                    self.side, document.id, document.upload_until, document.signature
                ),
            }));
        }
        data.push(json!({"name": "download", "href": format!("{own}/content")}));
        json!({
            "label": document.label, "name": document.name,
            "content_type": document.content_type, "size": document.size,
            "_links": {
                "self": {"href": own},
                "ch:dispute": {"href": format!("{}/disputes/{}", self.base, document.dispute)},
                "ch:data": data,
            },
        })
    }

    pub(crate) fn comment(&self, comment: &Comment) -> Value {
        let at = DateTime::from_timestamp_millis(comment.created_ms).unwrap_or_default();
        json!({
            "id": comment.id, "body": comment.body, "tags": [],
            "created_at": at.to_rfc3339_opts(SecondsFormat::Millis, true),
            "_links": {"self": {"href": format!("{}/comments/{}", self.base, comment.id)}},
            "_embedded": {"author": {"name": comment.author, "email": comment.email}},
        })
    }
}

/// One page of a collection.
pub(crate) struct Page<'a> {
    /// Address without a query.
    pub(crate) href: String,
    /// The query of the request, if it had one.
    pub(crate) query: Option<&'a str>,
    pub(crate) page: usize,
    pub(crate) per_page: usize,
    /// The rel under which the items are embedded.
    pub(crate) rel: &'static str,
}

impl Page<'_> {
    /// Cuts this page out of all items.
    pub(crate) fn render<T>(&self, items: &[T], show: impl Fn(&T) -> Value) -> Value {
        let pages = items.len().div_ceil(self.per_page).max(1);
        let from = (self.page - 1)
            .saturating_mul(self.per_page)
            .min(items.len());
        let to = (from + self.per_page).min(items.len());
        let shown: Vec<Value> = items[from..to].iter().map(show).collect();
        let href = |page: usize| {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            if let Some(text) = self.query {
                query.append_pair("query", text);
            }
            query.append_pair("page", &page.to_string());
            query.append_pair("per_page", &self.per_page.to_string());
            json!({"href": format!("{}?{}", self.href, query.finish())})
        };
        let mut links = json!({"self": href(self.page)});
        if pages > 1 {
            links["first"] = href(1);
            links["last"] = href(pages);
        }
        if self.page > 1 {
            links["prev"] = href(self.page - 1);
        }
        if self.page < pages {
            links["next"] = href(self.page + 1);
        }
        json!({
            "count": items.len(), "page": self.page, "per_page": self.per_page,
            "_links": links, "_embedded": {self.rel: shown},
        })
    }
}

impl Books {
    /// A short account of one dispute for the control side.
    pub(crate) fn brief(&self, id: &str) -> Value {
        self.dispute(id).map_or(Value::Null, |dispute| {
            json!({
                "id": dispute.id, "status": dispute.status, "due_at": dispute.due.to_string(),
                "effects": self.effects.get(id),
            })
        })
    }
}
