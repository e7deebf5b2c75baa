//! Pages as pictures for the page of the window, over a scheme of our own: `evidence://localhost/DISPUTE/ITEM/PAGE`, with
//! `?…&black=FINDING` as they would look with a finding blacked out; `evidence://localhost/DISPUTE/pack-FILE/PAGE` as they
//! leave.

use crate::desktop::Desktop;
use tauri::http::{Method, Request, Response, StatusCode, header};
use tauri::{Manager as _, UriSchemeContext, UriSchemeResponder, Wry};
use tvist_engine::Blackout;

/// The scheme's name.
pub const SCHEME: &str = "evidence";

/// Pixels across: legible on a dense screen at the size that the page shows.
const WIDTH: u32 = 1000;

/// The address of a page (counted from zero) of a file in a draft. Each revision of the draft has addresses of its own, so
/// that no picture of earlier bytes is shown for later ones.
#[must_use]
pub fn address_of(
    dispute: &str,
    item: &str,
    page: u32,
    revision: u64,
    finding: Option<&str>,
) -> String {
    let black = finding.map_or(String::new(), |finding| format!("&{BLACK}={finding}"));
    format!("{BASE}/{dispute}/{item}/{page}?at={revision}{black}")
}

/// The address of a page of a file (both counted from zero) of what leaves.
#[must_use]
pub fn address_packed(dispute: &str, file: usize, page: u32, revision: u64) -> String {
    format!("{BASE}/{dispute}/{PACKED}{file}/{page}?at={revision}")
}

const BASE: &str = if cfg!(any(windows, target_os = "android")) {
    "http://evidence.localhost"
} else {
    "evidence://localhost"
};

/// Stands before the number of a file of the pack; no file of a draft has such an id.
const PACKED: &str = "pack-";

/// Names the finding in an address.
const BLACK: &str = "black";

/// What an address asks for.
#[derive(Debug, PartialEq, Eq)]
struct Wanted {
    dispute: String,
    item: String,
    /// Counted from zero.
    page: u32,
    /// What is blacked out in the picture.
    finding: Option<String>,
}

/// Answers a request for a page.
pub fn answer(
    context: UriSchemeContext<'_, Wry>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let app = context.app_handle().clone();
    tauri::async_runtime::spawn(async move {
        let response = match wanted(&request) {
            Some(wanted) => match picture(app.state::<Desktop>().inner(), wanted).await {
                Some(png) => respond(StatusCode::OK, png),
                None => respond(StatusCode::NOT_FOUND, Vec::new()),
            },
            None => respond(StatusCode::BAD_REQUEST, Vec::new()),
        };
        responder.respond(response);
    });
}

async fn picture(desktop: &Desktop, wanted: Wanted) -> Option<Vec<u8>> {
    let engine = desktop.engine().await.ok()?;
    let Wanted {
        dispute,
        item,
        page,
        finding,
    } = wanted;
    let drawn = match finding {
        Some(finding) => {
            let what = Blackout::Finding(finding);
            engine
                .blackout_picture(&dispute, &item, page + 1, &what, WIDTH)
                .await
        }
        None => match item.strip_prefix(PACKED) {
            Some(file) => {
                let file = file.parse().ok()?;
                engine.pack_page_picture(&dispute, file, page, WIDTH).await
            }
            None => engine.page_picture(&dispute, &item, page, WIDTH).await,
        },
    };
    match drawn {
        Ok(png) => Some(png),
        Err(error) => {
            tracing::info!(code = error.kind(), "a page can't be drawn");
            None
        }
    }
}

fn wanted(request: &Request<Vec<u8>>) -> Option<Wanted> {
    if request.method() != Method::GET {
        return None;
    }
    let mut parts = request.uri().path().trim_start_matches('/').split('/');
    let (dispute, item, page) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || dispute.is_empty() || item.is_empty() {
        return None;
    }
    let mut asked = request.uri().query().unwrap_or_default().split('&');
    let finding = asked.find_map(|part| part.strip_prefix(BLACK)?.strip_prefix('='));
    Some(Wanted {
        dispute: dispute.to_owned(),
        item: item.to_owned(),
        page: page.parse().ok().filter(|page| *page < u32::MAX)?,
        finding: finding.map(str::to_owned),
    })
}

fn respond(status: StatusCode, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        header::HeaderValue::from_static("image/png"),
    );
    // What a page shows must not lie in a cache on the disk.
    headers.insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(method: &str, uri: &str) -> Option<Wanted> {
        wanted(
            &Request::builder()
                .method(method)
                .uri(uri)
                .body(Vec::new())
                .unwrap(),
        )
    }

    #[test]
    fn an_address_is_understood_again() {
        for finding in [None, Some("4.1-0a1b2c3d")] {
            let wanted = Wanted {
                dispute: "dsp_1".into(),
                item: "itm_2".into(),
                page: 3,
                finding: finding.map(str::to_owned),
            };
            let address = address_of("dsp_1", "itm_2", 3, 17, finding);
            assert_eq!(ask("GET", &address), Some(wanted));
        }
    }

    #[test]
    fn so_is_that_of_a_page_that_leaves() {
        let wanted = Wanted {
            dispute: "dsp_1".into(),
            item: "pack-2".into(),
            page: 3,
            finding: None,
        };
        let address = address_packed("dsp_1", 2, 3, 17);
        assert_eq!(ask("GET", &address), Some(wanted));
    }

    #[test]
    fn everything_else_is_not() {
        for uri in [
            "evidence://localhost/",
            "evidence://localhost/a/b",
            "evidence://localhost/a/b/c",
            "evidence://localhost/a/b/1/2",
            "evidence://localhost//b/1",
        ] {
            assert_eq!(ask("GET", uri), None, "{uri}");
        }
        assert_eq!(ask("POST", "evidence://localhost/a/b/1"), None);
        assert_eq!(ask("GET", "evidence://localhost/a/b/4294967295"), None);
    }
}
