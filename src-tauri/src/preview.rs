//! Pages as pictures for the page of the window, over a scheme of our own: `evidence://localhost/DISPUTE/ITEM/PAGE`.

use crate::desktop::Desktop;
use tauri::http::{Method, Request, Response, StatusCode, header};
use tauri::{Manager as _, UriSchemeContext, UriSchemeResponder, Wry};

/// The scheme's name.
pub const SCHEME: &str = "evidence";

/// Pixels across: legible on a dense screen at the size that the page shows.
const WIDTH: u32 = 1000;

/// The address of a page (counted from zero) of a file in a draft.
#[must_use]
pub fn address(dispute: &str, item: &str, page: u32) -> String {
    let base = if cfg!(any(windows, target_os = "android")) {
        "http://evidence.localhost"
    } else {
        "evidence://localhost"
    };
    format!("{base}/{dispute}/{item}/{page}")
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
            Some((dispute, item, page)) => {
                match picture(app.state::<Desktop>().inner(), &dispute, &item, page).await {
                    Some(png) => respond(StatusCode::OK, png),
                    None => respond(StatusCode::NOT_FOUND, Vec::new()),
                }
            }
            None => respond(StatusCode::BAD_REQUEST, Vec::new()),
        };
        responder.respond(response);
    });
}

async fn picture(desktop: &Desktop, dispute: &str, item: &str, page: u32) -> Option<Vec<u8>> {
    let engine = desktop.engine().await.ok()?;
    match engine.page_picture(dispute, item, page, WIDTH).await {
        Ok(png) => Some(png),
        Err(error) => {
            tracing::info!(code = error.kind(), "a page can't be drawn");
            None
        }
    }
}

fn wanted(request: &Request<Vec<u8>>) -> Option<(String, String, u32)> {
    if request.method() != Method::GET {
        return None;
    }
    let mut parts = request.uri().path().trim_start_matches('/').split('/');
    let (dispute, item, page) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || dispute.is_empty() || item.is_empty() {
        return None;
    }
    Some((dispute.to_owned(), item.to_owned(), page.parse().ok()?))
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

    fn ask(method: &str, uri: &str) -> Option<(String, String, u32)> {
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
        assert_eq!(
            ask("GET", &address("dsp_1", "itm_2", 3)),
            Some(("dsp_1".into(), "itm_2".into(), 3))
        );
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
    }
}
