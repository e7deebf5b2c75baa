//! As much of the WebDriver protocol as the journeys need: each command one HTTP request to the driver, with a limit.

use std::time::Duration;

use serde_json::{Value, json};
use ureq::Agent;

/// The key under which WebDriver names an element (W3C WebDriver, "web element identifier").
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A command that the driver refused or that did not come back.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    /// WebDriver's error code ("no such element"), or "transport".
    pub code: String,
    pub message: String,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl Refused {
    /// The page changed between finding and using; finding again helps.
    pub(crate) fn is_passing(&self) -> bool {
        matches!(
            self.code.as_str(),
            "no such element"
                | "stale element reference"
                | "element not interactable"
                | "element click intercepted"
        )
    }
}

type Answer<T> = Result<T, Refused>;

/// An element, valid as long as the page keeps it.
#[derive(Debug, Clone)]
pub(crate) struct Element(String);

/// One WebDriver session, that is: one running app.
pub(crate) struct Session {
    agent: Agent,
    base: String,
}

fn agent(limit: Duration) -> Agent {
    Agent::config_builder()
        .timeout_global(Some(limit))
        .http_status_as_error(false)
        .proxy(None)
        .build()
        .into()
}

fn answer(result: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer<Value> {
    let transport = |error: ureq::Error| Refused {
        code: "transport".into(),
        message: error.to_string(),
    };
    let mut response = result.map_err(transport)?;
    let failed = response.status().as_u16() >= 400;
    // A picture of a large window is some megabytes of base64.
    let body: Value = response
        .body_mut()
        .with_config()
        .limit(64 << 20)
        .read_json()
        .map_err(transport)?;
    let value = body.get("value").cloned().unwrap_or(Value::Null);
    if !failed {
        return Ok(value);
    }
    let word = |name: &str| {
        value
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    Err(Refused {
        code: word("error"),
        message: word("message"),
    })
}

fn wrong(what: &str, value: &Value) -> Refused {
    Refused {
        code: "unexpected answer".into(),
        message: format!("{what}: {value}"),
    }
}

impl Session {
    /// Whether a driver listens on the port.
    pub(crate) fn driver_is_ready(port: u16) -> bool {
        let status = agent(Duration::from_secs(2))
            .get(format!("http://127.0.0.1:{port}/status"))
            .call();
        answer(status).is_ok()
    }

    /// Starts the app by the driver on `port` and waits for its web view.
    pub(crate) fn start(port: u16, binary: &str, args: &[String]) -> Answer<Self> {
        let options = json!({ "binary": binary, "args": args });
        Self::begin(port, &json!({ "webkitgtk:browserOptions": options }))
    }

    /// Joins the app that the driver on `port` was told to look for.
    pub(crate) fn join(port: u16) -> Answer<Self> {
        Self::begin(port, &json!({}))
    }

    fn begin(port: u16, wanted: &Value) -> Answer<Self> {
        let wanted = json!({ "capabilities": { "alwaysMatch": wanted } });
        let url = format!("http://127.0.0.1:{port}/session");
        let made = answer(agent(Duration::from_secs(60)).post(&url).send_json(wanted))?;
        let id = made
            .get("sessionId")
            .and_then(Value::as_str)
            .ok_or_else(|| wrong("session", &made))?;
        let session = Self {
            agent: agent(Duration::from_secs(30)),
            base: format!("{url}/{id}"),
        };
        session.post(
            "timeouts",
            &json!({ "script": 20_000, "pageLoad": 20_000, "implicit": 0 }),
        )?;
        Ok(session)
    }

    fn get(&self, path: &str) -> Answer<Value> {
        answer(self.agent.get(format!("{}/{path}", self.base)).call())
    }

    fn post(&self, path: &str, body: &Value) -> Answer<Value> {
        answer(
            self.agent
                .post(format!("{}/{path}", self.base))
                .send_json(body),
        )
    }

    /// Ends the session, and the app with it.
    pub(crate) fn end(&self) -> Answer<()> {
        answer(self.agent.delete(&self.base).call()).map(drop)
    }

    /// Sends the page elsewhere, as its own script would.
    pub(crate) fn navigate(&self, url: &str) -> Answer<()> {
        self.post("url", &json!({ "url": url })).map(drop)
    }

    pub(crate) fn find_all(&self, locator: &str) -> Answer<Vec<Element>> {
        let using = if locator.starts_with(['/', '(']) {
            "xpath"
        } else {
            "css selector"
        };
        let found = self.post("elements", &json!({ "using": using, "value": locator }))?;
        let list = found.as_array().ok_or_else(|| wrong("elements", &found))?;
        let id = |element: &Value| {
            element
                .get(ELEMENT)
                .and_then(Value::as_str)
                .map(|id| Element(id.to_owned()))
        };
        list.iter()
            .map(|element| id(element).ok_or_else(|| wrong("element", element)))
            .collect()
    }

    pub(crate) fn click(&self, element: &Element) -> Answer<()> {
        self.post(&format!("element/{}/click", element.0), &json!({}))
            .map(drop)
    }

    pub(crate) fn clear(&self, element: &Element) -> Answer<()> {
        self.post(&format!("element/{}/clear", element.0), &json!({}))
            .map(drop)
    }

    pub(crate) fn send_keys(&self, element: &Element, text: &str) -> Answer<()> {
        self.post(
            &format!("element/{}/value", element.0),
            &json!({ "text": text }),
        )
        .map(drop)
    }

    pub(crate) fn text(&self, element: &Element) -> Answer<String> {
        let found = self.get(&format!("element/{}/text", element.0))?;
        found
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| wrong("text", &found))
    }

    pub(crate) fn is_displayed(&self, element: &Element) -> Answer<bool> {
        let found = self.get(&format!("element/{}/displayed", element.0))?;
        found.as_bool().ok_or_else(|| wrong("displayed", &found))
    }

    pub(crate) fn attribute(&self, element: &Element, name: &str) -> Answer<Option<String>> {
        let found = self.get(&format!("element/{}/attribute/{name}", element.0))?;
        Ok(found.as_str().map(str::to_owned))
    }

    pub(crate) fn property(&self, element: &Element, name: &str) -> Answer<Value> {
        self.get(&format!("element/{}/property/{name}", element.0))
    }

    /// Runs a function body in the page; `arguments[0]`… are `args`.
    pub(crate) fn run(&self, script: &str, args: &[Value]) -> Answer<Value> {
        self.post("execute/sync", &json!({ "script": script, "args": args }))
    }

    /// The same, where the last argument is a function that the script calls with its answer.
    pub(crate) fn run_async(&self, script: &str, args: &[Value]) -> Answer<Value> {
        self.post("execute/async", &json!({ "script": script, "args": args }))
    }

    /// Presses keys together, the last of them as the one that acts, and lets them go in reverse.
    pub(crate) fn press(&self, keys: &[String]) -> Answer<()> {
        let stroke = |kind: &str, key: &String| json!({ "type": kind, "value": key });
        let down = keys.iter().map(|key| stroke("keyDown", key));
        let up = keys.iter().rev().map(|key| stroke("keyUp", key));
        let actions: Vec<Value> = down.chain(up).collect();
        self.post(
            "actions",
            &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] }),
        )
        .map(drop)
    }

    /// The handles of all windows.
    pub(crate) fn windows(&self) -> Answer<Vec<String>> {
        let found = self.get("window/handles")?;
        let list = found.as_array().ok_or_else(|| wrong("windows", &found))?;
        Ok(list
            .iter()
            .filter_map(|handle| handle.as_str().map(str::to_owned))
            .collect())
    }

    /// Goes on in another window.
    pub(crate) fn switch(&self, handle: &str) -> Answer<()> {
        self.post("window", &json!({ "handle": handle })).map(drop)
    }

    pub(crate) fn source(&self) -> Answer<String> {
        let found = self.get("source")?;
        found
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| wrong("source", &found))
    }

    /// The page as last composed, PNG in base64.
    pub(crate) fn picture(&self) -> Answer<String> {
        let found = self.get("screenshot")?;
        found
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| wrong("screenshot", &found))
    }

    pub(crate) fn argument(element: &Element) -> Value {
        json!({ ELEMENT: element.0 })
    }
}
