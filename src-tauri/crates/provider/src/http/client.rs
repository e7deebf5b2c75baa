//! Building clients and bodies, and telling how a connection failed.

use super::{Broken, FormFile, Limits};
use crate::ProviderError;
use reqwest::multipart::{Form, Part};

/// The one place that builds clients.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the place that the rule points to"
)]
pub(super) fn client(
    https_only: bool,
    limits: &Limits,
    single: bool,
    identity: Option<reqwest::Identity>,
) -> Result<reqwest::Client, ProviderError> {
    install_crypto();
    // `localhost` is this machine, whatever a name server says.
    let loopback = [
        ([127, 0, 0, 1], 0).into(),
        (std::net::Ipv6Addr::LOCALHOST, 0).into(),
    ];
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("Tvist/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy()
        .https_only(https_only)
        .connect_timeout(limits.connect)
        .resolve_to_addrs("localhost", &loopback);
    if let Some(identity) = identity {
        builder = builder.identity(identity);
    }
    if single {
        builder = builder.http1_only().pool_max_idle_per_host(0);
    }
    builder.build().map_err(|_| ProviderError::Settings {
        what: "TLS can't be set up on this machine".to_owned(),
    })
}

fn install_crypto() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        // An error means that another part of the process installed one before: that one serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

pub(super) fn broken(error: &reqwest::Error) -> Broken {
    let mut broken = Broken::cut(kind_of(error));
    broken.sent = !(error.is_connect() || error.is_builder());
    broken
}

/// Which part of a connection failed, in a word that `Transport` documents.
pub(super) fn kind_of(error: &reqwest::Error) -> &'static str {
    let mut tls = false;
    let mut name = false;
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(cause) = source {
        tls |= cause.is::<rustls::Error>();
        name |= cause.to_string().starts_with("dns error");
        // An io error hides what it wraps from `source`.
        let wrapped = cause
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref);
        source = match wrapped {
            Some(wrapped) => Some(wrapped),
            None => cause.source(),
        };
    }
    if tls {
        "tls"
    } else if name {
        "name"
    } else if error.is_timeout() {
        "timeout"
    } else if error.is_connect() {
        "connect"
    } else {
        "cut"
    }
}

pub(super) fn multipart(
    fields: &[(&'static str, String)],
    file: Option<&FormFile>,
) -> Result<Form, ProviderError> {
    let mut form = Form::new();
    for (name, value) in fields {
        form = form.text(*name, value.clone());
    }
    let Some(file) = file else {
        return Ok(form);
    };
    let part = Part::bytes(file.bytes.clone())
        .file_name(file.name.clone())
        .mime_str(file.media_type)
        .map_err(|_| unusable_header())?;
    Ok(form.part(file.field, part))
}

pub(super) fn unusable_header() -> ProviderError {
    ProviderError::Settings {
        what: "a value holds characters that can't be sent".to_owned(),
    }
}
